//! What can be done with meetings.

mod call;
mod change;
mod dates;
mod note;
mod presence;

use serde_json::{Value, json};

use super::model::{Meeting, MeetingDate, Timing};
use crate::audit::{self, Entry};
use crate::clock::{Day, Timestamp};
use crate::db::keys::{MeetingDateId, MeetingId, RowVersion};
use crate::db::{DbError, Tx};
use crate::program::{Actor, ProgramError};

pub use call::call_meeting;
pub use change::{Changed, call_off, change_meeting};
pub use dates::{NewDate, call_off_date, move_date, save_notes};
pub use note::{HeldMeeting, note_meeting};
pub use presence::{answer, answer_all, attend, save_attendance};

const NOT_YOURS: &str = "a meeting is changed by whoever called it, or by the program's lead";

/// A date as the series plans it.
fn date_of(meeting: MeetingId, timing: &Timing, day: Day) -> MeetingDate {
    let starts_at = timing.zone.instant(day, timing.starts_minute);
    MeetingDate {
        id: MeetingDateId::generate(),
        meeting_id: meeting,
        planned_on: day,
        day,
        starts_minute: timing.starts_minute,
        minutes: timing.minutes,
        starts_at,
        ends_at: starts_at.plus(jiff::SignedDuration::from_mins(i64::from(timing.minutes))),
        agenda: String::new(),
        state: super::model::DateState::Planned,
        call_off_reason: String::new(),
        notes: String::new(),
        notes_by: None,
        notes_at: None,
        notes_version: RowVersion::FIRST,
        version: RowVersion::FIRST,
    }
}

fn record(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    action: &str,
    meeting: &Meeting,
    detail: Value,
) -> Result<(), DbError> {
    let number = meeting.number.to_string();
    audit::record(tx, now, Entry { actor: actor.id(), action, subject: ("meeting", &number), detail })
}

/// What is worth knowing of when a meeting is.
fn timing_detail(timing: &Timing) -> Value {
    json!({
        "zone": timing.zone.name(),
        "first_day": timing.first_day.to_string(),
        "starts_minute": timing.starts_minute,
        "minutes": timing.minutes,
        "repeats": timing.repeats.as_str(),
        "last_day": timing.last_day.to_string(),
    })
}

fn check_organiser(actor: Actor<'_>, meeting: &Meeting) -> Result<(), ProgramError> {
    if actor.may(|member| super::access::may_change(member, meeting)) {
        return Ok(());
    }
    Err(ProgramError::NotYours(NOT_YOURS))
}
