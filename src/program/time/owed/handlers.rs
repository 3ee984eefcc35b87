//! Shares and hours: what holds, how it came to that, and changing it.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::forms::{HoursForm, ShareForm};
use super::pages::{HoursPage, SharePage, StepLine};
use super::{Steps, actions, store};
use crate::accounts;
use crate::calendar::{CompanyCalendar, Zone};
use crate::clock::{Clock, Timestamp};
use crate::db::keys::TermId;
use crate::db::once::once;
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::program::teams::access::may_see_details;
use crate::program::time::access;
use crate::program::time::rules::duration_words;
use crate::program::{Actor, ProgramError, team_by_id, teams_of, terms};
use crate::web::form::Choice;
use crate::web::{FieldProblem, Form, Member, Shell, html, page, see_other_saying};

fn parse(id: &str) -> Result<TermId, AppError> {
    TermId::parse(id).ok_or(AppError::NotFound("term"))
}

/// `GET /terms/{id}/share`
pub async fn show_share(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
) -> Result<HttpResponse, AppError> {
    let (id, now) = (parse(&id)?, clock.now());
    let form = ShareForm { from_day: member.today(now).to_string(), ..ShareForm::default() };
    page(&db.read(move |connection| share_page(connection, shell, &member, now, id, form, Vec::new())).await?)
}

fn share_page(
    connection: &mut Connection,
    shell: Shell,
    member: &Member,
    now: Timestamp,
    id: TermId,
    form: ShareForm,
    problems: Vec<FieldProblem>,
) -> Result<SharePage, ProgramError> {
    let row = terms::find_term(connection, id)?;
    let team = team_by_id(connection, row.term.team_id)?;
    if !terms::access::may_see(member, &team, &row.term) {
        return Err(ProgramError::NotFound("term"));
    }
    let history = store::history_of_share(connection, id)?;
    let steps = history.iter().rev().map(|(from, percent, _, _)| (*from, *percent)).collect();
    let percent = Steps { base: row.term.allocation_percent, steps }.on(member.today(now));
    let contract = store::list_contracts(connection, Some(&[row.term.person_id]), member.calendar.weekly_minutes)?;
    let hours = contract.get(&row.term.person_id).map_or(member.calendar.weekly_minutes, |c| c.on(member.today(now)));
    // Hours of a contract are for those who may see a person's time; a share is known to all.
    let teams = teams_of(connection, row.term.person_id)?;
    let present = if may_see_details(member, row.term.person_id, &teams) || access::may_set_share(member, &team) {
        let minutes = hours * i64::from(percent) / 100;
        format!("{percent} %, {} of {} a week", duration_words(minutes), duration_words(hours))
    } else {
        format!("{percent} % of their working time")
    };
    Ok(SharePage {
        may_set: access::may_set_share(member, &team),
        term: shell.to(&format!("/terms/{id}")),
        person: row.person.1,
        team: row.team.1,
        base: row.term.allocation_percent,
        history: StepLine::shares(history, now),
        percent: if form.percent.is_empty() { percent.to_string() } else { form.percent },
        from_day: form.from_day,
        present,
        problems,
        shell,
    })
}

