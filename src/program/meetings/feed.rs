//! The address by which somebody's own calendar follows their meetings.

use std::collections::HashMap;

use diesel::prelude::*;
use jiff::SignedDuration;

use super::calendar::{Contact, Entry, Method, document};
use super::model::{DateState, Meeting, MeetingDate};
use super::reach::Reach;
use super::store::{self, Span, answers_of, list_dates_for};
use crate::accounts::{self, PersonState};
use crate::audit;
use crate::clock::Timestamp;
use crate::db::keys::{MeetingId, PersonId};
use crate::db::schema::{calendar_feeds, people};
use crate::db::{Connection, DbError, Tx};
use crate::program::{Actor, ProgramError};
use crate::web::csrf::{hash_token, random_token};

/// How far back a feed goes, in hours: a year.
const LOOK_BACK_HOURS: i64 = 366 * 24;
/// Dates that are looked through for meetings.
const DATES: i64 = 5_000;

/// When somebody's address was made; none where they have none.
///
/// # Errors
///
/// The database's own.
pub fn feed_since(connection: &mut Connection, person: PersonId) -> Result<Option<Timestamp>, DbError> {
    calendar_feeds::table.find(person).select(calendar_feeds::created_at).first(connection).optional()
}

/// Makes somebody an address, and ends the one before it. The secret is
/// returned this once; the database knows its hash alone.
///
/// # Errors
///
/// The database's own.
pub fn renew_feed(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, person: PersonId) -> Result<String, ProgramError> {
    if !actor.is(person) {
        return Err(ProgramError::NotYours("everybody makes their own address"));
    }
    let token = random_token();
    diesel::delete(calendar_feeds::table.find(person)).execute(tx)?;
    diesel::insert_into(calendar_feeds::table)
        .values((
            calendar_feeds::person_id.eq(person),
            calendar_feeds::token_hash.eq(hash_token(&token)),
            calendar_feeds::created_at.eq(now),
        ))
        .execute(tx)?;
    record(tx, actor, now, "calendar.renewed", person)?;
    Ok(token)
}

/// Ends somebody's address. Returns whether there was one.
///
/// # Errors
///
/// The database's own.
pub fn end_feed(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, person: PersonId) -> Result<bool, ProgramError> {
    if !actor.is(person) {
        return Err(ProgramError::NotYours("everybody ends their own address"));
    }
    let ended = diesel::delete(calendar_feeds::table.find(person)).execute(tx)? == 1;
    if ended {
        record(tx, actor, now, "calendar.ended", person)?;
    }
    Ok(ended)
}

fn record(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, action: &str, person: PersonId) -> Result<(), ProgramError> {
    let person = accounts::find_person(tx, person)?;
    let subject = ("person", person.handle.as_str());
    audit::record(tx, now, audit::Entry { actor: actor.id(), action, subject, detail: serde_json::json!({}) })?;
    Ok(())
}

/// The calendar that a secret opens.
///
/// # Errors
///
/// [`ProgramError::NotFound`] where it opens none, or its owner's account is off.
pub fn feed_of(
    connection: &mut Connection,
    token: &str,
    now: Timestamp,
    address: impl Fn(&str) -> String,
) -> Result<String, ProgramError> {
    let missing = || ProgramError::NotFound("calendar");
    let person: PersonId = calendar_feeds::table
        .filter(calendar_feeds::token_hash.eq(hash_token(token)))
        .select(calendar_feeds::person_id)
        .first(connection)
        .optional()?
        .ok_or_else(missing)?;
    if accounts::find_person(connection, person)?.state != PersonState::Active {
        return Err(missing());
    }
    let reach = Reach::of_person(connection, person, now.day())?;
    let since = now.plus(-SignedDuration::from_hours(LOOK_BACK_HOURS));
    let rows = list_dates_for(connection, person, Some(&reach), Span::Coming(since), 0, DATES)?;
    let mut meetings: HashMap<MeetingId, Meeting> = HashMap::new();
    // What was noted afterwards invited nobody.
    let called = rows.into_iter().filter(|row| !row.meeting.was_noted());
    called.for_each(|row| drop(meetings.insert(row.meeting.id, row.meeting)));
    let mut entries = entries_of(connection, meetings, person, &address)?;
    entries.sort_by_key(|entry| entry.meeting.number);
    let events: Vec<_> = entries.iter().flat_map(shown).collect();
    let spans: Vec<_> = entries.iter().map(Entry::span).collect();
    Ok(document(Method::Publish, &spans, &events))
}

/// A meeting that was called off as a whole stays, crossed out: a calendar that
/// misses it could not tell why.
fn shown(entry: &Entry) -> Vec<icalendar::Event> {
    if entry.dates.iter().any(|date| date.state == DateState::Planned) { entry.events() } else { entry.cancellations() }
}

/// The meetings with all their dates: three queries, however many there are.
fn entries_of(
    connection: &mut Connection,
    meetings: HashMap<MeetingId, Meeting>,
    person: PersonId,
    address: &impl Fn(&str) -> String,
) -> Result<Vec<Entry>, ProgramError> {
    let keys: Vec<MeetingId> = meetings.keys().copied().collect();
    let organisers: Vec<PersonId> = meetings.values().map(|meeting| meeting.organiser_id).collect();
    let contacts = contacts(connection, &organisers)?;
    let answers = answers_of(connection, &keys, person)?;
    let mut dates: HashMap<MeetingId, Vec<MeetingDate>> = HashMap::new();
    for date in store::list_dates_of(connection, &keys)? {
        dates.entry(date.meeting_id).or_default().push(date);
    }
    let mut entries = Vec::new();
    for meeting in meetings.into_values() {
        let dates = dates.remove(&meeting.id).unwrap_or_default();
        entries.push(Entry {
            answers: dates.iter().filter_map(|date| Some((date.id, *answers.get(&date.id)?))).collect(),
            organiser: contacts.get(&meeting.organiser_id).cloned().ok_or(ProgramError::NotFound("person"))?,
            url: address(&meeting.path()),
            guest: None,
            dates,
            meeting,
        });
    }
    Ok(entries)
}

/// Names and mail addresses of people.
fn contacts(connection: &mut Connection, persons: &[PersonId]) -> Result<HashMap<PersonId, Contact>, DbError> {
    let mut found = HashMap::new();
    for some in persons.chunks(1_000) {
        let rows: Vec<(PersonId, String, String)> = people::table
            .filter(people::id.eq_any(some))
            .select((people::id, people::name, people::email))
            .load(connection)?;
        found.extend(rows.into_iter().map(|(id, name, email)| (id, Contact { name, email })));
    }
    Ok(found)
}

/// What an invitation for somebody says.
///
/// # Errors
///
/// The database's own.
pub(super) fn entry_for(
    connection: &mut Connection,
    meeting: Meeting,
    person: PersonId,
    address: impl Fn(&str) -> String,
) -> Result<Entry, ProgramError> {
    let contacts = contacts(connection, &[meeting.organiser_id, person])?;
    let contact = |id: &PersonId| contacts.get(id).cloned().ok_or(ProgramError::NotFound("person"));
    Ok(Entry {
        dates: store::list_dates(connection, meeting.id)?,
        answers: answers_of(connection, &[meeting.id], person)?,
        organiser: contact(&meeting.organiser_id)?,
        guest: Some(contact(&person)?),
        url: address(&meeting.path()),
        meeting,
    })
}
