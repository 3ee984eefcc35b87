//! Changing an entry, taking it away, and undoing either.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

use super::list::team_choices;
use super::{activity_choices, parse, target_of};
use crate::clock::{Clock, Day};
use crate::db::keys::TimeEntryId;
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::program::conflict::Conflict;
use crate::program::time::forms::TimeForm;
use crate::program::time::model::{NewEntry, TimeEntry};
use crate::program::time::pages::EditPage;
use crate::program::time::rules::duration_words;
use crate::program::time::{access, actions, store};
use crate::program::{ProgramError, TeamName, teams_served_over};
use crate::web::{FieldProblem, Form, Member, Shell, html, page, see_other_saying};

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
    let window = (today.plus_days(-member.calendar.open_days), today);
    let mut teams = teams_served_over(connection, member.id, window)?;
    if !teams.iter().any(|team| team.id == own.id) {
        teams.push(TeamName { id: own.id, slug: own.slug.clone(), name: own.name, department_id: own.department_id });
    }
    Ok((entry, teams, own.slug))
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
    let (id, today) = (parse(&id)?, member.today(clock.now()));
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
    let (sent, actor, today) = (form.clone(), member.clone(), member.today(now));
    let saved = db
        .write(move |tx| {
            let (_, teams, _) = find(tx, &actor, id, today)?;
            let new = sent.parse(&teams, today)?;
            actions::save_entry(tx, &actor, now, id, &new, sent.seen())
        })
        .await;
    let (status, problems) = match saved {
        Ok(()) => return Ok(see_other_saying(target_of(&form), "Saved.")),
        Err(ProgramError::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        Err(ProgramError::Changed(_)) => (StatusCode::CONFLICT, Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let (entry, teams, _) = db.read(move |connection| find(connection, &member, id, today)).await?;
    let conflict = (status == StatusCode::CONFLICT).then(|| conflict_of(&form, &teams, today, &entry));
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

/// `POST /time/{id}/delete`: at once, since it can be undone with a click.
pub async fn delete(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
    form: Form<TimeForm>,
) -> Result<HttpResponse, AppError> {
    let (id, now) = (parse(&id)?, clock.now());
    let entry = db.write(move |tx| actions::delete_entry(tx, &member, now, id)).await?;
    let length = duration_words(i64::from(entry.minutes));
    Ok(see_other_saying(target_of(&form), format!("{length} of {} are gone.", entry.day.short())))
}

/// `POST /time/{id}/undo`
pub async fn create_undo(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
    form: Form<TimeForm>,
) -> Result<HttpResponse, AppError> {
    let (id, now) = (parse(&id)?, clock.now());
    let entry = db.write(move |tx| actions::undo_change(tx, &member, now, id)).await?;
    let length = duration_words(i64::from(entry.minutes));
    Ok(see_other_saying(target_of(&form), format!("{length} of {} are back as they were.", entry.day.short())))
}
