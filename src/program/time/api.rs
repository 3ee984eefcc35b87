//! One's own time for scripts: listing, logging, taking away.

use actix_web::http::header;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::{Deserialize, Serialize};

use super::forms::TimeForm;
use super::model::EntryRow;
use super::rules::open_days;
use super::{actions, store};
use crate::clock::{Clock, Day};
use crate::db::Db;
use crate::db::keys::TimeEntryId;
use crate::db::once::once;
use crate::error::AppError;
use crate::program::{Actor, ProgramError, teams_served_over};
use crate::web::json::{Json, refuse_fields};
use crate::web::{FieldProblem, Member};

/// Entries of one answer where `limit` is not given.
const USUAL_LIMIT: i64 = 100;
/// The largest `limit`.
const LARGEST_LIMIT: i64 = 1_000;
/// Characters of an `Idempotency-Key`.
const KEY_LIMIT: usize = 200;

/// The query of `GET /api/v1/time`; days as `2026-11-21`, both included.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    from: String,
    to: String,
    offset: String,
    limit: String,
}

/// One entry; a contract with scripts.
#[derive(Debug, Serialize)]
struct EntryAnswer {
    id: String,
    day: String,
    minutes: i32,
    activity: &'static str,
    note: String,
    team: String,
    version: i32,
}

#[derive(Debug, Serialize)]
struct ListAnswer {
    entries: Vec<EntryAnswer>,
    /// Where to go on; none at the end.
    next_offset: Option<i64>,
}

impl EntryAnswer {
    fn of(row: EntryRow) -> Self {
        EntryAnswer {
            id: row.entry.id.to_string(),
            day: row.entry.day.to_string(),
            minutes: row.entry.minutes,
            activity: row.entry.activity.as_str(),
            note: row.entry.note,
            team: row.team.0,
            version: row.entry.version.0,
        }
    }
}

/// What `POST /api/v1/time` takes: `line` alone, or the fields. The team by its
/// address; it may be left out by who serves one team only.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default, deny_unknown_fields)]
pub struct NewBody {
    line: String,
    day: String,
    minutes: Option<serde_json::Number>,
    length: String,
    activity: String,
    note: String,
    team: String,
}

impl NewBody {
    fn into_form(self, once: String) -> TimeForm {
        // A number is minutes, whatever it is; the form says what is wrong with it.
        let length = self.minutes.map_or(self.length, |minutes| minutes.to_string());
        let NewBody { line, day, activity, note, team, .. } = self;
        TimeForm { line, day, length, activity, note, team, once, ..TimeForm::default() }
    }
}

/// `GET /api/v1/time`: one's own entries, the latest day first.
pub async fn list(member: Member, db: Data<Db>, query: Query<ListQuery>) -> Result<HttpResponse, AppError> {
    let (range, offset, limit) = match bounds(&query) {
        Ok(bounds) => bounds,
        Err(problems) => return Ok(refuse_fields(&problems)),
    };
    let person = member.id;
    let job = move |connection: &mut _| store::list_between(connection, person, range, offset, limit + 1);
    let mut rows = db.read(job).await?;
    let next_offset = (rows.len() as i64 > limit).then_some(offset + limit);
    rows.truncate(limit as usize);
    Ok(HttpResponse::Ok().json(ListAnswer { entries: rows.into_iter().map(EntryAnswer::of).collect(), next_offset }))
}

type Bounds = ((Option<Day>, Option<Day>), i64, i64);

fn bounds(query: &ListQuery) -> Result<Bounds, Vec<FieldProblem>> {
    let mut problems = Vec::new();
    let mut day = |field: &'static str, text: &str| {
        if text.is_empty() {
            return None;
        }
        Day::parse(text).map_err(|words| problems.push(FieldProblem::new(field, words))).ok()
    };
    let range = (day("from", &query.from), day("to", &query.to));
    let mut number = |field: &'static str, text: &str, usual: i64, least: i64, most: i64| {
        if text.is_empty() {
            return usual;
        }
        text.parse().ok().filter(|number| (least..=most).contains(number)).unwrap_or_else(|| {
            problems.push(FieldProblem::new(field, format!("“{text}” is no number from {least} to {most}")));
            usual
        })
    };
    let offset = number("offset", &query.offset, 0, 0, 10_000_000);
    let limit = number("limit", &query.limit, USUAL_LIMIT, 1, LARGEST_LIMIT);
    if problems.is_empty() { Ok((range, offset, limit)) } else { Err(problems) }
}

/// `POST /api/v1/time`: logs time of one's own. The same `Idempotency-Key` logs once.
pub async fn create(
    request: HttpRequest,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    body: Json<NewBody>,
) -> Result<HttpResponse, AppError> {
    let key = request.headers().get("idempotency-key").and_then(|value| value.to_str().ok()).unwrap_or_default();
    if key.len() > KEY_LIMIT {
        return Ok(refuse_fields(&[FieldProblem::new("Idempotency-Key", "it is longer than 200 characters")]));
    }
    let once_key = if key.is_empty() { String::new() } else { format!("api/time/{key}") };
    let (form, now) = (body.into_inner().into_form(once_key), clock.now());
    let saved = db
        .write(move |tx| {
            let id = once(tx, member.id, &form.once, now, |tx| {
                let teams = teams_served_over(tx, member.id, open_days(&member, now))?;
                let new = form.parse(&teams, member.today(now))?;
                Ok::<_, ProgramError>(actions::log_time(tx, Actor::Member(&member), now, &new)?.id.to_string())
            })?;
            let id = TimeEntryId::parse(&id).ok_or(ProgramError::NotFound("time entry"))?;
            store::find_row(tx, id)
        })
        .await;
    match saved {
        Ok(row) => {
            let place = format!("/api/v1/time/{}", row.entry.id);
            Ok(HttpResponse::Created().insert_header((header::LOCATION, place)).json(EntryAnswer::of(row)))
        }
        Err(ProgramError::Invalid(problems)) => Ok(refuse_fields(&problems)),
        Err(error) => Err(error.into()),
    }
}

/// `DELETE /api/v1/time/{id}`: takes an entry of one's own away.
pub async fn delete(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
) -> Result<HttpResponse, AppError> {
    let id = TimeEntryId::parse(&id).ok_or(AppError::NotFound("time entry"))?;
    let now = clock.now();
    match db.write(move |tx| actions::delete_entry(tx, &member, now, id)).await {
        Ok(_) => Ok(HttpResponse::NoContent().finish()),
        Err(ProgramError::Invalid(problems)) => Ok(refuse_fields(&problems)),
        Err(error) => Err(error.into()),
    }
}
