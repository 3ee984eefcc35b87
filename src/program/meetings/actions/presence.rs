//! Answering an invitation, and having been there.

use serde_json::json;

use super::{check_organiser, record};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::db::keys::PersonId;
use crate::program::meetings::model::{Answer, Meeting, MeetingDate};
use crate::program::meetings::reach::Reach;
use crate::program::meetings::{rules, store};
use crate::program::{Actor, ProgramError};

const INVITED: &str = "this is for those who are invited";

/// Answers to one date, in the actor's own name.
///
/// # Errors
///
/// [`ProgramError::WrongState`] where it is over or was called off.
pub fn answer(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    meeting: &Meeting,
    date: &MeetingDate,
    answer: Answer,
) -> Result<(), ProgramError> {
    let person = invited(tx, actor, meeting)?;
    if !rules::is_answerable(date, now) {
        return Err(ProgramError::WrongState("this date is over, or was called off".into()));
    }
    store::save_answer(tx, date.id, person, answer, now)?;
    let detail = json!({ "date": date.planned_on.to_string(), "answer": answer.as_str() });
    record(tx, actor, now, "meeting.answered", meeting, detail)?;
    Ok(())
}

/// Answers to all dates that are still to come. Returns how many these are.
///
/// # Errors
///
/// [`ProgramError::WrongState`] where there are none.
pub fn answer_all(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    meeting: &Meeting,
    answer: Answer,
) -> Result<usize, ProgramError> {
    let person = invited(tx, actor, meeting)?;
    let mut dates = store::list_dates(tx, meeting.id)?;
    dates.retain(|date| rules::is_answerable(date, now));
    if dates.is_empty() {
        return Err(ProgramError::WrongState("nothing of this meeting is still to come".into()));
    }
    for date in &dates {
        store::save_answer(tx, date.id, person, answer, now)?;
    }
    let detail = json!({ "dates": dates.len(), "answer": answer.as_str() });
    record(tx, actor, now, "meeting.answered", meeting, detail)?;
    Ok(dates.len())
}

/// Says that the actor was there, or was not after all.
///
/// # Errors
///
/// [`ProgramError::WrongState`] before it has begun, and after a month.
pub fn attend(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    meeting: &Meeting,
    date: &MeetingDate,
    attended: bool,
) -> Result<(), ProgramError> {
    let person = invited(tx, actor, meeting)?;
    check_attendable(date, now)?;
    write_down(tx, actor, now, meeting, date, &[(person, attended)])?;
    Ok(())
}

/// Says of several people whether they were there. Returns of how many that is news.
///
/// # Errors
///
/// [`ProgramError::NotYours`] for all but whoever called the meeting, and the lead.
pub fn save_attendance(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    meeting: &Meeting,
    date: &MeetingDate,
    presences: &[(PersonId, bool)],
) -> Result<usize, ProgramError> {
    check_organiser(actor, meeting)?;
    if !date.stands() || date.starts_at > now {
        return Err(ProgramError::WrongState("this date has not begun, or was called off".into()));
    }
    write_down(tx, actor, now, meeting, date, presences)
}

fn write_down(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    meeting: &Meeting,
    date: &MeetingDate,
    presences: &[(PersonId, bool)],
) -> Result<usize, ProgramError> {
    let (mut there, mut not_there) = (Vec::new(), Vec::new());
    for (person, attended) in presences {
        if store::save_attendance(tx, date.id, *person, *attended, actor.id())? {
            if *attended { there.push(person.to_string()) } else { not_there.push(person.to_string()) }
        }
    }
    let news = there.len() + not_there.len();
    if news > 0 {
        let detail = json!({ "date": date.planned_on.to_string(), "there": there, "not_there": not_there });
        record(tx, actor, now, "meeting.attendance_saved", meeting, detail)?;
    }
    Ok(news)
}

fn check_attendable(date: &MeetingDate, now: Timestamp) -> Result<(), ProgramError> {
    if rules::is_attendable(date, now) {
        return Ok(());
    }
    let days = rules::ATTENDANCE_DAYS;
    let words = format!("this can be said from the beginning of a meeting until {days} days after it");
    Err(ProgramError::WrongState(words))
}

/// The actor, if they are invited; whoever called the meeting is.
fn invited(tx: &mut Tx, actor: Actor<'_>, meeting: &Meeting) -> Result<PersonId, ProgramError> {
    let person = actor.id().ok_or(ProgramError::NotYours(INVITED))?;
    if let Actor::Member(member) = actor {
        let (reach, invitees) = (Reach::of_member(tx, member)?, store::list_invitees(tx, meeting.id)?);
        if meeting.organiser_id != person && !reach.is_among(&invitees) {
            return Err(ProgramError::NotYours(INVITED));
        }
    }
    Ok(person)
}
