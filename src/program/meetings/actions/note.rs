//! Entering a meeting that was held and that nobody had called.

use super::call::{check_caller, plan};
use super::{dates, presence};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::program::meetings::model::{Invitee, Meeting, NewMeeting};
use crate::program::meetings::{rules, store};
use crate::program::{Actor, ProgramError};

/// A meeting that was held; those whom its invitation names were there.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeldMeeting {
    /// What it was, and when.
    pub meeting: NewMeeting,
    /// What was said, in markdown; may be empty.
    pub notes: String,
}

/// Enters a meeting that was held, with who was there and what was noted.
/// Nobody's calendar hears of it; those who were there may read it.
///
/// # Errors
///
/// [`ProgramError::NotYours`] where they call none; [`ProgramError::Invalid`]
/// where it is not over, or too long ago.
pub fn note_meeting(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    held: &HeldMeeting,
) -> Result<Meeting, ProgramError> {
    let organiser = check_caller(actor)?;
    let new = &held.meeting;
    rules::check_held(&new.timing, now).map_err(|words| ProgramError::field("day", words))?;
    let meeting = plan(tx, actor, organiser, now, new, rules::days(&new.timing))?;
    let date = store::find_date(tx, meeting.id, new.timing.first_day)?;
    let there = new.invitees.iter().filter_map(|invitee| match invitee {
        Invitee::Person(person) => Some((*person, true)),
        _ => None,
    });
    presence::save_attendance(tx, actor, now, &meeting, &date, &there.collect::<Vec<_>>())?;
    if !held.notes.is_empty() {
        dates::save_notes(tx, actor, now, &meeting, &date, &held.notes, date.notes_version)?;
    }
    Ok(meeting)
}
