//! Calling a meeting.

use serde_json::json;

use super::{date_of, record, timing_detail};
use crate::clock::{Day, Timestamp};
use crate::db::keys::{MeetingId, PersonId, RowVersion};
use crate::db::{Connection, Tx, counters};
use crate::program::meetings::model::{Invitee, Meeting, NewMeeting};
use crate::program::meetings::{access, rules, store};
use crate::program::{Actor, ProgramError, list_teams};
use crate::web::Member;

const CALLERS: &str = "meetings are called by those who serve, look after teams or run the program";

/// Calls a meeting, or a series of them, in the actor's name.
///
/// # Errors
///
/// [`ProgramError::NotYours`] where they call none;
/// [`ProgramError::Invalid`] where it would begin in the past, or they may not
/// invite whom they name.
pub fn call_meeting(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, new: &NewMeeting) -> Result<Meeting, ProgramError> {
    let organiser = check_caller(actor)?;
    check_invitees(tx, actor, &new.invitees, &[])?;
    let timing = &new.timing;
    // The sample company tells of meetings that were.
    let begins = timing.zone.instant(timing.first_day, timing.starts_minute);
    if matches!(actor, Actor::Member(_)) && begins < now {
        return Err(ProgramError::field(
            "day",
            "this lies in the past; choose a time to come, or note it as a meeting that was held",
        ));
    }
    plan(tx, actor, organiser, now, new, rules::days(timing))
}

/// Whoever calls meetings in the actor's name.
pub(super) fn check_caller(actor: Actor<'_>) -> Result<PersonId, ProgramError> {
    let calls = |member: &Member| member.is_champion() || access::CALLERS.iter().any(|grant| member.has(*grant));
    actor.id().filter(|_| actor.may(calls)).ok_or(ProgramError::NotYours(CALLERS))
}

/// Writes a meeting down with these of its days.
pub(super) fn plan(
    tx: &mut Tx,
    actor: Actor<'_>,
    organiser: PersonId,
    now: Timestamp,
    new: &NewMeeting,
    days: Vec<Day>,
) -> Result<Meeting, ProgramError> {
    let timing = &new.timing;
    let meeting = Meeting {
        id: MeetingId::generate(),
        number: counters::next(tx, "meetings")?,
        kind: new.kind,
        title: new.title.clone(),
        agenda: new.agenda.clone(),
        place: new.place.clone(),
        organiser_id: organiser,
        zone: timing.zone.clone(),
        first_day: timing.first_day,
        starts_minute: timing.starts_minute,
        minutes: timing.minutes,
        repeats: timing.repeats,
        last_day: timing.last_day,
        sequence: 0,
        created_at: now,
        changed_at: now,
        called_off_at: None,
        call_off_reason: String::new(),
        version: RowVersion::FIRST,
    };
    store::insert_meeting(tx, &meeting)?;
    store::save_invitees(tx, meeting.id, &new.invitees)?;
    for day in days {
        store::insert_date(tx, &date_of(meeting.id, timing, day))?;
    }
    let detail = json!({ "kind": meeting.kind.as_str(), "timing": timing_detail(timing) });
    let action = if meeting.was_noted() { "meeting.noted" } else { "meeting.called" };
    record(tx, actor, now, action, &meeting, detail)?;
    Ok(meeting)
}

/// Refuses an invitation that is not theirs to give; those who were invited
/// `already` stay.
pub(super) fn check_invitees(
    connection: &mut Connection,
    actor: Actor<'_>,
    invitees: &[Invitee],
    already: &[Invitee],
) -> Result<(), ProgramError> {
    let Actor::Member(member) = actor else { return Ok(()) };
    let teams = list_teams(connection)?;
    let department_of = |id| teams.iter().find(|team| team.id == id).map(|team| team.department_id);
    let refused =
        |invitee: &&Invitee| !already.contains(invitee) && !access::may_invite(member, **invitee, department_of);
    let (field, words) = match invitees.iter().find(refused) {
        None => return Ok(()),
        Some(Invitee::Department(_)) => ("departments", "a department is invited by its manager or the program's lead"),
        Some(Invitee::Team(_)) => ("teams", "a team is invited by its own people, its manager or the program's lead"),
        Some(_) => ("groups", "all champions are invited by Network Security or the program's lead"),
    };
    Err(ProgramError::field(field, words))
}
