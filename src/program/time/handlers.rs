//! Logging time, and looking after what was logged.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

use super::forms::TimeForm;
use super::model::{Activity, NewEntry, TimeEntry};
use super::pages::{EditPage, EntryLine, ListPage, Week};
use super::rules::duration_words;
use super::{access, actions, store};
use crate::clock::{Clock, Day};
use crate::db::keys::{PersonId, TimeEntryId};
use crate::db::once::once;
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::program::conflict::Conflict;
use crate::program::{Actor, ProgramError, TeamName, teams_served};
use crate::web::confirm::{ConfirmPage, ask_first, is_confirmed};
use crate::web::form::Choice;
use crate::web::page::own_target;
use crate::web::{FieldProblem, Form, Member, Shell, html, page, see_other_saying};

/// Lines of one page of the list.
const PAGE: i64 = 30;

/// The query of `GET /time`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    page: u32,
}

/// How full the week of `today` is for a person.
///
/// # Errors
///
/// The database's own.
pub fn week_of(connection: &mut Connection, person: PersonId, today: Day) -> Result<Week, ProgramError> {
    let monday = today.monday();
    let given = store::minutes_of(connection, person, monday, monday.plus_days(6))?;
    Ok(Week { given, granted: store::weekly_grant_of(connection, person, today)? })
}

/// `GET /time`
pub async fn list(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    query: Query<ListQuery>,
) -> Result<HttpResponse, AppError> {
    let form = TimeForm::default();
    page(&list_page(shell, &member, &db, clock.now().day(), query.page, form, Vec::new()).await?)
}

async fn list_page(
    shell: Shell,
    member: &Member,
    db: &Db,
    today: Day,
    number: u32,
    form: TimeForm,
    problems: Vec<FieldProblem>,
) -> Result<ListPage, AppError> {
    let (person, skip) = (member.id, i64::from(number) * PAGE);
    let (week, mut rows, teams) = db
        .read(move |connection| {
            let week = week_of(connection, person, today)?;
            let rows = store::list_entries(connection, person, skip, PAGE + 1)?;
            Ok::<_, ProgramError>((week, rows, teams_served(connection, person, today)?))
        })
        .await?;
    let more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    let link = |number: u32| shell.to(&format!("/time?page={number}"));
    Ok(ListPage {
        week,
        entries: rows.into_iter().map(|row| EntryLine::new(row, today)).collect(),
        previous: number.checked_sub(1).map(link).unwrap_or_default(),
        next: if more { link(number + 1) } else { String::new() },
        teams: team_choices(&teams, &form.team),
        activities: activity_choices(&form.activity),
        by_fields: form.line.trim().is_empty(),
        line: form.line,
        length: form.length,
        note: form.note,
        day: if form.day.is_empty() { today.to_string() } else { form.day },
        target: form.target,
        problems,
        shell,
    })
}

/// The teams to choose from; no choice at all where there is one only.
pub fn team_choices(teams: &[TeamName], current: &str) -> Vec<Choice> {
    if teams.len() < 2 {
        return Vec::new();
    }
    teams.iter().map(|team| Choice::new(&team.slug, &team.name, current)).collect()
}

fn activity_choices(current: &str) -> Vec<Choice> {
    Activity::ALL.iter().map(|activity| Choice::new(activity.as_str(), activity.label(), current)).collect()
}

/// `POST /time`
pub async fn create(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    form: Form<TimeForm>,
) -> Result<HttpResponse, AppError> {
    let (form, now) = (form.into_inner(), clock.now());
    let (sent, actor) = (form.clone(), member.clone());
    let target = target_of(&form).to_owned();
    let saved = db
        .write(move |tx| {
            let mut logged = None;
            once(tx, actor.id, &sent.once, now, |tx| {
                let teams = teams_served(tx, actor.id, now.day())?;
                let new = sent.parse(&teams, now.day())?;
                logged = Some(actions::log_time(tx, Actor::Member(&actor), now, &new)?);
                Ok::<_, ProgramError>(String::new())
            })?;
            Ok::<_, ProgramError>((logged, week_of(tx, actor.id, now.day())?))
        })
        .await;
    match saved {
        Ok((logged, week)) => Ok(see_other_saying(&target, logged_words(logged.as_ref(), week))),
        Err(ProgramError::Invalid(problems)) => {
            let shown = list_page(shell, &member, &db, now.day(), 0, form, problems).await?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error.into()),
    }
}

fn logged_words(entry: Option<&TimeEntry>, week: Week) -> String {
    let Some(entry) = entry else { return format!("That was logged already. This week: {}.", week.words()) };
    let length = duration_words(i64::from(entry.minutes));
    let activity = entry.activity.label().to_lowercase();
    format!("Logged {length} of {activity} on {}. This week: {}.", entry.day.short(), week.words())
}

