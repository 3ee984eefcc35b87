//! One date: moving it, calling it off, its notes.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::{open_date, open_to_change, parse_place};
use crate::clock::{Clock, Timestamp};
use crate::db::Db;
use crate::db::keys::RowVersion;
use crate::error::AppError;
use crate::program::conflict::Conflict;
use crate::program::meetings::access;
use crate::program::meetings::actions;
use crate::program::meetings::forms::{DateForm, NOTES_LIMIT, NotesForm, ReasonForm};
use crate::program::meetings::model::{Meeting, MeetingDate};
use crate::program::meetings::pages::{DatePage, NotesPage, When};
use crate::program::{Actor, ProgramError};
use crate::web::confirm::{ConfirmPage, ask_first, is_confirmed};
use crate::web::fold::text;
use crate::web::{FieldProblem, Form, Member, Shell, html, page, see_other_saying};

fn date_page(
    shell: Shell,
    (meeting, date): (Meeting, MeetingDate),
    form: DateForm,
    problems: Vec<FieldProblem>,
    now: Timestamp,
) -> DatePage {
    let (when, has_begun) = (When::of(&meeting, &date), date.starts_at <= now);
    DatePage { shell, meeting, date, when, form, has_begun, problems, conflict: None }
}

/// `GET /meetings/{number}/dates/{day}/edit`
pub async fn edit_date(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    place: Path<(String, String)>,
) -> Result<HttpResponse, AppError> {
    let (place, now) = (parse_place(place.into_inner())?, clock.now());
    let (opened, date) = db.read(move |connection| open_to_change(connection, &member, place)).await?;
    let form = DateForm::of(&date);
    page(&date_page(shell, (opened.meeting, date), form, Vec::new(), now))
}

/// `POST /meetings/{number}/dates/{day}`
pub async fn update_date(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    place: Path<(String, String)>,
    form: Form<DateForm>,
) -> Result<HttpResponse, AppError> {
    let (place, mut form, now) = (parse_place(place.into_inner())?, form.into_inner(), clock.now());
    let (sent, actor) = (form.clone(), member.clone());
    let saved = db
        .write(move |tx| {
            let (opened, date) = open_to_change(tx, &actor, place)?;
            let (new, seen) = (sent.parse()?, RowVersion(sent.version));
            actions::move_date(tx, Actor::Member(&actor), now, &opened.meeting, &date, &new, seen)
        })
        .await;
    let (status, problems) = match saved {
        Ok(()) => return Ok(see_other_saying(&format!("/meetings/{}/dates/{}", place.0, place.1), "Saved.")),
        Err(ProgramError::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        Err(ProgramError::Changed(_)) => (StatusCode::CONFLICT, Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let (opened, date) = db.read(move |connection| open_to_change(connection, &member, place)).await?;
    let theirs = DateForm::of(&date);
    let conflict = (status == StatusCode::CONFLICT).then(|| {
        Conflict::of([
            ("Day", &form.day, &theirs.day),
            ("From", &form.start, &theirs.start),
            ("Length", &form.length, &theirs.length),
            ("Agenda", &form.agenda, &theirs.agenda),
        ])
    });
    if conflict.is_some() {
        form.version = theirs.version;
    }
    html(status, &DatePage { conflict, ..date_page(shell, (opened.meeting, date), form, problems, now) })
}

/// `POST /meetings/{number}/dates/{day}/cancellation`
pub async fn create_date_cancellation(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    place: Path<(String, String)>,
    form: Form<ReasonForm>,
) -> Result<HttpResponse, AppError> {
    let (place, now) = (parse_place(place.into_inner())?, clock.now());
    let path = format!("/meetings/{}/dates/{}", place.0, place.1);
    if !is_confirmed(&form.confirmed) {
        return ask_first(&ConfirmPage {
            shell,
            question: &format!("Call off the date of {}?", place.1.words()),
            action: &format!("{path}/cancellation"),
            label: "Call it off",
            fields: &[("reason", &form.reason)],
            cancel: &path,
        });
    }
    let reason = form.parse()?;
    db.write(move |tx| {
        let (opened, date) = open_to_change(tx, &member, place)?;
        actions::call_off_date(tx, Actor::Member(&member), now, &opened.meeting, &date, &reason)
    })
    .await?;
    Ok(see_other_saying(&path, "This date is called off; the others stand."))
}

fn notes_page(shell: Shell, (meeting, date): (Meeting, MeetingDate), notes: String, version: i32) -> NotesPage {
    let when = When::of(&meeting, &date);
    NotesPage { shell, meeting, date, when, notes, version, problems: Vec::new(), conflict: None }
}

/// `GET /meetings/{number}/dates/{day}/notes`
pub async fn edit_notes(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    place: Path<(String, String)>,
) -> Result<HttpResponse, AppError> {
    let place = parse_place(place.into_inner())?;
    let (opened, date) = db
        .read(move |connection| {
            let found = open_date(connection, &member, place)?;
            if !access::may_write_notes(&member, &found.0.meeting, &found.0.reach, &found.0.invitees) {
                return Err(ProgramError::NotYours("notes are written by those who are invited"));
            }
            Ok(found)
        })
        .await?;
    let (notes, version) = (date.notes.clone(), date.notes_version.0);
    page(&notes_page(shell, (opened.meeting, date), notes, version))
}

/// `POST /meetings/{number}/dates/{day}/notes`
pub async fn save_notes(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    place: Path<(String, String)>,
    form: Form<NotesForm>,
) -> Result<HttpResponse, AppError> {
    let (place, form, now) = (parse_place(place.into_inner())?, form.into_inner(), clock.now());
    let (sent, actor) = (form.clone(), member.clone());
    let saved = db
        .write(move |tx| {
            let (opened, date) = open_date(tx, &actor, place)?;
            let notes = text(&sent.notes, NOTES_LIMIT).map_err(|words| ProgramError::field("notes", words))?;
            let seen = RowVersion(sent.version);
            actions::save_notes(tx, Actor::Member(&actor), now, &opened.meeting, &date, &notes, seen)
        })
        .await;
    let (status, problems) = match saved {
        Ok(()) => {
            let path = format!("/meetings/{}/dates/{}", place.0, place.1);
            return Ok(see_other_saying(&path, "The notes are saved."));
        }
        Err(ProgramError::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        Err(ProgramError::Changed(_)) => (StatusCode::CONFLICT, Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let (opened, date) = db.read(move |connection| open_date(connection, &member, place)).await?;
    let theirs = (date.notes.clone(), date.notes_version.0);
    let conflict = (status == StatusCode::CONFLICT).then(|| Conflict::of([("Notes", &form.notes, &theirs.0)]));
    let version = if conflict.is_some() { theirs.1 } else { form.version };
    let shown = notes_page(shell, (opened.meeting, date), form.notes, version);
    html(status, &NotesPage { problems, conflict, ..shown })
}
