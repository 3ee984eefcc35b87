//! Raising a handover, making it, and dropping it where it is not needed.

use std::collections::HashSet;

use serde_json::json;

use super::model::{Handover, HandoverCause, HandoverState};
use super::store;
use crate::accounts::{self, PersonName, PersonState};
use crate::audit::{self, Entry};
use crate::clock::{Day, Timestamp};
use crate::db::keys::{HandoverId, PersonId, TeamId, TermId};
use crate::db::{DbError, Tx, changes};
use crate::program::absences::away_these;
use crate::program::duties::{DutyList, Handing};
use crate::program::reach::Reach;
use crate::program::terms::{self, Ending, access};
use crate::program::{Actor, ProgramError, Term, team_by_id, teams};

/// Says that somebody has left who serves a team: a handover is raised for each
/// of their terms, once, for the teams' managers and the lead. Returns how many
/// are new.
///
/// # Errors
///
/// The database's own.
pub fn raise_handover(tx: &mut Tx, actor: Actor<'_>, person: PersonId, now: Timestamp) -> Result<usize, DbError> {
    let mut raised = 0;
    for term in store::list_terms_under_way(tx, person)? {
        raised += usize::from(raise(tx, actor.id(), term, HandoverCause::Left, now)?);
    }
    Ok(raised)
}

/// The same for somebody who went to another team, and serves the one they left.
///
/// # Errors
///
/// The database's own.
pub fn raise_handover_in(
    tx: &mut Tx,
    actor: Actor<'_>,
    person: PersonId,
    team: TeamId,
    now: Timestamp,
) -> Result<(), DbError> {
    if let Some(term) = store::find_term_under_way(tx, person, team)? {
        raise(tx, actor.id(), term, HandoverCause::LeftTeam, now)?;
    }
    Ok(())
}

/// The same for everybody whose account is off, however that came about.
///
/// # Errors
///
/// The database's own.
pub fn raise_for_leavers(tx: &mut Tx, now: Timestamp) -> Result<usize, DbError> {
    let mut raised = 0;
    for term in store::list_terms_of_leavers(tx)? {
        raised += usize::from(raise(tx, None, term, HandoverCause::Left, now)?);
    }
    Ok(raised)
}

fn raise(
    tx: &mut Tx,
    by: Option<PersonId>,
    term: TermId,
    cause: HandoverCause,
    now: Timestamp,
) -> Result<bool, DbError> {
    if store::find_open(tx, term)?.is_some() {
        return Ok(false);
    }
    store::insert(tx, &new_handover(term, cause, by, now))?;
    record(tx, by, now, "handover.raised", term, json!({ "cause": cause.as_str() }))?;
    Ok(true)
}

fn new_handover(term_id: TermId, cause: HandoverCause, raised_by: Option<PersonId>, now: Timestamp) -> Handover {
    Handover {
        id: HandoverId::generate(),
        term_id,
        cause,
        state: HandoverState::Open,
        raised_by,
        raised_at: now,
        done_by: None,
        done_at: None,
        to_person_id: None,
        moved: 0,
    }
}

/// Takes back what was raised because somebody seemed to have left.
///
/// # Errors
///
/// The database's own.
pub fn drop_handovers(tx: &mut Tx, actor: Actor<'_>, person: PersonId, now: Timestamp) -> Result<(), DbError> {
    for term in store::list_terms_under_way(tx, person)? {
        let Some(open) = store::find_open(tx, term)?.filter(|open| open.cause == HandoverCause::Left) else { continue };
        store::close(tx, &open, HandoverState::Dropped, actor.id(), now, (None, 0))?;
        record(tx, actor.id(), now, "handover.dropped", term, json!({}))?;
    }
    Ok(())
}

/// What a handover came to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HandedOver {
    /// How many things moved.
    pub moved: usize,
    /// Whose they are now; nobody: the team's others, or Network Security.
    pub to: Option<PersonName>,
    /// The term as it stands after it.
    pub term: Term,
}

