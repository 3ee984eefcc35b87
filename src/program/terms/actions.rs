//! What can be done with terms.

use serde_json::json;

use super::model::{Term, TermRole, TermState};
use super::rules::{self, Step};
use super::{access, store};
use crate::accounts::{self, Person, PersonState};
use crate::audit::{self, Entry};
use crate::clock::{Day, Timestamp};
use crate::db::keys::{PersonId, RowVersion, TermId};
use crate::db::{DbError, Tx, changes};
use crate::program::{Actor, ProgramError, Team, teams};

/// A proposal that somebody serves a team.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Nomination {
    /// Who.
    pub person: PersonId,
    /// As what.
    pub role: TermRole,
    /// Share of working time, in percent, 1 to 50.
    pub allocation_percent: i32,
    /// The first day; none: the day on which it is accepted.
    pub starts_on: Option<Day>,
    /// The last day, where one is set.
    pub ends_on: Option<Day>,
}

/// Nominates somebody. Where the nominator may decide, too, that counts as
/// approved at once.
///
/// # Errors
///
/// [`ProgramError::Invalid`] where the person has an open term here, can't sign
/// in, or the days or the share don't fit.
pub fn nominate(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    team: &Team,
    nomination: &Nomination,
) -> Result<Term, ProgramError> {
    if !actor.may(|member| access::may_nominate(member, team)) {
        return Err(ProgramError::NotYours("only people of the team and those who look after it nominate for it"));
    }
    settle_terms(tx, now)?;
    let person = accounts::find_person(tx, nomination.person)?;
    check(tx, team, &person, nomination, now)?;
    let nominator = actor.id().unwrap_or(person.id);
    let approved = actor.may(|member| access::may_decide(member, team));
    let term = Term {
        id: TermId::generate(),
        team_id: team.id,
        person_id: person.id,
        role: nomination.role,
        state: if approved { TermState::Approved } else { TermState::Nominated },
        allocation_percent: nomination.allocation_percent,
        nominated_by: nominator,
        nominated_at: now,
        approved_by: approved.then_some(nominator),
        approved_at: approved.then_some(now),
        answered_at: None,
        decline_reason: String::new(),
        starts_on: nomination.starts_on,
        ends_on: nomination.ends_on,
        ended_at: None,
        end_reason: String::new(),
        version: RowVersion::FIRST,
        scope_id: None,
        renews_id: None,
        follows_id: None,
        thanks: String::new(),
        thanked_by: None,
    };
    store::insert(tx, &term)?;
    record(tx, actor.id(), now, "term.nominated", &term, &team.slug, "")?;
    Ok(term)
}

fn check(
    tx: &mut Tx,
    team: &Team,
    person: &Person,
    nomination: &Nomination,
    now: Timestamp,
) -> Result<(), ProgramError> {
    rules::check_nomination(nomination.allocation_percent, nomination.starts_on, nomination.ends_on, now.day())
        .map_err(|(field, words)| ProgramError::field(field, words))?;
    if person.state == PersonState::Disabled {
        return Err(ProgramError::field("person", format!("the account of {} is switched off", person.name)));
    }
    if store::has_open(tx, team.id, person.id)? {
        let words = format!("{} serves {} already, or is nominated for it", person.name, team.name);
        return Err(ProgramError::field("person", words));
    }
    check_only_champion(tx, team, nomination, now)
}

/// A team has one champion at a time: a successor begins after the last day of
/// the present one.
fn check_only_champion(tx: &mut Tx, team: &Team, nomination: &Nomination, now: Timestamp) -> Result<(), ProgramError> {
    if nomination.role != TermRole::Champion {
        return Ok(());
    }
    let first = nomination.starts_on.unwrap_or(now.day()).max(now.day());
    let words = match store::find_champion_from(tx, team.id, first)? {
        None => return Ok(()),
        Some((name, None)) => {
            format!("{name} serves {} as champion; choose deputy, or end that term first", team.name)
        }
        Some((name, Some(last))) => format!(
            "{name} serves {} as champion until {}; choose deputy, or a first day after that",
            team.name,
            last.words()
        ),
    };
    Err(ProgramError::field("role", words))
}

