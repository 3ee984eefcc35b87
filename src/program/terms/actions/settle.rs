//! What the calendar decides.

use super::{save, step};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::program::handovers;
use crate::program::terms::model::TermState;
use crate::program::terms::rules::Step;
use crate::program::terms::store;
use crate::program::{Actor, ProgramError, teams};

/// Writes down what the calendar has decided: accepted terms whose first day
/// has come are active, terms past their last day have ended. Nothing waits for
/// it, since every query asks the days themselves. Whoever served and does not
/// go on gets a handover, which is dropped again where nothing is open. Returns
/// how many terms it changed.
///
/// # Errors
///
/// The database's own.
pub fn settle_terms(tx: &mut Tx, now: Timestamp) -> Result<usize, ProgramError> {
    let today = now.day();
    let unsettled = store::list_unsettled(tx, today)?;
    let count = unsettled.len();
    for mut term in unsettled {
        let team = teams::team_by_id(tx, term.team_id)?;
        let Some(last) = term.ends_on.filter(|last| *last < today) else {
            step(&mut term, Step::Begin)?;
            save(tx, Actor::Trusted(None), now, "term.began", term, &team, "")?;
            continue;
        };
        let served = matches!(term.state, TermState::Accepted | TermState::Active);
        step(&mut term, Step::End)?;
        term.ended_at = Some(store::end_of(last));
        let reason =
            if term.end_reason.is_empty() { "its last day has passed".to_owned() } else { term.end_reason.clone() };
        let term = save(tx, Actor::Trusted(None), now, "term.ended", term, &team, &reason)?;
        if served && !store::is_serving_team(tx, team.id, term.person_id, today)? {
            handovers::raise_ran_out(tx, term.id, now)?;
        }
    }
    Ok(count)
}
