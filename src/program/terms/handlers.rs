//! Nominating somebody, and the steps of a term.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

use super::forms::{NominationForm, ReasonForm, said};
use super::model::{Term, TermRole};
use super::pages::{NewPage, ShowPage};
use super::{access, actions, rules, store};
use crate::accounts;
use crate::clock::{Clock, Timestamp};
use crate::db::keys::TermId;
use crate::db::once::once;
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::program::{Actor, ProgramError, teams};
use crate::web::confirm::{ConfirmPage, ask_first, is_confirmed};
use crate::web::form::Choice;
use crate::web::{FieldProblem, Form, Member, Moment, Shell, html, page, see_other_saying};

/// The query of the form: who is put forward by a link.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct NewQuery {
    person: String,
}

/// `GET /teams/{slug}/nominations/new`
pub async fn new(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    slug: Path<String>,
    query: Query<NewQuery>,
) -> Result<HttpResponse, AppError> {
    let form = NominationForm {
        person: query.into_inner().person,
        role: TermRole::Champion.as_str().into(),
        percent: rules::USUAL_ALLOCATION_PERCENT.to_string(),
        ..NominationForm::default()
    };
    page(&new_page(shell, member, &db, slug.into_inner(), form, Vec::new()).await?)
}

async fn new_page(
    shell: Shell,
    member: Member,
    db: &Db,
    slug: String,
    form: NominationForm,
    problems: Vec<FieldProblem>,
) -> Result<NewPage, AppError> {
    let (team, members) = db
        .read(move |connection| {
            let team = teams::find_team(connection, &slug)?;
            let members = teams::list_members(connection, team.id)?;
            Ok::<_, ProgramError>((team, members))
        })
        .await?;
    if !access::may_nominate(&member, &team) {
        return Err(AppError::Forbidden("only people of the team and those who look after it nominate for it".into()));
    }
    let role = |role: &TermRole| Choice::new(role.as_str(), role.label(), &form.role);
    Ok(NewPage {
        shell,
        decides: access::may_decide(&member, &team),
        members: members.into_iter().map(|member| member.name).collect(),
        roles: TermRole::ALL.iter().map(role).collect(),
        person: form.person,
        percent: form.percent,
        starts_on: form.starts_on,
        ends_on: form.ends_on,
        problems,
        team,
    })
}

/// `POST /teams/{slug}/nominations`
pub async fn create(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    slug: Path<String>,
    form: Form<NominationForm>,
) -> Result<HttpResponse, AppError> {
    let (slug, form, now) = (slug.into_inner(), form.into_inner(), clock.now());
    let (sent, wanted, actor) = (form.clone(), slug.clone(), member.clone());
    let saved = db
        .write(move |tx| {
            once(tx, actor.id, &sent.once, now, |tx| {
                let team = teams::find_team(tx, &wanted)?;
                let nomination = sent.parse(tx)?;
                let term = actions::nominate(tx, Actor::Member(&actor), now, &team, &nomination)?;
                Ok::<_, ProgramError>(format!("/terms/{}", term.id))
            })
        })
        .await;
    match saved {
        Ok(target) => Ok(see_other_saying(&target, "The nomination is made. What happens next is below.")),
        Err(ProgramError::Invalid(problems)) => {
            let shown = new_page(shell, member, &db, slug, form, problems).await?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /terms/{id}`
pub async fn show(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
) -> Result<HttpResponse, AppError> {
    let (id, now) = (parse(&id)?, clock.now());
    let shown = db
        .read(move |connection| {
            let row = store::find_term(connection, id)?;
            let team = teams::team_by_id(connection, row.term.team_id)?;
            if !access::may_see(&member, &team, &row.term) {
                return Err(ProgramError::NotFound("term"));
            }
            let nominator = accounts::find_person(connection, row.term.nominated_by)?;
            let takes = |step| rules::next_state(row.term.state, step).is_some();
            let is_own = access::may_answer(&member, &row.term);
            Ok::<_, ProgramError>(ShowPage {
                shell,
                nominated: Moment::new(row.term.nominated_at, now),
                nominated_by: nominator.name,
                answered: row.term.answered_at.map(|at| Moment::new(at, now)),
                ended: row.term.ended_at.map(|at| Moment::new(at, now)),
                can_decide: takes(rules::Step::Approve) && access::may_decide(&member, &team),
                can_accept: takes(rules::Step::Accept) && is_own,
                can_decline: takes(rules::Step::Decline) && is_own,
                can_end: takes(rules::Step::End) && access::may_end(&member, &team, &row.term),
                is_own,
                row,
            })
        })
        .await?;
    page(&shown)
}

fn parse(id: &str) -> Result<TermId, AppError> {
    TermId::parse(id).ok_or(AppError::NotFound("term"))
}

/// Takes one step and says on the term's page what it came to.
async fn take<F>(db: &Db, now: Timestamp, member: Member, id: TermId, step: F) -> Result<HttpResponse, AppError>
where
    F: Fn(&mut Tx, Actor<'_>, Timestamp) -> Result<Term, ProgramError> + Send + 'static,
{
    let words = db
        .write(move |tx| {
            let row = store::find_term(tx, id)?;
            let team = teams::team_by_id(tx, row.term.team_id)?;
            if !access::may_see(&member, &team, &row.term) {
                return Err(ProgramError::NotFound("term"));
            }
            let term = step(tx, Actor::Member(&member), now)?;
            Ok(said(term.state, &row.team.1, &row.person.1))
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

/// `POST /terms/{id}/rejection`
pub async fn create_rejection(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
    form: Form<ReasonForm>,
) -> Result<HttpResponse, AppError> {
    let (id, reason) = (parse(&id)?, form.parse()?);
    if !is_confirmed(&form.confirmed) {
        return ask(shell, id, ("rejection", "Refuse this nomination?", "Do not approve"), &reason);
    }
    take(&db, clock.now(), member, id, move |tx, actor, now| actions::reject(tx, actor, now, id, &reason)).await
}

/// `POST /terms/{id}/acceptance`
pub async fn create_acceptance(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
) -> Result<HttpResponse, AppError> {
    let id = parse(&id)?;
    take(&db, clock.now(), member, id, move |tx, actor, now| actions::accept(tx, actor, now, id)).await
}

/// `POST /terms/{id}/refusal`
pub async fn create_refusal(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
    form: Form<ReasonForm>,
) -> Result<HttpResponse, AppError> {
    let (id, reason) = (parse(&id)?, form.parse()?);
    if !is_confirmed(&form.confirmed) {
        return ask(shell, id, ("refusal", "Decline this nomination?", "Decline it"), &reason);
    }
    take(&db, clock.now(), member, id, move |tx, actor, now| actions::decline(tx, actor, now, id, &reason)).await
}

/// `POST /terms/{id}/end`
pub async fn create_end(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
    form: Form<ReasonForm>,
) -> Result<HttpResponse, AppError> {
    let (id, reason) = (parse(&id)?, form.parse()?);
    if !is_confirmed(&form.confirmed) {
        return ask(shell, id, ("end", "End this term today?", "End it"), &reason);
    }
    take(&db, clock.now(), member, id, move |tx, actor, now| actions::end_term(tx, actor, now, id, &reason)).await
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::TermState;

    #[test]
    fn every_state_has_words() {
        for state in TermState::ALL {
            assert!(!said(*state, "Checkout", "Ana").is_empty(), "{state:?}");
        }
    }
}
