//! One date of a meeting: moving it, calling it off, its notes.

use jiff::SignedDuration;
use serde_json::json;

use super::{check_organiser, record};
use crate::clock::{Day, Timestamp};
use crate::db::Tx;
use crate::db::keys::RowVersion;
use crate::program::meetings::model::{Meeting, MeetingDate};
use crate::program::meetings::reach::Reach;
use crate::program::meetings::{access, store};
use crate::program::{Actor, ProgramError};

/// When a date is to be instead, and what it is about.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewDate {
    /// The day, in the meeting's zone.
    pub day: Day,
    /// Minutes from midnight on.
    pub starts_minute: i32,
    /// How long it takes, in minutes.
    pub minutes: i32,
    /// In place of the meeting's agenda; may be empty.
    pub agenda: String,
}

/// Moves one date, or gives it an agenda of its own. Whoever had answered is
/// asked again where it was moved.
///
/// # Errors
///
/// [`ProgramError::Changed`] where it was moved in between;
/// [`ProgramError::WrongState`] where it was called off or has begun.
pub fn move_date(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    meeting: &Meeting,
    date: &MeetingDate,
    new: &NewDate,
    seen: RowVersion,
) -> Result<(), ProgramError> {
    check_organiser(actor, meeting)?;
    if !date.stands() {
        return Err(ProgramError::WrongState("this date was called off".into()));
    }
    let starts_at = meeting.zone.instant(new.day, new.starts_minute);
    let moved = MeetingDate {
        day: new.day,
        starts_minute: new.starts_minute,
        minutes: new.minutes,
        starts_at,
        ends_at: starts_at.plus(SignedDuration::from_mins(i64::from(new.minutes))),
        agenda: new.agenda.clone(),
        ..date.clone()
    };
    let is_moved = (moved.starts_at, moved.ends_at) != (date.starts_at, date.ends_at);
    if is_moved && date.starts_at <= now {
        return Err(ProgramError::WrongState("this date has begun; it can't be moved any more".into()));
    }
    if is_moved && starts_at < now {
        return Err(ProgramError::field("day", "this lies in the past; choose a time to come"));
    }
    if !store::save_date(tx, &moved, seen)? {
        return Err(ProgramError::Changed("date"));
    }
    store::raise_sequence(tx, meeting, now)?;
    if is_moved {
        store::forget_answers(tx, date.id)?;
    }
    let detail = json!({
        "date": date.planned_on.to_string(),
        "from": date.starts_at.iso(),
        "to": moved.starts_at.iso(),
        "minutes": moved.minutes,
    });
    record(tx, actor, now, "meeting.date_moved", meeting, detail)?;
    Ok(())
}

/// Calls one date off; the others stand.
///
/// # Errors
///
/// [`ProgramError::WrongState`] where it has begun or was called off before.
pub fn call_off_date(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    meeting: &Meeting,
    date: &MeetingDate,
    reason: &str,
) -> Result<(), ProgramError> {
    check_organiser(actor, meeting)?;
    if date.starts_at <= now {
        return Err(ProgramError::WrongState("this date has begun; it can't be called off any more".into()));
    }
    if !store::call_off_date(tx, date, reason)? {
        return Err(ProgramError::WrongState("this date was called off already".into()));
    }
    store::raise_sequence(tx, meeting, now)?;
    let detail = json!({ "date": date.planned_on.to_string(), "reason": reason });
    record(tx, actor, now, "meeting.date_called_off", meeting, detail)?;
    Ok(())
}

/// Saves the notes of a date, which were read at version `seen`.
///
/// # Errors
///
/// [`ProgramError::Changed`] where somebody saved in between; nothing is
/// written then.
pub fn save_notes(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    meeting: &Meeting,
    date: &MeetingDate,
    notes: &str,
    seen: RowVersion,
) -> Result<(), ProgramError> {
    if let Actor::Member(member) = actor {
        let (reach, invitees) = (Reach::of_member(tx, member)?, store::list_invitees(tx, meeting.id)?);
        if !access::may_write_notes(member, meeting, &reach, &invitees) {
            return Err(ProgramError::NotYours("notes are written by those who are invited"));
        }
    }
    if !store::save_notes(tx, date.id, notes, actor.id(), now, seen)? {
        return Err(ProgramError::Changed("note"));
    }
    let detail = json!({ "date": date.planned_on.to_string(), "characters": notes.chars().count() });
    record(tx, actor, now, "meeting.notes_saved", meeting, detail)?;
    Ok(())
}
