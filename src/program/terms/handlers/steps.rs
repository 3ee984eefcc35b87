//! The words that a nomination waits for.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::{find_for, parse, show};
use crate::clock::{Clock, Timestamp};
use crate::db::keys::TermId;
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::program::files::ProgramFiles;
use crate::program::terms::actions;
use crate::program::terms::forms::{ReasonForm, said};
use crate::program::terms::model::Term;
use crate::program::{Actor, ProgramError, ProgramSettings, onboarding};
use crate::web::confirm::{ConfirmPage, ask_first, is_confirmed};
use crate::web::{FieldProblem, Form, Member, Shell, html, see_other_saying};

/// Takes one step and says on the term's page what it came to.
async fn take<F>(db: &Db, now: Timestamp, member: Member, id: TermId, step: F) -> Result<HttpResponse, AppError>
where
    F: Fn(&mut Tx, Actor<'_>, Timestamp) -> Result<Term, ProgramError> + Send + 'static,
{
    let words = db
        .write(move |tx| {
            let (row, _) = find_for(tx, &member, id)?;
            let term = step(tx, Actor::Member(&member), now)?;
            Ok::<_, ProgramError>(said(term.state, &row.team.1, &row.person.1))
        })
        .await?;
    Ok(see_other_saying(&format!("/terms/{id}"), words))
}

/// Asks once before a step that can't be undone: its address, question and button.
fn ask(
    shell: Shell,
    id: TermId,
    (step, question, label): (&str, &str, &str),
    reason: &str,
) -> Result<HttpResponse, AppError> {
    ask_first(&ConfirmPage {
        shell,
        question,
        action: &format!("/terms/{id}/{step}"),
        label,
        fields: &[("reason", reason)],
        cancel: &format!("/terms/{id}"),
    })
}

/// `POST /terms/{id}/approval`
pub async fn create_approval(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
) -> Result<HttpResponse, AppError> {
    let id = parse(&id)?;
    take(&db, clock.now(), member, id, move |tx, actor, now| actions::approve(tx, actor, now, id)).await
}

/// `POST /terms/{id}/acceptance`
pub async fn create_acceptance(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    (files, settings): (Data<ProgramFiles>, Data<ProgramSettings>),
    templates: Data<onboarding::Templates>,
    id: Path<String>,
) -> Result<HttpResponse, AppError> {
    let (id, now, scope, template) = (parse(&id)?, clock.now(), files.scope.get(), templates.get());
    let (viewer, rules) = (member.clone(), settings.clone());
    let accepted = db
        .write(move |tx| {
            let (row, _) = find_for(tx, &viewer, id)?;
            let term = actions::accept(tx, &rules, Actor::Member(&viewer), now, id, &scope)?;
            onboarding::begin(tx, &template, now, &term)?;
            Ok::<_, ProgramError>(said(term.state, &row.team.1, &row.person.1))
        })
        .await;
    match accepted {
        Ok(words) => Ok(see_other_saying(&format!("/terms/{id}"), words)),
        // The page says who has the place, and what can be done.
        Err(ProgramError::Invalid(_)) => {
            let shown = show::page_of(shell, member, &db, (&files, &settings), now, id).await?;
            html(StatusCode::CONFLICT, &shown)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /terms/{id}/rejection`
pub async fn create_rejection(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    files: (Data<ProgramFiles>, Data<ProgramSettings>),
    id: Path<String>,
    form: Form<ReasonForm>,
) -> Result<HttpResponse, AppError> {
    let id = parse(&id)?;
    let reason = match form.parse_given() {
        Ok(reason) => reason,
        Err(error) => return again(shell, member, &db, &files, clock.now(), id, &form, error).await,
    };
    if !is_confirmed(&form.confirmed) {
        return ask(shell, id, ("rejection", "Refuse this nomination?", "Do not approve"), &reason);
    }
    take(&db, clock.now(), member, id, move |tx, actor, now| actions::reject(tx, actor, now, id, &reason)).await
}

/// `POST /terms/{id}/refusal`
pub async fn create_refusal(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    files: (Data<ProgramFiles>, Data<ProgramSettings>),
    id: Path<String>,
    form: Form<ReasonForm>,
) -> Result<HttpResponse, AppError> {
    let id = parse(&id)?;
    let reason = match form.parse_given() {
        Ok(reason) => reason,
        Err(error) => return again(shell, member, &db, &files, clock.now(), id, &form, error).await,
    };
    if !is_confirmed(&form.confirmed) {
        return ask(shell, id, ("refusal", "Decline this nomination?", "Decline it"), &reason);
    }
    take(&db, clock.now(), member, id, move |tx, actor, now| actions::decline(tx, actor, now, id, &reason)).await
}

/// The term's page once more, with what was typed and what is wrong with it.
#[expect(clippy::too_many_arguments, reason = "what the page is made of")]
async fn again(
    shell: Shell,
    member: Member,
    db: &Db,
    files: &(Data<ProgramFiles>, Data<ProgramSettings>),
    now: Timestamp,
    id: TermId,
    form: &ReasonForm,
    error: ProgramError,
) -> Result<HttpResponse, AppError> {
    let ProgramError::Invalid(problems) = error else { return Err(error.into()) };
    let mut shown = show::page_of(shell, member, db, (&files.0, &files.1), now, id).await?;
    shown.reason = form.reason.clone();
    shown.problems = problems.into_iter().map(|problem| FieldProblem::new(problem.field, problem.words)).collect();
    html(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}
