//! What can be done with terms; one file per turn of their life.

mod answer;
mod ending;
mod nominate;
mod settle;

pub use answer::{accept, approve, decline, reject};
pub use ending::{Ending, end_term, thank};
pub use nominate::{Continues, Nomination, nominate};
pub use settle::settle_terms;

use serde_json::json;

use super::model::{Term, TermState};
use super::rules::{self, Step};
use super::store;
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::keys::{PersonId, TermId};
use crate::db::{DbError, Tx, changes};
use crate::program::{Actor, ProgramError, Team, teams};

fn find(tx: &mut Tx, id: TermId) -> Result<(Term, Team), ProgramError> {
    let term = store::find_term(tx, id)?.term;
    let team = teams::team_by_id(tx, term.team_id)?;
    Ok((term, team))
}

fn step(term: &mut Term, step: Step) -> Result<(), ProgramError> {
    let wrong = || ProgramError::WrongState(format!("this term {}; that can't be done now", standing(term.state)));
    term.state = rules::next_state(term.state, step).ok_or_else(wrong)?;
    Ok(())
}

fn standing(state: TermState) -> &'static str {
    match state {
        TermState::Nominated => "waits for approval",
        TermState::Approved => "waits for the nominee's answer",
        TermState::Rejected => "was not approved",
        TermState::Accepted => "is accepted already",
        TermState::Declined => "was declined",
        TermState::Active => "is under way",
        TermState::Ended => "has ended",
    }
}

fn save(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    action: &str,
    term: Term,
    team: &Team,
    reason: &str,
) -> Result<Term, ProgramError> {
    store::save(tx, &term)?;
    record(tx, actor.id(), now, action, &term, &team.slug, reason)?;
    Ok(term)
}

fn record(
    tx: &mut Tx,
    actor: Option<PersonId>,
    now: Timestamp,
    action: &str,
    term: &Term,
    team: &str,
    reason: &str,
) -> Result<(), DbError> {
    let detail = json!({
        "team": team,
        "person": term.person_id.as_str(),
        "role": term.role.as_str(),
        "state": term.state.as_str(),
        "percent": term.allocation_percent,
        "last_day": term.ends_on.map(|day| day.to_string()),
        "reason": reason,
    });
    audit::record(tx, now, Entry { actor, action, subject: ("term", term.id.as_str()), detail })?;
    changes::announce(tx, now, "team", team)
}

/// Says that what the teams whose open terms this person holds look like has
/// changed, though no term has.
///
/// # Errors
///
/// The database's own.
pub fn announce_teams_of(tx: &mut Tx, now: Timestamp, person: PersonId) -> Result<(), DbError> {
    let served = store::slugs_with_open_term_of(tx, person)?;
    served.iter().try_for_each(|team| changes::announce(tx, now, "team", team))
}