/// Agrees to a nomination; the nominee answers next.
///
/// # Errors
///
/// [`ProgramError::WrongState`] where it does not wait for that.
pub fn approve(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, id: TermId) -> Result<Term, ProgramError> {
    let (mut term, team) = find(tx, id)?;
    if !actor.may(|member| access::may_decide(member, &team)) {
        return Err(ProgramError::NotYours("nominations are approved by the team's manager, the lead and admins"));
    }
    step(&mut term, Step::Approve)?;
    term.approved_by = actor.id();
    term.approved_at = Some(now);
    save(tx, actor, now, "term.approved", term, &team, "")
}

/// Does not agree to a nomination; `reason` may be empty.
///
/// # Errors
///
/// [`ProgramError::WrongState`] where it does not wait for that.
pub fn reject(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, id: TermId, reason: &str) -> Result<Term, ProgramError> {
    let (mut term, team) = find(tx, id)?;
    if !actor.may(|member| access::may_decide(member, &team)) {
        return Err(ProgramError::NotYours("nominations are approved by the team's manager, the lead and admins"));
    }
    step(&mut term, Step::Reject)?;
    term.approved_by = actor.id();
    term.approved_at = Some(now);
    term.decline_reason = reason.to_owned();
    save(tx, actor, now, "term.rejected", term, &team, reason)
}

/// Says yes. The term serves from its first day on, which is today where none
/// was proposed or it has passed; the person belongs to the team from now on.
///
/// # Errors
///
/// [`ProgramError::WrongState`] where it is not approved, or its last day has passed.
pub fn accept(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, id: TermId) -> Result<Term, ProgramError> {
    let (mut term, team) = find(tx, id)?;
    check_answer(actor, &term)?;
    step(&mut term, Step::Accept)?;
    let today = now.day();
    if term.ends_on.is_some_and(|last| last < today) {
        return Err(ProgramError::WrongState("its last day has passed; ask for a new nomination".into()));
    }
    let first = term.starts_on.unwrap_or(today).max(today);
    term.starts_on = Some(first);
    term.answered_at = Some(now);
    if first <= today {
        step(&mut term, Step::Begin)?;
    }
    // Whoever serves a team belongs to it.
    let person = accounts::find_person(tx, term.person_id)?;
    teams::add_member(tx, Actor::Trusted(actor.id()), now, &team, &person)?;
    save(tx, actor, now, "term.accepted", term, &team, "")
}

/// Says no; `reason` may be empty.
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
    save(tx, actor, now, "term.declined", term, &team, reason)
}

/// Ends a term today, or takes a proposal back; `reason` may be empty.
///
/// # Errors
///
/// [`ProgramError::WrongState`] where it is over already.
pub fn end_term(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, id: TermId, reason: &str) -> Result<Term, ProgramError> {
    let (mut term, team) = find(tx, id)?;
    if !actor.may(|member| access::may_end(member, &team, &term)) {
        return Err(ProgramError::NotYours("a term is ended by its person, the team's manager, the lead and admins"));
    }
    step(&mut term, Step::End)?;
    term.ended_at = Some(now);
    term.end_reason = reason.to_owned();
    save(tx, actor, now, "term.ended", term, &team, reason)
}

/// Writes down what the calendar has decided: accepted terms whose first day
/// has come are active, terms past their last day have ended. Nothing waits for
/// it, since every query asks the days themselves. Returns how many it changed.
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
        if let Some(last) = term.ends_on.filter(|last| *last < today) {
            step(&mut term, Step::End)?;
            term.ended_at = Some(store::end_of(last));
            save(tx, Actor::Trusted(None), now, "term.ended", term, &team, "its last day has passed")?;
        } else {
            step(&mut term, Step::Begin)?;
            save(tx, Actor::Trusted(None), now, "term.began", term, &team, "")?;
        }
    }
    Ok(count)
}

fn find(tx: &mut Tx, id: TermId) -> Result<(Term, Team), ProgramError> {
    let term = store::find_term(tx, id)?.term;
    let team = teams::team_by_id(tx, term.team_id)?;
    Ok((term, team))
}

fn check_answer(actor: Actor<'_>, term: &Term) -> Result<(), ProgramError> {
    if actor.may(|member| access::may_answer(member, term)) {
        return Ok(());
    }
    Err(ProgramError::NotYours("only the person who is nominated can answer"))
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
        "reason": reason,
    });
    audit::record(tx, now, Entry { actor, action, subject: ("term", term.id.as_str()), detail })?;
    changes::announce(tx, now, "team", team)
}
