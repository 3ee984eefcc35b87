//! What can be done with time entries.

use serde_json::json;

use super::model::{NewEntry, TimeEntry};
use super::{access, closing, rules, store, undo};
use crate::audit::{self, Entry};
use crate::clock::{Day, Timestamp};
use crate::db::keys::{RowVersion, TimeEntryId};
use crate::db::{DbError, Tx};
use crate::program::{Actor, ProgramError, served_on, team_by_id};
use crate::web::Member;

const SERVES: &str = "time is logged by those who serve a team as champion or deputy";

/// Logs time of the actor's own.
///
/// # Errors
///
/// [`ProgramError::Invalid`] where the day lies ahead, too far back, or in a
/// month that is closed, and where they did not serve the team on it.
pub fn log_time(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, new: &NewEntry) -> Result<TimeEntry, ProgramError> {
    let person = actor.id().ok_or(ProgramError::NotYours(SERVES))?;
    if let Actor::Member(member) = actor {
        check_day(tx, member, now, new.day)?;
        check_served(tx, member, new)?;
        check_sum(tx, member, new, 0)?;
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
    member: &Member,
    now: Timestamp,
    id: TimeEntryId,
    new: &NewEntry,
    seen: RowVersion,
) -> Result<(), ProgramError> {
    let entry = find_own(tx, member, now, id)?;
    check_day(tx, member, now, new.day)?;
    if (new.team, new.day) != (entry.team_id, entry.day) {
        check_served(tx, member, new)?;
    }
    check_sum(tx, member, new, if entry.day == new.day { entry.minutes } else { 0 })?;
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
    undo::keep(tx, &entry, false, now)?;
    Ok(record(tx, Actor::Member(member), now, "time.changed", &after)?)
}

/// Takes an entry of the actor's own away and returns what it was.
///
/// # Errors
///
/// [`ProgramError::Invalid`] where its day is not open any more.
pub fn delete_entry(tx: &mut Tx, member: &Member, now: Timestamp, id: TimeEntryId) -> Result<TimeEntry, ProgramError> {
    let entry = find_own(tx, member, now, id)?;
    if !store::delete(tx, &entry)? {
        return Err(ProgramError::Changed("time entry"));
    }
    undo::keep(tx, &entry, true, now)?;
    record(tx, Actor::Member(member), now, "time.deleted", &entry)?;
    Ok(entry)
}

/// Brings an entry of the actor's own back as it was before they changed it or
/// took it away, within half an hour, and returns it.
///
/// # Errors
///
/// [`ProgramError::NotFound`] where there is nothing to undo any more;
/// [`ProgramError::Changed`] where the entry was changed again since;
/// [`ProgramError::Invalid`] where the day is not open any more, or is full by now.
pub fn undo_change(tx: &mut Tx, member: &Member, now: Timestamp, id: TimeEntryId) -> Result<TimeEntry, ProgramError> {
    let kept = undo::find(tx, id, now)?.filter(|kept| access::may_change(member, &kept.entry()));
    let kept = kept.ok_or(ProgramError::NotFound("change to undo"))?;
    let before = kept.entry();
    check_day(tx, member, now, before.day)?;
    let wanted = NewEntry {
        team: before.team_id,
        day: before.day,
        minutes: before.minutes,
        activity: before.activity,
        note: before.note.clone(),
    };
    let back = if kept.removed {
        check_sum(tx, member, &wanted, 0)?;
        let back = TimeEntry { version: before.version.next(), ..before };
        store::insert(tx, &back)?;
        back
    } else {
        let changed = store::find_entry(tx, id)?;
        check_day(tx, member, now, changed.day)?;
        check_sum(tx, member, &wanted, if changed.day == before.day { changed.minutes } else { 0 })?;
        let back = TimeEntry { version: changed.version.next(), ..before };
        if changed.version != kept.version.next() || !store::save(tx, &changed, &back)? {
            return Err(ProgramError::Changed("time entry"));
        }
        back
    };
    undo::forget(tx, id)?;
    record(tx, Actor::Member(member), now, "time.restored", &back)?;
    Ok(back)
}

fn find_own(tx: &mut Tx, member: &Member, now: Timestamp, id: TimeEntryId) -> Result<TimeEntry, ProgramError> {
    let entry = store::find_entry(tx, id)?;
    if !access::may_change(member, &entry) {
        return Err(ProgramError::NotFound("time entry"));
    }
    check_day(tx, member, now, entry.day)?;
    Ok(entry)
}

/// The day has come where they work, is not too long ago, and its month is not closed.
fn check_day(tx: &mut Tx, member: &Member, now: Timestamp, day: Day) -> Result<(), ProgramError> {
    let (today, window) = (member.today(now), member.calendar.open_days);
    if day > today {
        return Err(ProgramError::field("day", format!("{} lies ahead; log time once it was given", day.words())));
    }
    if !rules::is_open(day, today, window) {
        let words = format!("{} is more than {window} days ago; what was reported then stays as it was", day.words());
        return Err(ProgramError::field("day", words));
    }
    closing::check_open(tx, &member.calendar, today, day, "day")
}

/// Whoever served the team on the day of the entry logs for it, whether they
/// still do or not.
fn check_served(tx: &mut Tx, member: &Member, new: &NewEntry) -> Result<(), ProgramError> {
    if served_on(tx, member.id, new.team, new.day)? {
        return Ok(());
    }
    let team = team_by_id(tx, new.team)?.name;
    let words = format!("you did not serve {team} on {}; time is logged for days on which you do", new.day.words());
    Err(ProgramError::field("day", words))
}

/// No day has more time than its clock shows, over all teams: 24 hours, or one
/// less or more where the clocks change; `replaced` minutes of it go.
fn check_sum(tx: &mut Tx, member: &Member, new: &NewEntry, replaced: i32) -> Result<(), ProgramError> {
    let others = store::minutes_of(tx, member.id, new.day, new.day)? - i64::from(replaced);
    let whole = member.calendar.minutes_of(new.day);
    if others + i64::from(new.minutes) <= whole {
        return Ok(());
    }
    let (there, day, whole) = (rules::duration_words(others), new.day.words(), rules::duration_words(whole));
    let words = if others == 0 {
        format!("{day} has {whole} where you work, and no more")
    } else {
        format!("with {there} that you logged for {day} this makes more than {whole}")
    };
    Err(ProgramError::field("day", words))
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
