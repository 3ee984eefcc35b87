//! What can be done with shares and contracts.

use serde_json::json;

use super::{rules, store};
use crate::accounts::{self, Person};
use crate::audit::{self, Entry};
use crate::calendar::Zone;
use crate::clock::{Day, Timestamp};
use crate::db::keys::TermId;
use crate::db::{Tx, changes};
use crate::program::time::{access, closing};
use crate::program::{Actor, ProgramError, team_by_id, teams_of, terms};

/// How far ahead a change may be planned.
const AHEAD_DAYS: i32 = 366;

/// Sets the share of a term from a day on, in percent.
///
/// # Errors
///
/// [`ProgramError::NotYours`] for all but the team's manager, the lead and
/// admins; [`ProgramError::Invalid`] where day or share do not fit, or the
/// day lies in a month that is closed.
pub fn set_share(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    id: TermId,
    from: Day,
    percent: i32,
) -> Result<(), ProgramError> {
    let term = terms::find_term(tx, id)?.term;
    let team = team_by_id(tx, term.team_id)?;
    if !actor.may(|member| access::may_set_share(member, &team)) {
        return Err(ProgramError::NotYours("a share is set by the team's manager, the lead and admins"));
    }
    if !rules::SHARES.contains(&percent) {
        let words = format!("a share is {} to {} percent", rules::SHARES.start(), rules::SHARES.end());
        return Err(ProgramError::field("percent", words));
    }
    if term.starts_on.is_none_or(|first| from < first) {
        return Err(ProgramError::field("from_day", "the term has not begun by then; name a day on which it serves"));
    }
    if term.ends_on.is_some_and(|last| last < from) || term.ended_at.is_some_and(|at| at.day() <= from) {
        return Err(ProgramError::field("from_day", "the term is over by then; name a day on which it serves"));
    }
    check_from(tx, actor, now, from)?;
    store::save_share(tx, id, from, percent, actor.id(), now)?;
    let detail = json!({ "team": team.slug, "from": from.to_string(), "percent": percent });
    audit::record(
        tx,
        now,
        Entry { actor: actor.id(), action: "term.share_set", subject: ("term", id.as_str()), detail },
    )?;
    Ok(changes::announce(tx, now, "team", &team.slug)?)
}

/// Sets what a person's contract says from a day on, in minutes a week.
///
/// # Errors
///
/// [`ProgramError::NotYours`] for all but a manager of one of their teams, the
/// lead and admins; [`ProgramError::Invalid`] where day or hours do not fit.
pub fn set_hours(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    person: &Person,
    from: Day,
    minutes: i32,
) -> Result<(), ProgramError> {
    let teams = teams_of(tx, person.id)?;
    if !actor.may(|member| access::may_set_hours(member, &teams)) {
        return Err(ProgramError::NotYours(
            "contracted hours are set by a manager of the person's, the lead and admins",
        ));
    }
    if !rules::HOURS.contains(&(minutes / 60)) || minutes < 0 {
        return Err(ProgramError::field(
            "hours",
            format!("a week has {} hours of work at the most", rules::HOURS.end()),
        ));
    }
    check_from(tx, actor, now, from)?;
    store::save_hours(tx, person.id, from, minutes, actor.id(), now)?;
    let detail = json!({ "from": from.to_string(), "minutes_per_week": minutes });
    let subject = ("person", person.handle.as_str());
    audit::record(tx, now, Entry { actor: actor.id(), action: "person.hours_set", subject, detail })?;
    Ok(terms::announce_teams_of(tx, now, person.id)?)
}

/// Sets the zone that a person works in; empty: the company's.
///
/// # Errors
///
/// [`ProgramError::NotYours`] for all but the person, a manager of one of their
/// teams, the lead and admins; [`ProgramError::Invalid`] for a name of no zone.
pub fn set_zone(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    person: &Person,
    zone: &str,
) -> Result<(), ProgramError> {
    let teams = teams_of(tx, person.id)?;
    if !actor.may(|member| member.id == person.id || access::may_set_hours(member, &teams)) {
        return Err(ProgramError::NotYours("a zone is set by the person, a manager of theirs, the lead and admins"));
    }
    if !zone.is_empty() {
        Zone::parse(zone).map_err(|words| ProgramError::field("zone", words))?;
    }
    accounts::save_zone(tx, person.id, zone)?;
    let subject = ("person", person.handle.as_str());
    let detail = json!({ "zone": zone });
    audit::record(tx, now, Entry { actor: actor.id(), action: "person.zone_set", subject, detail })?;
    Ok(())
}

/// What was reported stays as it was, and nobody plans for decades.
fn check_from(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, from: Day) -> Result<(), ProgramError> {
    let Actor::Member(member) = actor else { return Ok(()) };
    let today = member.today(now);
    if from > today.plus_days(AHEAD_DAYS) {
        return Err(ProgramError::field("from_day", "name a day within a year from now"));
    }
    closing::check_open(tx, &member.calendar, today, from, "from_day")
}