/// `POST /terms/{id}/share`
pub async fn create_share(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
    form: Form<ShareForm>,
) -> Result<HttpResponse, AppError> {
    let (id, now, form) = (parse(&id)?, clock.now(), form.into_inner());
    let (sent, actor) = (form.clone(), member.clone());
    let saved = db
        .write(move |tx| {
            once(tx, actor.id, &sent.once, now, |tx| {
                let (from, percent) = sent.parse()?;
                actions::set_share(tx, Actor::Member(&actor), now, id, from, percent)?;
                Ok::<_, ProgramError>(format!("/terms/{id}/share"))
            })
        })
        .await;
    let problems = match saved {
        Ok(target) => return Ok(see_other_saying(&target, "The share is set.")),
        Err(ProgramError::Invalid(problems)) => problems,
        Err(error) => return Err(error.into()),
    };
    let shown = db.read(move |connection| share_page(connection, shell, &member, now, id, form, problems)).await?;
    html(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}

/// `GET /people/{handle}/hours`
pub async fn show_hours(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    company: Data<CompanyCalendar>,
    handle: Path<String>,
) -> Result<HttpResponse, AppError> {
    let (now, company) = (clock.now(), company.get().zone.name().to_owned());
    let form = HoursForm { from_day: member.today(now).to_string(), ..HoursForm::default() };
    let job = move |connection: &mut Connection| {
        hours_page(connection, shell, &member, now, &company, &handle, form, Vec::new())
    };
    page(&db.read(job).await?)
}

#[expect(clippy::too_many_arguments, reason = "a page that is shown again needs all that was sent")]
fn hours_page(
    connection: &mut Connection,
    shell: Shell,
    member: &Member,
    now: Timestamp,
    company: &str,
    handle: &str,
    form: HoursForm,
    problems: Vec<FieldProblem>,
) -> Result<HoursPage, ProgramError> {
    let person = accounts::find_by_handle(connection, handle)?;
    let teams = teams_of(connection, person.id)?;
    let may_set = access::may_set_hours(member, &teams);
    if !may_set && !may_see_details(member, person.id, &teams) {
        return Err(ProgramError::NotFound("page"));
    }
    let usual = member.calendar.weekly_minutes;
    let contract = store::list_contracts(connection, Some(&[person.id]), usual)?;
    let present = contract.get(&person.id).map_or(usual, |contract| contract.on(member.today(now)));
    let zone = accounts::find_zone(connection, person.id)?;
    let zone = if form.zone.is_empty() { zone } else { form.zone };
    Ok(HoursPage {
        present: format!("{} a week", duration_words(present)),
        usual: duration_words(usual),
        history: StepLine::hours(store::history_of_hours(connection, person.id)?, now),
        zones: Zone::names().iter().map(|name| Choice::new(name, name, &zone)).collect(),
        company_zone: format!("As the company: {company}"),
        hours: form.hours,
        from_day: form.from_day,
        handle: person.handle,
        person: person.name,
        may_set,
        problems,
        shell,
    })
}

/// `POST /people/{handle}/hours`
pub async fn create_hours(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    company: Data<CompanyCalendar>,
    handle: Path<String>,
    form: Form<HoursForm>,
) -> Result<HttpResponse, AppError> {
    let (now, form) = (clock.now(), form.into_inner());
    let (sent, actor, whose) = (form.clone(), member.clone(), handle.clone());
    let saved = db
        .write(move |tx| {
            once(tx, actor.id, &sent.once, now, |tx| {
                let (from, minutes) = sent.parse()?;
                let person = accounts::find_by_handle(tx, &whose)?;
                actions::set_hours(tx, Actor::Member(&actor), now, &person, from, minutes)?;
                Ok::<_, ProgramError>(format!("/people/{whose}/hours"))
            })
        })
        .await;
    let problems = match saved {
        Ok(target) => return Ok(see_other_saying(&target, "The hours are set.")),
        Err(ProgramError::Invalid(problems)) => problems,
        Err(error) => return Err(error.into()),
    };
    let company = company.get().zone.name().to_owned();
    let job = move |connection: &mut Connection| {
        hours_page(connection, shell, &member, now, &company, &handle, form, problems)
    };
    html(StatusCode::UNPROCESSABLE_ENTITY, &db.read(job).await?)
}

/// `POST /people/{handle}/zone`
pub async fn update_zone(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    company: Data<CompanyCalendar>,
    handle: Path<String>,
    form: Form<HoursForm>,
) -> Result<HttpResponse, AppError> {
    let (now, form) = (clock.now(), form.into_inner());
    let (sent, actor, whose) = (form.clone(), member.clone(), handle.clone());
    let saved = db
        .write(move |tx| {
            let person = accounts::find_by_handle(tx, &whose)?;
            actions::set_zone(tx, Actor::Member(&actor), now, &person, sent.zone.trim())
        })
        .await;
    let problems = match saved {
        Ok(()) => return Ok(see_other_saying(&format!("/people/{handle}/hours"), "The zone is set.")),
        Err(ProgramError::Invalid(problems)) => problems,
        Err(error) => return Err(error.into()),
    };
    let company = company.get().zone.name().to_owned();
    let job = move |connection: &mut Connection| {
        hours_page(connection, shell, &member, now, &company, &handle, form, problems)
    };
    html(StatusCode::UNPROCESSABLE_ENTITY, &db.read(job).await?)
}
