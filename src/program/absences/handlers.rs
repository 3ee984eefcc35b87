//! Entering leave, and saying whether one stands in.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::forms::{AbsenceForm, AnswerForm, StandInForm};
use super::model::StandInState;
use super::pages::{AbsencePart, ListPage, StandInPage, TermPart};
use super::{access, actions, store};
use crate::accounts;
use crate::clock::{Clock, Day};
use crate::db::keys::{AbsenceId, StandInId, TermId};
use crate::db::once::once;
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::program::teams::person_named;
use crate::program::{Actor, ProgramError, teams, teams_of, teams_served, terms};
use crate::web::confirm::{ConfirmPage, ask_first, is_confirmed};
use crate::web::form::Choice;
use crate::web::{FieldProblem, Form, Member, Shell, html, page, see_other_saying};

/// `GET /people/{handle}/leave`
pub async fn list(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    handle: Path<String>,
) -> Result<HttpResponse, AppError> {
    let today = clock.now().day();
    page(&list_page(shell, member, &db, today, handle.into_inner(), AbsenceForm::default(), Vec::new()).await?)
}

async fn list_page(
    shell: Shell,
    member: Member,
    db: &Db,
    today: Day,
    handle: String,
    form: AbsenceForm,
    problems: Vec<FieldProblem>,
) -> Result<ListPage, AppError> {
    Ok(db
        .read(move |connection| {
            let person = accounts::find_by_handle(connection, &handle)?;
            let mut theirs = teams_of(connection, person.id)?;
            theirs.extend(teams_served(connection, person.id, today)?);
            if !access::may_enter(&member, person.id, &theirs) {
                return Err(ProgramError::NotFound("page"));
            }
            let mut absences = Vec::new();
            for absence in store::list_absences_of(connection, person.id, today)? {
                let is_now = absence.first_on <= today;
                let terms = parts(connection, &absence)?;
                absences.push(AbsencePart { absence, is_now, terms });
            }
            let is_own = person.id == member.id;
            Ok(ListPage { shell, person, is_own, absences, form, problems })
        })
        .await?)
}

/// The terms of whoever is away, each with who stands in.
fn parts(connection: &mut Connection, absence: &super::Absence) -> Result<Vec<TermPart>, ProgramError> {
    let asked = store::list_stand_ins(connection, absence.id)?;
    let mut parts = Vec::new();
    for (id, team, slug, name) in store::list_terms_under_way(connection, absence.person_id)? {
        let members = teams::list_members(connection, team)?;
        let others = members.into_iter().filter(|member| member.person_id != absence.person_id);
        parts.push(TermPart {
            id: id.to_string(),
            team: (slug, name),
            asked: asked.iter().find(|(request, ..)| request.term_id == id).cloned(),
            members: others.map(|member| Choice::new(&member.handle, &member.name, "")).collect(),
        });
    }
    Ok(parts)
}

/// `POST /people/{handle}/leave`
pub async fn create(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    handle: Path<String>,
    form: Form<AbsenceForm>,
) -> Result<HttpResponse, AppError> {
    let (handle, form, now) = (handle.into_inner(), form.into_inner(), clock.now());
    let (sent, wanted, actor) = (form.clone(), handle.clone(), member.clone());
    let saved = db
        .write(move |tx| {
            once(tx, actor.id, &sent.once, now, |tx| {
                let person = accounts::find_by_handle(tx, &wanted)?;
                actions::add_absence(tx, Actor::Member(&actor), now, &person, sent.parse()?)?;
                Ok::<_, ProgramError>(format!("/people/{wanted}/leave"))
            })
        })
        .await;
    match saved {
        Ok(target) => Ok(see_other_saying(&target, "Entered. Ask somebody of the team to stand in.")),
        Err(ProgramError::Invalid(problems)) => {
            let shown = list_page(shell, member, &db, now.day(), handle, form, problems).await?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error.into()),
    }
}

/// The address of the page of whoever an absence is of.
fn page_path(connection: &mut Connection, id: AbsenceId) -> Result<String, ProgramError> {
    let absence = store::find(connection, id)?;
    let person = accounts::find_person(connection, absence.person_id)?;
    Ok(format!("/people/{}/leave", person.handle))
}

fn parse(id: &str) -> Result<AbsenceId, AppError> {
    AbsenceId::parse(id).ok_or(AppError::NotFound("absence"))
}

