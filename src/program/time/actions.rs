//! What can be done with time entries.

use serde_json::json;

use super::model::{NewEntry, TimeEntry};
use super::{access, rules, store};
use crate::audit::{self, Entry};
use crate::clock::{Day, Timestamp};
use crate::db::keys::{PersonId, RowVersion, TimeEntryId};
use crate::db::{DbError, Tx};
use crate::program::{Actor, ProgramError};

/// Logs time of the actor's own.
///
/// # Errors
///
/// [`ProgramError::NotYours`] where they don't serve the team today;
/// [`ProgramError::Invalid`] where the day lies ahead or too far back.
pub fn log_time(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, new: &NewEntry) -> Result<TimeEntry, ProgramError> {
    const SERVES: &str = "time is logged by those who serve the team as champion or deputy";
    let person = actor.id().ok_or(ProgramError::NotYours(SERVES))?;
    if !actor.may(|member| access::may_log(member, new.team)) {
        return Err(ProgramError::NotYours(SERVES));
    }
    if matches!(actor, Actor::Member(_)) {
        check_day(new.day, now.day())?;
        check_sum(tx, person, new, 0)?;
    }
    let entry = TimeEntry {
        id: TimeEntryId::generate(),
        person_id: person,
        team_id: new.team,
        day: new.day,
        minutes: new.minutes,
        activity: new.activity,
        note: new.note.clone(),
        created_at: now,
        version: RowVersion::FIRST,
    };
    store::insert(tx, &entry)?;
    record(tx, actor, now, "time.logged", &entry)?;
    Ok(entry)
}

/// Saves an entry of the actor's own, which was read at version `seen`.
///
/// # Errors
///
/// [`ProgramError::Changed`] where it was saved in between;
/// [`ProgramError::Invalid`] where its day, old or new, is not open any more.
pub fn save_entry(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    id: TimeEntryId,
    new: &NewEntry,
    seen: RowVersion,
) -> Result<(), ProgramError> {
    let entry = find_own(tx, actor, now, id)?;
    if new.team != entry.team_id && !actor.may(|member| access::may_log(member, new.team)) {
        return Err(ProgramError::NotYours("time is logged by those who serve the team as champion or deputy"));
    }
    check_day(new.day, now.day())?;
    check_sum(tx, entry.person_id, new, if entry.day == new.day { entry.minutes } else { 0 })?;
    let after = TimeEntry {
        team_id: new.team,
        day: new.day,
        minutes: new.minutes,
        activity: new.activity,
        note: new.note.clone(),
        version: seen.next(),
        ..entry.clone()
    };
    if entry.version != seen || !store::save(tx, &entry, &after)? {
        return Err(ProgramError::Changed("time entry"));
    }
    record(tx, actor, now, "time.changed", &after)?;
    Ok(())
}

/// Takes an entry of the actor's own away and returns what it was.
///
/// # Errors
///
/// [`ProgramError::Invalid`] where its day is not open any more.
pub fn delete_entry(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, id: TimeEntryId) -> Result<TimeEntry, ProgramError> {
    let entry = find_own(tx, actor, now, id)?;
    if !store::delete(tx, &entry)? {
        return Err(ProgramError::Changed("time entry"));
    }
    record(tx, actor, now, "time.deleted", &entry)?;
    Ok(entry)
}

fn find_own(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, id: TimeEntryId) -> Result<TimeEntry, ProgramError> {
    let entry = store::find_entry(tx, id)?;
    if !actor.may(|member| access::may_change(member, &entry)) {
        return Err(ProgramError::NotFound("time entry"));
    }
    check_day(entry.day, now.day())?;
    Ok(entry)
}

fn check_day(day: Day, today: Day) -> Result<(), ProgramError> {
    if rules::is_open(day, today) {
        return Ok(());
    }
    let words = if day > today {
        format!("{} lies ahead; log time once it was given", day.words())
    } else {
        format!("{} is more than {} days ago; what was reported then stays as it was", day.words(), rules::OPEN_DAYS)
    };
    Err(ProgramError::field("day", words))
}

/// No day has more than 24 hours, over all teams; `replaced` minutes of it go.
fn check_sum(tx: &mut Tx, person: PersonId, new: &NewEntry, replaced: i32) -> Result<(), ProgramError> {
    let others = store::minutes_of(tx, person, new.day, new.day)? - i64::from(replaced);
    if others + i64::from(new.minutes) <= rules::MINUTES_OF_A_DAY {
        return Ok(());
    }
    let (there, day) = (rules::duration_words(others), new.day.words());
    Err(ProgramError::field("day", format!("with {there} that you logged for {day} this makes more than 24 h")))
}

fn record(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, action: &str, entry: &TimeEntry) -> Result<(), DbError> {
    let detail = json!({
        "team": entry.team_id.as_str(),
        "day": entry.day.to_string(),
        "minutes": entry.minutes,
        "activity": entry.activity.as_str(),
    });
    audit::record(tx, now, Entry { actor: actor.id(), action, subject: ("time", entry.id.as_str()), detail })
}