/// Hands over everything that a champion has open for the team of a term, and
/// ends the term where `ending` says so: all of it, or nothing.
///
/// # Errors
///
/// [`ProgramError::NotYours`]; [`ProgramError::Invalid`] for the field `to`
/// where that person can't take it; what a room refuses.
pub fn hand_over(
    tx: &mut Tx,
    duties: &DutyList,
    actor: Actor<'_>,
    now: Timestamp,
    id: TermId,
    to: Option<PersonId>,
    ending: Option<&Ending>,
) -> Result<HandedOver, ProgramError> {
    let row = terms::find_term(tx, id)?;
    let team = team_by_id(tx, row.term.team_id)?;
    if !actor.may(|member| access::may_hand_over(member, &team, &row.term)) {
        return Err(ProgramError::NotYours("a champion, the team's manager, the lead and admins hand over"));
    }
    let to = match to {
        Some(person) => Some(find_taker(tx, &row.term, person, now.day())?),
        None => None,
    };
    let from = PersonName { id: row.term.person_id, handle: row.person.0.clone(), name: row.person.1.clone() };
    let open = store::find_open(tx, id)?;
    let term = match ending {
        Some(ending) => terms::end_term(tx, actor, now, id, ending)?,
        None => row.term,
    };
    let handing = Handing { from: &from, team: &team, to: to.as_ref(), by: actor.id() };
    let moved = duties.hand_over(tx, &handing, now)?;
    let open = match open {
        Some(open) => open,
        None => {
            let chosen = new_handover(id, HandoverCause::Chosen, actor.id(), now);
            store::insert(tx, &chosen)?;
            chosen
        }
    };
    let taker = to.as_ref().map(|to| to.id);
    store::close(tx, &open, HandoverState::Done, actor.id(), now, (taker, i32::try_from(moved).unwrap_or(i32::MAX)))?;
    let detail = json!({ "team": team.slug, "to": taker.map(|id| id.to_string()), "moved": moved });
    record(tx, actor.id(), now, "handover.done", id, detail)?;
    changes::announce(tx, now, "team", &team.slug)?;
    Ok(HandedOver { moved, to, term })
}

/// Who takes over belongs to the team or serves it, can sign in, is there, and is another.
fn find_taker(tx: &mut Tx, term: &Term, id: PersonId, today: Day) -> Result<PersonName, ProgramError> {
    let refuse = |words: String| Err(ProgramError::field("to", words));
    let person = accounts::find_person(tx, id)?;
    if person.id == term.person_id {
        return refuse(format!("{} has it already; choose somebody else", person.name));
    }
    if person.state == PersonState::Disabled {
        return refuse(format!("the account of {} is switched off", person.name));
    }
    if let Some(last) = away_these(tx, &HashSet::from([id]), today)?.get(&id) {
        return refuse(format!("{} is away until {}; choose somebody who is there", person.name, last.words()));
    }
    let belongs = teams::list_members(tx, term.team_id)?.iter().any(|member| member.person_id == id);
    if !belongs && !terms::list_terms_of_team(tx, term.team_id)?.iter().any(|row| row.term.person_id == id) {
        return refuse(format!("{} does not belong to the team", person.name));
    }
    Ok(PersonName { id: person.id, handle: person.handle, name: person.name })
}

/// Drops what was raised because a term ran out, where nothing is open, and
/// raises what is missing for people whose account is off.
///
/// # Errors
///
/// The database's own.
pub fn settle_handovers(tx: &mut Tx, duties: &DutyList, now: Timestamp) -> Result<(), ProgramError> {
    for row in store::list_open(tx, &Reach::All, i64::MAX)?
        .into_iter()
        .filter(|row| row.handover.cause == HandoverCause::RanOut)
    {
        let team = team_by_id(tx, row.team_id)?;
        let term = terms::find_term(tx, row.handover.term_id)?.term;
        if duties.list(tx, term.person_id, &team, now)?.is_empty() {
            store::close(tx, &row.handover, HandoverState::Dropped, None, now, (None, 0))?;
            record(tx, None, now, "handover.dropped", term.id, json!({ "reason": "nothing was open" }))?;
        }
    }
    raise_for_leavers(tx, now)?;
    Ok(())
}

/// Says that a term ran out whose person may have something open.
pub(in crate::program) fn raise_ran_out(tx: &mut Tx, term: TermId, now: Timestamp) -> Result<bool, DbError> {
    raise(tx, None, term, HandoverCause::RanOut, now)
}

fn record(
    tx: &mut Tx,
    by: Option<PersonId>,
    now: Timestamp,
    action: &str,
    term: TermId,
    detail: serde_json::Value,
) -> Result<(), DbError> {
    audit::record(tx, now, Entry { actor: by, action, subject: ("term", term.as_str()), detail })
}
