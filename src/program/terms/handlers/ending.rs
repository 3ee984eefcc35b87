//! Ending a term, and thanking for it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::{find_for, parse};
use crate::clock::{Clock, Timestamp};
use crate::db::Db;
use crate::db::keys::TermId;
use crate::error::AppError;
use crate::program::handovers::{self, HandoverForm};
use crate::program::terms::forms::{EndingForm, ReasonForm, said};
use crate::program::terms::model::TermState;
use crate::program::terms::pages::EndPage;
use crate::program::terms::{access, actions};
use crate::program::{Actor, DutyList, ProgramError};
use crate::web::confirm::{ConfirmPage, ask_first, is_confirmed};
use crate::web::{FieldProblem, Form, Member, Shell, html, page, see_other_saying};

const ENDED_BY: &str = "a term is ended by its person, the team's manager, the lead and admins";

/// `GET /terms/{id}/end`
pub async fn new(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
) -> Result<HttpResponse, AppError> {
    let (id, today) = (parse(&id)?, clock.now().day());
    let form = EndingForm { on: today.to_string(), ..EndingForm::default() };
    page(&end_page(shell, member, &db, id, form, Vec::new()).await?)
}

async fn end_page(
    shell: Shell,
    member: Member,
    db: &Db,
    id: TermId,
    form: EndingForm,
    problems: Vec<FieldProblem>,
) -> Result<EndPage, AppError> {
    let (row, is_own) = db
        .read(move |connection| {
            let (row, team) = find_for(connection, &member, id)?;
            if !access::may_end(&member, &team, &row.term) {
                return Err(ProgramError::NotYours(ENDED_BY));
            }
            if !matches!(row.term.state, TermState::Accepted | TermState::Active) {
                return Err(ProgramError::WrongState("this term is not under way; there is nothing to end".into()));
            }
            Ok((row.clone(), row.term.person_id == member.id))
        })
        .await?;
    Ok(EndPage { shell, row, is_own, form, problems })
}

/// `POST /terms/{id}/end`
#[expect(clippy::too_many_arguments, reason = "an extractor each")]
pub async fn create(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    duties: Data<DutyList>,
    id: Path<String>,
    form: Form<EndingForm>,
    asked: Form<ReasonForm>,
) -> Result<HttpResponse, AppError> {
    let (id, form, now) = (parse(&id)?, form.into_inner(), clock.now());
    let (viewer, all) = (member.clone(), duties.as_ref().clone());
    let (row, is_open) = db
        .read(move |connection| {
            let (row, team) = find_for(connection, &viewer, id)?;
            if !access::may_end(&viewer, &team, &row.term) {
                return Err(ProgramError::NotYours(ENDED_BY));
            }
            if !row.term.state.is_open() {
                return Err(ProgramError::WrongState("this term is over already".into()));
            }
            let open = all.list(connection, row.term.person_id, &team, now)?;
            Ok::<_, ProgramError>((row, !open.is_empty()))
        })
        .await?;
    let was_serving = matches!(row.term.state, TermState::Accepted | TermState::Active);
    if !was_serving && !is_confirmed(&asked.confirmed) {
        return take_back(shell, id, &form.reason);
    }
    let ending = match form.parse(&row.term, now.day()) {
        Ok(ending) => ending,
        Err(ProgramError::Invalid(problems)) => {
            let shown = end_page(shell, member, &db, id, form, problems).await?;
            return html(StatusCode::UNPROCESSABLE_ENTITY, &shown);
        }
        Err(error) => return Err(error.into()),
    };
    if was_serving && is_open && ending.on <= now.day() {
        // Nothing is left without an owner: who takes over is asked first.
        let form = HandoverForm::ending(&form);
        return page(&handovers::new_page(shell, member, &db, &duties, now, id, form, Vec::new()).await?);
    }
    end(&db, member, now, id, ending).await
}

async fn end(
    db: &Db,
    member: Member,
    now: Timestamp,
    id: TermId,
    ending: actions::Ending,
) -> Result<HttpResponse, AppError> {
    let words = db
        .write(move |tx| {
            let (row, _) = find_for(tx, &member, id)?;
            let term = actions::end_term(tx, Actor::Member(&member), now, id, &ending)?;
            Ok::<_, ProgramError>(match term.ends_on.filter(|_| term.state != TermState::Ended) {
                Some(last) => format!("The last day of {} is {} now.", row.person.1, last.words()),
                None => said(term.state, &row.team.1, &row.person.1),
            })
        })
        .await?;
    Ok(see_other_saying(&format!("/terms/{id}"), words))
}

/// A proposal is taken back after one question.
fn take_back(shell: Shell, id: TermId, reason: &str) -> Result<HttpResponse, AppError> {
    ask_first(&ConfirmPage {
        shell,
        question: "Take this nomination back?",
        action: &format!("/terms/{id}/end"),
        label: "Take it back",
        fields: &[("reason", reason)],
        cancel: &format!("/terms/{id}"),
    })
}

/// `POST /terms/{id}/thanks`
pub async fn create_thanks(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
    form: Form<ReasonForm>,
) -> Result<HttpResponse, AppError> {
    let (id, now, words) = (parse(&id)?, clock.now(), form.parse_thanks()?);
    let person = db
        .write(move |tx| {
            let (row, _) = find_for(tx, &member, id)?;
            actions::thank(tx, Actor::Member(&member), now, id, &words)?;
            Ok::<_, ProgramError>(row.person.1)
        })
        .await?;
    Ok(see_other_saying(&format!("/terms/{id}"), format!("{person} reads your thanks on their desk.")))
}
