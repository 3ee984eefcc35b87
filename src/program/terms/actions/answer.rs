//! The two words that a nomination needs: the manager's, and the nominee's.

use super::{find, save, step};
use crate::accounts;
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::db::keys::TermId;
use crate::program::terms::model::Term;
use crate::program::terms::room::find_no_room_for;
use crate::program::terms::rules::Step;
use crate::program::terms::scope::{self, Scope};
use crate::program::terms::tells::{tell, tell_no_room};
use crate::program::terms::{access, store};
use crate::program::{Actor, ProgramError, ProgramSettings, Team, teams};

const DECIDED_BY: &str = "nominations are approved by the team's manager, the lead and admins";

/// Agrees to a nomination; the nominee answers next.
///
/// # Errors
///
/// [`ProgramError::WrongState`] where it does not wait for that.
pub fn approve(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, id: TermId) -> Result<Term, ProgramError> {
    let (mut term, team) = find(tx, id)?;
    if !actor.may(|member| access::may_decide(member, &team)) {
        return Err(ProgramError::NotYours(DECIDED_BY));
    }
    step(&mut term, Step::Approve)?;
    term.approved_by = actor.id();
    term.approved_at = Some(now);
    save_word(tx, actor, now, "term.approved", term, &team, "")
}

/// Does not agree to a nomination.
///
/// # Errors
///
/// [`ProgramError::WrongState`] where it does not wait for that.
pub fn reject(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, id: TermId, reason: &str) -> Result<Term, ProgramError> {
    let (mut term, team) = find(tx, id)?;
    if !actor.may(|member| access::may_decide(member, &team)) {
        return Err(ProgramError::NotYours(DECIDED_BY));
    }
    step(&mut term, Step::Reject)?;
    term.approved_by = actor.id();
    term.approved_at = Some(now);
    term.decline_reason = reason.to_owned();
    save_word(tx, actor, now, "term.rejected", term, &team, reason)
}

/// Says yes to `scope`, whose words are kept with the term. It serves from its
/// first day on, which is today where none was proposed or it has passed; the
/// person belongs to the team from now on.
///
/// # Errors
///
/// [`ProgramError::WrongState`] where it is not approved, or its last day has
/// passed; [`ProgramError::Invalid`] for `acceptance` where somebody else became
/// champion meanwhile.
pub fn accept(
    tx: &mut Tx,
    settings: &ProgramSettings,
    actor: Actor<'_>,
    now: Timestamp,
    id: TermId,
    scope: &Scope,
) -> Result<Term, ProgramError> {
    let (mut term, team) = find(tx, id)?;
    check_answer(actor, &term)?;
    let today = now.day();
    let occupied = find_no_room_for(tx, settings, &term, today)?;
    step(&mut term, Step::Accept)?;
    if term.ends_on.is_some_and(|last| last < today) {
        return Err(ProgramError::WrongState("its last day has passed; ask for a new nomination".into()));
    }
    let first = term.starts_on.unwrap_or(today).max(today);
    if let Some(there) = occupied {
        return Err(ProgramError::field("acceptance", there.words(&team.name)));
    }
    term.starts_on = Some(first);
    term.answered_at = Some(now);
    term.scope_id = Some(scope::keep(tx, scope, now)?);
    if first <= today {
        step(&mut term, Step::Begin)?;
    }
    // Whoever serves a team belongs to it.
    let person = accounts::find_person(tx, term.person_id)?;
    teams::add_member(tx, Actor::Trusted(actor.id()), now, &team, &person)?;
    let term = save_word(tx, actor, now, "term.accepted", term, &team, "")?;
    for crowded in store::list_waiting(tx, team.id)? {
        if let Some(there) = find_no_room_for(tx, settings, &crowded, today)? {
            tell_no_room(tx, now, &crowded, &team, &there)?;
        }
    }
    Ok(term)
}

/// Says no.
///
/// # Errors
///
/// [`ProgramError::WrongState`] where it was answered already.
pub fn decline(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, id: TermId, reason: &str) -> Result<Term, ProgramError> {
    let (mut term, team) = find(tx, id)?;
    check_answer(actor, &term)?;
    step(&mut term, Step::Decline)?;
    term.answered_at = Some(now);
    term.decline_reason = reason.to_owned();
    save_word(tx, actor, now, "term.declined", term, &team, reason)
}

fn save_word(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    action: &str,
    term: Term,
    team: &Team,
    reason: &str,
) -> Result<Term, ProgramError> {
    let term = save(tx, actor, now, action, term, team, reason)?;
    tell(tx, actor.id(), now, &term, team)?;
    Ok(term)
}

fn check_answer(actor: Actor<'_>, term: &Term) -> Result<(), ProgramError> {
    if actor.may(|member| access::may_answer(member, term)) {
        return Ok(());
    }
    Err(ProgramError::NotYours("only the person who is nominated can answer"))
}
