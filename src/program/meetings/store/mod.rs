//! Every query about meetings.

mod dates;
mod lists;
mod participants;

use std::collections::HashMap;

use diesel::prelude::*;

use super::model::{Invitee, Meeting, NewMeeting};
use crate::calendar::Zone;
use crate::clock::Timestamp;
use crate::db::keys::{InviteeId, MeetingId, PersonId, RowVersion};
use crate::db::schema::{meeting_invitees, meetings};
use crate::db::{Connection, DbError, Tx};
use crate::program::ProgramError;

pub use dates::list_dates;
pub(super) use dates::{call_off_date, delete_date, find_date, insert_date, list_dates_of, save_date, save_notes};
pub use lists::*;
pub use participants::*;

/// Values of one `IN`; SQLite refuses too many.
const VALUES: usize = 1_000;

/// The meeting of this number.
///
/// # Errors
///
/// [`ProgramError::NotFound`] if there is none.
pub fn find_meeting(connection: &mut Connection, number: i64) -> Result<Meeting, ProgramError> {
    let found = meetings::table
        .filter(meetings::number.eq(number))
        .select(meetings::all_columns)
        .first(connection)
        .optional()?;
    found.ok_or(ProgramError::NotFound("meeting"))
}

/// The meetings of these numbers.
pub(super) fn list_numbered(connection: &mut Connection, numbers: &[i64]) -> Result<Vec<Meeting>, DbError> {
    let mut found = Vec::new();
    for some in numbers.chunks(VALUES) {
        let some = meetings::table.filter(meetings::number.eq_any(some));
        found.extend(some.select(meetings::all_columns).load::<Meeting>(connection)?);
    }
    Ok(found)
}

/// Who is invited to each of these meetings.
pub(super) fn list_invitees_of(
    connection: &mut Connection,
    of: &[MeetingId],
) -> Result<HashMap<MeetingId, Vec<Invitee>>, DbError> {
    let mut found: HashMap<MeetingId, Vec<Invitee>> = HashMap::new();
    for some in of.chunks(VALUES) {
        let rows: Vec<(MeetingId, String, String)> = meeting_invitees::table
            .filter(meeting_invitees::meeting_id.eq_any(some))
            .select((meeting_invitees::meeting_id, meeting_invitees::kind, meeting_invitees::key))
            .load(connection)?;
        for (meeting, kind, key) in rows {
            found.entry(meeting).or_default().extend(Invitee::from_columns(&kind, &key));
        }
    }
    Ok(found)
}

/// Who is invited, in the order in which they were named.
///
/// # Errors
///
/// The database's own.
pub fn list_invitees(connection: &mut Connection, meeting: MeetingId) -> Result<Vec<Invitee>, DbError> {
    let rows: Vec<(String, String)> = meeting_invitees::table
        .filter(meeting_invitees::meeting_id.eq(meeting))
        .order(meeting_invitees::id)
        .select((meeting_invitees::kind, meeting_invitees::key))
        .load(connection)?;
    Ok(rows.iter().filter_map(|(kind, key)| Invitee::from_columns(kind, key)).collect())
}

/// The zone of the meeting that somebody called last, else of the newest one.
pub(super) fn latest_zone(connection: &mut Connection, person: PersonId) -> Result<Option<Zone>, DbError> {
    let own = meetings::table
        .filter(meetings::organiser_id.eq(person))
        .order(meetings::number.desc())
        .select(meetings::zone)
        .first(connection)
        .optional()?;
    match own {
        Some(zone) => Ok(Some(zone)),
        None => meetings::table.order(meetings::number.desc()).select(meetings::zone).first(connection).optional(),
    }
}

pub(super) fn insert_meeting(tx: &mut Tx, meeting: &Meeting) -> Result<(), DbError> {
    diesel::insert_into(meetings::table).values(meeting).execute(tx)?;
    Ok(())
}

/// Replaces the list of those who are invited.
pub(super) fn save_invitees(tx: &mut Tx, meeting: MeetingId, invitees: &[Invitee]) -> Result<(), DbError> {
    diesel::delete(meeting_invitees::table.filter(meeting_invitees::meeting_id.eq(meeting))).execute(tx)?;
    for invitee in invitees {
        let (kind, key) = invitee.columns();
        diesel::insert_into(meeting_invitees::table)
            .values((
                meeting_invitees::id.eq(InviteeId::generate()),
                meeting_invitees::meeting_id.eq(meeting),
                meeting_invitees::kind.eq(kind),
                meeting_invitees::key.eq(key),
            ))
            .execute(tx)?;
    }
    Ok(())
}

/// Saves what a meeting is and when. Returns whether `seen` was still its version.
pub(super) fn save_meeting(
    tx: &mut Tx,
    meeting: &Meeting,
    new: &NewMeeting,
    sequence: i32,
    now: Timestamp,
    seen: RowVersion,
) -> Result<bool, DbError> {
    let unchanged = meetings::table.filter(meetings::id.eq(meeting.id)).filter(meetings::version.eq(seen));
    let rows = diesel::update(unchanged)
        .set((
            meetings::kind.eq(new.kind),
            meetings::title.eq(&new.title),
            meetings::agenda.eq(&new.agenda),
            meetings::place.eq(&new.place),
            meetings::zone.eq(&new.timing.zone),
            meetings::first_day.eq(new.timing.first_day),
            meetings::starts_minute.eq(new.timing.starts_minute),
            meetings::minutes.eq(new.timing.minutes),
            meetings::repeats.eq(new.timing.repeats),
            meetings::last_day.eq(new.timing.last_day),
            meetings::sequence.eq(sequence),
            meetings::changed_at.eq(now),
            meetings::version.eq(seen.next()),
        ))
        .execute(tx)?;
    Ok(rows == 1)
}

/// Tells calendars that something changed: the sequence rises.
pub(super) fn raise_sequence(tx: &mut Tx, meeting: &Meeting, now: Timestamp) -> Result<(), DbError> {
    diesel::update(meetings::table.find(meeting.id))
        .set((meetings::sequence.eq(meetings::sequence + 1), meetings::changed_at.eq(now)))
        .execute(tx)?;
    Ok(())
}

/// Ends a series on a day. Returns whether `seen` was still its version.
pub(super) fn end_series(
    tx: &mut Tx,
    meeting: &Meeting,
    last_day: crate::clock::Day,
    now: Timestamp,
    seen: RowVersion,
) -> Result<bool, DbError> {
    let unchanged = meetings::table.filter(meetings::id.eq(meeting.id)).filter(meetings::version.eq(seen));
    let rows = diesel::update(unchanged)
        .set((
            meetings::last_day.eq(last_day),
            meetings::sequence.eq(meetings::sequence + 1),
            meetings::changed_at.eq(now),
            meetings::version.eq(seen.next()),
        ))
        .execute(tx)?;
    Ok(rows == 1)
}

/// Writes down that what is to come was called off. Returns whether it was not yet.
pub(super) fn save_call_off(tx: &mut Tx, meeting: &Meeting, reason: &str, now: Timestamp) -> Result<bool, DbError> {
    let standing = meetings::table.filter(meetings::id.eq(meeting.id)).filter(meetings::called_off_at.is_null());
    let rows = diesel::update(standing)
        .set((
            meetings::called_off_at.eq(now),
            meetings::call_off_reason.eq(reason),
            meetings::sequence.eq(meetings::sequence + 1),
            meetings::changed_at.eq(now),
            meetings::version.eq(meeting.version.next()),
        ))
        .execute(tx)?;
    Ok(rows == 1)
}
