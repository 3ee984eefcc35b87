//! Changing a meeting, and calling it off.

use std::collections::HashSet;

use serde_json::json;

use super::{call, check_organiser, date_of, record, timing_detail};
use crate::clock::{Day, Timestamp};
use crate::db::Tx;
use crate::db::keys::RowVersion;
use crate::program::meetings::model::{Meeting, MeetingDate, NewMeeting, Timing};
use crate::program::meetings::{rules, store};
use crate::program::{Actor, ProgramError};

/// What changing a meeting came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Changed {
    /// It has the same number.
    Same,
    /// What is past stays as it was, and what is to come has this number.
    GoesOnAs(i64),
}

/// Changes a meeting, which was read at version `seen`.
///
/// A series that has begun and gets another time is ended, and goes on under a
/// number of its own: otherwise calendars would move what is past, too.
///
/// # Errors
///
/// [`ProgramError::Changed`] where it was saved in between;
/// [`ProgramError::WrongState`] where it was called off.
pub fn change_meeting(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    number: i64,
    new: &NewMeeting,
    seen: RowVersion,
) -> Result<Changed, ProgramError> {
    let meeting = store::find_meeting(tx, number)?;
    check_organiser(actor, &meeting)?;
    if meeting.called_off_at.is_some() {
        return Err(ProgramError::WrongState("this meeting was called off; call a new one".into()));
    }
    if meeting.version != seen {
        return Err(ProgramError::Changed("meeting"));
    }
    let already = store::list_invitees(tx, meeting.id)?;
    call::check_invitees(tx, actor, &new.invitees, &already)?;
    let (before, after) = (meeting.timing(), &new.timing);
    let dates = store::list_dates(tx, meeting.id)?;
    let has_begun = dates.iter().any(|date| date.stands() && date.starts_at <= now);
    let is_same_rhythm = *after == Timing { last_day: after.last_day, ..before.clone() };
    if !is_same_rhythm && meeting.was_noted() {
        return Err(ProgramError::field("day", "it was held then; take it back, and note it anew"));
    }
    if !is_same_rhythm && has_begun {
        return go_on_anew(tx, actor, now, &meeting, &dates, new, seen);
    }
    let follows = before != *after || meeting.place != new.place || meeting.title != new.title;
    let sequence = if follows { meeting.sequence + 1 } else { meeting.sequence };
    if !store::save_meeting(tx, &meeting, new, sequence, now, seen)? {
        return Err(ProgramError::Changed("meeting"));
    }
    store::save_invitees(tx, meeting.id, &new.invitees)?;
    if before != *after {
        let kept = if is_same_rhythm { dates } else { plan_anew(tx, now, after, dates)? };
        fit_dates(tx, &meeting, after, now, &kept)?;
    }
    let detail = json!({ "before": timing_detail(&before), "after": timing_detail(after) });
    record(tx, actor, now, "meeting.changed", &meeting, detail)?;
    Ok(Changed::Same)
}

/// Takes all dates out, since each gets another time; none of them has begun.
fn plan_anew(
    tx: &mut Tx,
    now: Timestamp,
    after: &Timing,
    dates: Vec<MeetingDate>,
) -> Result<Vec<MeetingDate>, ProgramError> {
    if rules::days(after).into_iter().all(|day| after.zone.instant(day, after.starts_minute) < now) {
        return Err(ProgramError::field("day", "this lies in the past; choose a time to come"));
    }
    for date in dates {
        store::delete_date(tx, date.id)?;
    }
    Ok(Vec::new())
}

/// Makes the dates that a timing has, and takes out those that it has not (any
/// more) and that have not begun.
fn fit_dates(
    tx: &mut Tx,
    meeting: &Meeting,
    after: &Timing,
    now: Timestamp,
    dates: &[MeetingDate],
) -> Result<(), ProgramError> {
    let wanted = rules::days(after);
    let known: HashSet<Day> = dates.iter().map(|date| date.planned_on).collect();
    for date in dates.iter().filter(|date| !wanted.contains(&date.planned_on) && date.starts_at > now) {
        store::delete_date(tx, date.id)?;
    }
    for day in wanted.into_iter().filter(|day| !known.contains(day)) {
        let date = date_of(meeting.id, after, day);
        // A series that is made longer does not begin to have been.
        if date.starts_at > now {
            store::insert_date(tx, &date)?;
        }
    }
    Ok(())
}

fn go_on_anew(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    meeting: &Meeting,
    dates: &[MeetingDate],
    new: &NewMeeting,
    seen: RowVersion,
) -> Result<Changed, ProgramError> {
    let begun = dates.iter().filter(|date| date.starts_at <= now).map(|date| date.planned_on).max();
    let last_day = begun.unwrap_or(meeting.first_day);
    if !store::end_series(tx, meeting, last_day, now, seen)? {
        return Err(ProgramError::Changed("meeting"));
    }
    for date in dates.iter().filter(|date| date.starts_at > now) {
        store::delete_date(tx, date.id)?;
    }
    // Its first day, which may be past, stays what its rhythm is reckoned from.
    let mut days = rules::days(&new.timing);
    days.retain(|day| *day > last_day && new.timing.zone.instant(*day, new.timing.starts_minute) > now);
    if days.is_empty() {
        return Err(ProgramError::field("day", "with this nothing of the series is still to come"));
    }
    let successor = call::plan(tx, actor, meeting.organiser_id, now, new, days)?;
    let detail = json!({ "successor": successor.number, "after": timing_detail(&new.timing) });
    record(tx, actor, now, "meeting.goes_on_anew", meeting, detail)?;
    Ok(Changed::GoesOnAs(successor.number))
}

/// Calls off all that is still to come; what was noted as held is taken back.
///
/// # Errors
///
/// [`ProgramError::WrongState`] where nothing is to come, or it was called off before.
pub fn call_off(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    number: i64,
    reason: &str,
) -> Result<Meeting, ProgramError> {
    let meeting = store::find_meeting(tx, number)?;
    check_organiser(actor, &meeting)?;
    let dates = store::list_dates(tx, meeting.id)?;
    let is_open = |date: &&MeetingDate| date.stands() && (date.starts_at > now || meeting.was_noted());
    let coming: Vec<_> = dates.iter().filter(is_open).collect();
    if coming.is_empty() {
        return Err(ProgramError::WrongState("nothing of this meeting is still to come".into()));
    }
    if !store::save_call_off(tx, &meeting, reason, now)? {
        return Err(ProgramError::WrongState("this meeting was called off already".into()));
    }
    for date in coming {
        store::call_off_date(tx, date, reason)?;
    }
    record(tx, actor, now, "meeting.called_off", &meeting, json!({ "reason": reason }))?;
    Ok(meeting)
}