/// The entry, the teams that it may be for, and its own team's address.
fn find(
    connection: &mut Connection,
    member: &Member,
    id: TimeEntryId,
    today: Day,
) -> Result<(TimeEntry, Vec<TeamName>, String), ProgramError> {
    let entry = store::find_entry(connection, id)?;
    if !access::may_change(member, &entry) {
        return Err(ProgramError::NotFound("time entry"));
    }
    let own = crate::program::team_by_id(connection, entry.team_id)?;
    let mut teams = teams_served(connection, member.id, today)?;
    if !teams.iter().any(|team| team.id == own.id) {
        teams.push(TeamName { id: own.id, slug: own.slug.clone(), name: own.name, department_id: own.department_id });
    }
    Ok((entry, teams, own.slug))
}

/// Where a form comes back to: the list, unless it names another page of ours.
fn target_of(form: &TimeForm) -> &str {
    if form.target.is_empty() { "/time" } else { own_target(Some(&form.target)) }
}

fn parse(id: &str) -> Result<TimeEntryId, AppError> {
    TimeEntryId::parse(id).ok_or(AppError::NotFound("time entry"))
}

/// The query of `GET /time/{id}/edit`: where saving leads back to.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EditQuery {
    #[serde(rename = "return")]
    target: String,
}

/// `GET /time/{id}/edit`
pub async fn edit(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
    query: Query<EditQuery>,
) -> Result<HttpResponse, AppError> {
    let (id, today) = (parse(&id)?, clock.now().day());
    let (entry, teams, slug) = db.read(move |connection| find(connection, &member, id, today)).await?;
    let form = TimeForm { target: query.into_inner().target, ..TimeForm::of(&entry, &slug) };
    page(&edit_page(shell, id, &teams, form, Vec::new()))
}

fn edit_page(
    shell: Shell,
    id: TimeEntryId,
    teams: &[TeamName],
    form: TimeForm,
    problems: Vec<FieldProblem>,
) -> EditPage {
    let target = target_of(&form).to_owned();
    EditPage {
        shell,
        id: id.to_string(),
        teams: team_choices(teams, &form.team),
        activities: activity_choices(&form.activity),
        length: form.length,
        note: form.note,
        day: form.day,
        version: form.version,
        target,
        problems,
        conflict: None,
    }
}

/// `POST /time/{id}`
pub async fn update(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
    form: Form<TimeForm>,
) -> Result<HttpResponse, AppError> {
    let (id, mut form, now) = (parse(&id)?, form.into_inner(), clock.now());
    form.line.clear();
    let (sent, actor) = (form.clone(), member.clone());
    let saved = db
        .write(move |tx| {
            let (_, teams, _) = find(tx, &actor, id, now.day())?;
            let new = sent.parse(&teams, now.day())?;
            actions::save_entry(tx, Actor::Member(&actor), now, id, &new, sent.seen())
        })
        .await;
    let (status, problems) = match saved {
        Ok(()) => return Ok(see_other_saying(target_of(&form), "Saved.")),
        Err(ProgramError::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        Err(ProgramError::Changed(_)) => (StatusCode::CONFLICT, Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let (entry, teams, _) = db.read(move |connection| find(connection, &member, id, now.day())).await?;
    let conflict = (status == StatusCode::CONFLICT).then(|| conflict_of(&form, &teams, now.day(), &entry));
    if conflict.is_some() {
        form.version = entry.version.0;
    }
    html(status, &EditPage { conflict, ..edit_page(shell, id, &teams, form, problems) })
}

fn conflict_of(form: &TimeForm, teams: &[TeamName], today: Day, entry: &TimeEntry) -> Conflict {
    let yours = form.parse(teams, today).ok();
    let words = |entry: &NewEntry| {
        (duration_words(i64::from(entry.minutes)), entry.activity.label(), entry.day.words(), entry.note.clone())
    };
    let theirs = words(&NewEntry {
        team: entry.team_id,
        day: entry.day,
        minutes: entry.minutes,
        activity: entry.activity,
        note: entry.note.clone(),
    });
    let yours = yours.as_ref().map(words).unwrap_or_default();
    Conflict::of([
        ("Length", &yours.0, &theirs.0),
        ("Activity", yours.1, theirs.1),
        ("Day", &yours.2, &theirs.2),
        ("Note", &yours.3, &theirs.3),
    ])
}

/// `POST /time/{id}/delete`
pub async fn delete(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
    form: Form<TimeForm>,
) -> Result<HttpResponse, AppError> {
    let (id, now) = (parse(&id)?, clock.now());
    if !is_confirmed(&form.confirmed) {
        return ask_first(&ConfirmPage {
            shell,
            question: "Take this time entry away?",
            action: &format!("/time/{id}/delete"),
            label: "Take it away",
            fields: &[("return", &form.target)],
            cancel: "/time",
        });
    }
    let target = target_of(&form);
    let entry = db.write(move |tx| actions::delete_entry(tx, Actor::Member(&member), now, id)).await?;
    let length = duration_words(i64::from(entry.minutes));
    Ok(see_other_saying(target, format!("{length} of {} are gone: {}.", entry.day.short(), again(&entry))))
}

/// The line that would log it again: an undo that can be typed.
fn again(entry: &TimeEntry) -> String {
    let activity = entry.activity.label().to_lowercase();
    let line = format!("{}m {activity} {} {}", entry.minutes, entry.note, entry.day);
    format!("“{}” logs it again", line.split_whitespace().collect::<Vec<_>>().join(" "))
}
