//! The end of a term: on a day, with a reason, and with thanks.

use super::{find, save, step};
use crate::clock::{Day, Timestamp};
use crate::db::Tx;
use crate::db::keys::TermId;
use crate::program::teams::access::may_manage;
use crate::program::terms::model::{Term, TermState};
use crate::program::terms::rules::{self, Step};
use crate::program::terms::{access, store};
use crate::program::{Actor, ProgramError};

/// How a term ends.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ending {
    /// The last day. One that lies ahead is set as such, and the term goes on until then.
    pub on: Day,
    /// Why; may be empty.
    pub reason: String,
    /// A few words for the person, who reads them, as does whoever opens their
    /// page; may be empty.
    pub thanks: String,
}

/// Ends a term, or takes a proposal back (at once, whatever the day).
///
/// # Errors
///
/// [`ProgramError::WrongState`] where it is over already;
/// [`ProgramError::Invalid`] for the field `on`.
pub fn end_term(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    id: TermId,
    ending: &Ending,
) -> Result<Term, ProgramError> {
    let (mut term, team) = find(tx, id)?;
    if !actor.may(|member| access::may_end(member, &team, &term)) {
        return Err(ProgramError::NotYours("a term is ended by its person, the team's manager, the lead and admins"));
    }
    let was_serving = matches!(term.state, TermState::Accepted | TermState::Active);
    let today = now.day();
    term.end_reason = ending.reason.clone();
    term.ended_by = actor.id();
    if was_serving {
        rules::check_ending(&term, ending.on, today).map_err(|(field, words)| ProgramError::field(field, words))?;
        if !ending.thanks.is_empty() && actor.id() != Some(term.person_id) {
            term.thanks = ending.thanks.clone();
            term.thanked_by = actor.id();
            term.thanked_at = Some(now);
        }
        // A later day than the agreed one is agreed anew; an earlier one cuts the term short.
        term.agreed_until = term.agreed_until.map(|agreed| agreed.max(ending.on));
        if ending.on > today {
            let renewal = store::find_renewal(tx, id)?;
            take_back(tx, actor, now, renewal, "the term that it continues has another last day")?;
            term.ends_on = Some(ending.on);
            return save(tx, actor, now, "term.last_day_set", term, &team, &ending.reason);
        }
    }
    step(&mut term, Step::End)?;
    term.ended_at = Some(now);
    if was_serving && ending.on < today {
        term.ends_on = Some(ending.on);
        term.ended_at = Some(store::end_of(ending.on));
    }
    let renewal = store::find_renewal(tx, id)?;
    take_back(tx, actor, now, renewal, "the term that it continues has ended")?;
    save(tx, actor, now, "term.ended", term, &team, &ending.reason)
}

/// A renewal hangs on the term that it continues.
fn take_back(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    renewal: Option<Term>,
    why: &str,
) -> Result<(), ProgramError> {
    let Some(mut renewal) = renewal else { return Ok(()) };
    let team = crate::program::team_by_id(tx, renewal.team_id)?;
    step(&mut renewal, Step::End)?;
    renewal.ended_at = Some(now);
    renewal.end_reason = why.to_owned();
    renewal.ended_by = actor.id();
    save(tx, actor, now, "term.ended", renewal, &team, why).map(drop)
}

/// Thanks somebody for a term that is over, or ends.
///
/// # Errors
///
/// [`ProgramError::NotYours`]; [`ProgramError::WrongState`] where the term never served.
pub fn thank(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, id: TermId, words: &str) -> Result<Term, ProgramError> {
    let (mut term, team) = find(tx, id)?;
    if !actor.may(|member| may_manage(member, &team) && member.id != term.person_id) {
        return Err(ProgramError::NotYours("the team's manager, the lead and admins thank for a term"));
    }
    if !rules::has_served(&term) {
        return Err(ProgramError::WrongState("this term never served; there is nothing to thank for".into()));
    }
    term.thanks = words.to_owned();
    term.thanked_by = actor.id();
    term.thanked_at = Some(now);
    save(tx, actor, now, "term.thanked", term, &team, words)
}