/// `POST /leave/{id}`
pub async fn update(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
    form: Form<AbsenceForm>,
) -> Result<HttpResponse, AppError> {
    let (id, form, now) = (parse(&id)?, form.into_inner(), clock.now());
    let (sent, actor) = (form.clone(), member.clone());
    let saved = db
        .write(move |tx| {
            actions::save_absence(tx, Actor::Member(&actor), now, id, sent.parse()?, sent.seen())?;
            page_path(tx, id)
        })
        .await;
    match saved {
        Ok(target) => Ok(see_other_saying(&target, "Saved.")),
        Err(ProgramError::Invalid(problems)) => {
            let path = db.read(move |connection| page_path(connection, id)).await?;
            let handle = path.split('/').nth(2).unwrap_or_default().to_owned();
            let shown = list_page(shell, member, &db, now.day(), handle, form, problems).await?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /leave/{id}/remove`
pub async fn delete(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
    form: Form<AbsenceForm>,
) -> Result<HttpResponse, AppError> {
    let (id, now) = (parse(&id)?, clock.now());
    let target = db.read(move |connection| page_path(connection, id)).await?;
    if !is_confirmed(&form.confirmed) {
        return ask_first(&ConfirmPage {
            shell,
            question: "Take this leave away?",
            action: &format!("/leave/{id}/remove"),
            label: "Take it away",
            fields: &[],
            cancel: &target,
        });
    }
    db.write(move |tx| actions::remove_absence(tx, Actor::Member(&member), now, id)).await?;
    Ok(see_other_saying(&target, "Taken away. Whoever is back is the one to ask again."))
}

/// `POST /leave/{id}/stand-ins`
pub async fn create_stand_in(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
    form: Form<StandInForm>,
) -> Result<HttpResponse, AppError> {
    let (id, now, actor) = (parse(&id)?, clock.now(), member.clone());
    let term = TermId::parse(&form.term).ok_or(AppError::NotFound("term"))?;
    let name = form.into_inner().person;
    let saved = db
        .write(move |tx| {
            let person = person_named(tx, &name)?;
            let request = actions::ask_stand_in(tx, Actor::Member(&actor), now, id, term, person.id)?;
            Ok::<_, ProgramError>((page_path(tx, id)?, person.name, request.state))
        })
        .await;
    match saved {
        Ok((target, name, StandInState::Accepted)) => Ok(see_other_saying(&target, format!("{name} stands in."))),
        Ok((target, name, _)) => Ok(see_other_saying(&target, format!("{name} is asked, and says yes or no."))),
        Err(ProgramError::Invalid(problems)) => {
            let path = db.read(move |connection| page_path(connection, id)).await?;
            let handle = path.split('/').nth(2).unwrap_or_default().to_owned();
            let shown = list_page(shell, member, &db, now.day(), handle, AbsenceForm::default(), problems).await?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /stand-ins/{id}`
pub async fn show_stand_in(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
) -> Result<HttpResponse, AppError> {
    let id = StandInId::parse(&id).ok_or(AppError::NotFound("request to stand in"))?;
    let today = clock.now().day();
    let shown = db
        .read(move |connection| {
            let request = store::find_stand_in(connection, id)?;
            let absence = store::find(connection, request.absence_id)?;
            let row = terms::find_term(connection, request.term_id)?;
            let is_own = request.person_id == member.id;
            let theirs = teams_of(connection, absence.person_id)?;
            if !is_own && !access::may_enter(&member, absence.person_id, &theirs) {
                return Err(ProgramError::NotFound("request to stand in"));
            }
            let can_answer = is_own && request.state != StandInState::Declined && absence.last_on >= today;
            let name = accounts::find_person(connection, request.person_id)?.name;
            let (first, last) = (absence.first_on, absence.last_on);
            Ok(StandInPage { shell, request, row, first, last, is_own, name, can_answer })
        })
        .await?;
    page(&shown)
}

/// `POST /stand-ins/{id}/answer`
pub async fn create_answer(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
    form: Form<AnswerForm>,
) -> Result<HttpResponse, AppError> {
    let id = StandInId::parse(&id).ok_or(AppError::NotFound("request to stand in"))?;
    let yes = match form.answer.as_str() {
        "yes" => true,
        "no" => false,
        _ => return Err(AppError::Unprocessable("say yes or no".into())),
    };
    let now = clock.now();
    db.write(move |tx| actions::answer_stand_in(tx, Actor::Member(&member), now, id, yes)).await?;
    let words = if yes {
        "You stand in. The team's questions come to you meanwhile."
    } else {
        "You don't stand in. Somebody else is asked."
    };
    Ok(see_other_saying(&format!("/stand-ins/{id}"), words))
}
