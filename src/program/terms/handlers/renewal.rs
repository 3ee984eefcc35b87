//! Renewing a term before its end.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::{find_for, parse};
use crate::clock::Clock;
use crate::db::Db;
use crate::db::keys::TermId;
use crate::db::once::once;
use crate::error::AppError;
use crate::program::terms::forms::RenewalForm;
use crate::program::terms::pages::RenewPage;
use crate::program::terms::{access, actions};
use crate::program::{Actor, ProgramError, ProgramSettings};
use crate::web::{FieldProblem, Form, Member, Shell, html, page, see_other_saying};

/// Months that a renewal proposes.
const MONTHS: i32 = 12;

/// `GET /terms/{id}/renewal`
pub async fn new(shell: Shell, member: Member, db: Data<Db>, id: Path<String>) -> Result<HttpResponse, AppError> {
    page(&renew_page(shell, member, &db, parse(&id)?, None, Vec::new()).await?)
}

async fn renew_page(
    shell: Shell,
    member: Member,
    db: &Db,
    id: TermId,
    form: Option<RenewalForm>,
    problems: Vec<FieldProblem>,
) -> Result<RenewPage, AppError> {
    let (row, decides) = db
        .read(move |connection| {
            let (row, team) = find_for(connection, &member, id)?;
            if !access::may_continue(&member, &team, &row.term) {
                return Err(ProgramError::NotYours("a term is renewed by its person, the team's manager and the lead"));
            }
            Ok((row, access::may_decide(&member, &team)))
        })
        .await?;
    let Some(last) = row.term.ends_on else {
        return Err(AppError::Conflict("this term has no last day, so it goes on without being renewed".into()));
    };
    let form = form.unwrap_or_else(|| RenewalForm {
        percent: row.term.allocation_percent.to_string(),
        ends_on: last.plus_months(MONTHS).to_string(),
        once: String::new(),
    });
    Ok(RenewPage { shell, row, decides, first: last.plus_days(1), form, problems })
}

/// `POST /terms/{id}/renewal`
pub async fn create(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    settings: Data<ProgramSettings>,
    id: Path<String>,
    form: Form<RenewalForm>,
) -> Result<HttpResponse, AppError> {
    let (id, form, now) = (parse(&id)?, form.into_inner(), clock.now());
    let (sent, actor) = (form.clone(), member.clone());
    let saved = db
        .write(move |tx| {
            once(tx, actor.id, &sent.once, now, |tx| {
                let (row, team) = find_for(tx, &actor, id)?;
                if !access::may_continue(&actor, &team, &row.term) {
                    return Err(ProgramError::NotYours(
                        "a term is renewed by its person, the team's manager and the lead",
                    ));
                }
                let nomination = sent.parse(&row.term)?;
                let term = actions::nominate(tx, &settings, Actor::Member(&actor), now, &team, &nomination)?;
                Ok::<_, ProgramError>(format!("/terms/{}", term.id))
            })
        })
        .await;
    match saved {
        Ok(target) => Ok(see_other_saying(&target, "The renewal is proposed. What happens next is below.")),
        Err(ProgramError::Invalid(problems)) => {
            let shown = renew_page(shell, member, &db, id, Some(form), problems).await?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error.into()),
    }
}
