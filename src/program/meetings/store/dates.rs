//! The dates of meetings.

use diesel::prelude::*;

use crate::clock::{Day, Timestamp};
use crate::db::keys::{MeetingDateId, MeetingId, PersonId, RowVersion};
use crate::db::schema::{meeting_dates, meeting_participants};
use crate::db::{Connection, DbError, Tx};
use crate::program::ProgramError;
use crate::program::meetings::model::{DateState, MeetingDate};

/// Values of one `IN`; SQLite refuses too many.
const VALUES: usize = 1_000;

/// The date of a meeting that the series gives this day.
pub fn find_date(
    connection: &mut Connection,
    meeting: MeetingId,
    planned_on: Day,
) -> Result<MeetingDate, ProgramError> {
    let found = meeting_dates::table
        .filter(meeting_dates::meeting_id.eq(meeting))
        .filter(meeting_dates::planned_on.eq(planned_on))
        .select(meeting_dates::all_columns)
        .first(connection)
        .optional()?;
    found.ok_or(ProgramError::NotFound("date of this meeting"))
}

/// All dates of a meeting, the earliest first.
pub fn list_dates(connection: &mut Connection, meeting: MeetingId) -> Result<Vec<MeetingDate>, DbError> {
    meeting_dates::table
        .filter(meeting_dates::meeting_id.eq(meeting))
        .order(meeting_dates::planned_on)
        .select(meeting_dates::all_columns)
        .load(connection)
}

/// All dates of these meetings, each meeting's the earliest first.
pub fn list_dates_of(connection: &mut Connection, of: &[MeetingId]) -> Result<Vec<MeetingDate>, DbError> {
    let mut dates = Vec::new();
    for some in of.chunks(VALUES) {
        dates.extend(
            meeting_dates::table
                .filter(meeting_dates::meeting_id.eq_any(some))
                .order((meeting_dates::meeting_id, meeting_dates::planned_on))
                .select(meeting_dates::all_columns)
                .load::<MeetingDate>(connection)?,
        );
    }
    Ok(dates)
}

pub fn insert_date(tx: &mut Tx, date: &MeetingDate) -> Result<(), DbError> {
    diesel::insert_into(meeting_dates::table).values(date).execute(tx)?;
    Ok(())
}

/// Takes a date out that nobody has to know of any more, with the answers to it.
pub fn delete_date(tx: &mut Tx, date: MeetingDateId) -> Result<(), DbError> {
    diesel::delete(meeting_participants::table.filter(meeting_participants::date_id.eq(date))).execute(tx)?;
    diesel::delete(meeting_dates::table.find(date)).execute(tx)?;
    Ok(())
}

/// Saves when a date is, and its agenda. Returns whether `seen` was still its version.
pub fn save_date(tx: &mut Tx, date: &MeetingDate, seen: RowVersion) -> Result<bool, DbError> {
    let unchanged = meeting_dates::table.filter(meeting_dates::id.eq(date.id)).filter(meeting_dates::version.eq(seen));
    let rows = diesel::update(unchanged)
        .set((
            meeting_dates::day.eq(date.day),
            meeting_dates::starts_minute.eq(date.starts_minute),
            meeting_dates::minutes.eq(date.minutes),
            meeting_dates::starts_at.eq(date.starts_at),
            meeting_dates::ends_at.eq(date.ends_at),
            meeting_dates::agenda.eq(&date.agenda),
            meeting_dates::version.eq(seen.next()),
        ))
        .execute(tx)?;
    Ok(rows == 1)
}

/// Calls one date off. Returns whether it stood.
pub fn call_off_date(tx: &mut Tx, date: &MeetingDate, reason: &str) -> Result<bool, DbError> {
    let standing =
        meeting_dates::table.filter(meeting_dates::id.eq(date.id)).filter(meeting_dates::state.eq(DateState::Planned));
    let rows = diesel::update(standing)
        .set((
            meeting_dates::state.eq(DateState::CalledOff),
            meeting_dates::call_off_reason.eq(reason),
            meeting_dates::version.eq(date.version.next()),
        ))
        .execute(tx)?;
    Ok(rows == 1)
}

/// Saves notes. Returns whether `seen` was still their version.
pub fn save_notes(
    tx: &mut Tx,
    date: MeetingDateId,
    notes: &str,
    by: Option<PersonId>,
    at: Timestamp,
    seen: RowVersion,
) -> Result<bool, DbError> {
    let unchanged =
        meeting_dates::table.filter(meeting_dates::id.eq(date)).filter(meeting_dates::notes_version.eq(seen));
    let rows = diesel::update(unchanged)
        .set((
            meeting_dates::notes.eq(notes),
            meeting_dates::notes_by.eq(by),
            meeting_dates::notes_at.eq(at),
            meeting_dates::notes_version.eq(seen.next()),
        ))
        .execute(tx)?;
    Ok(rows == 1)
}
