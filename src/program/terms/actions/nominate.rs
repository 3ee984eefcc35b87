//! Putting somebody forward: for the first time, to go on, or to follow another.

use super::{record, settle_terms};
use crate::accounts::{self, Person, PersonState};
use crate::clock::{Day, Timestamp};
use crate::db::Tx;
use crate::db::keys::{PersonId, RowVersion, TermId};
use crate::program::terms::model::{Term, TermRole, TermState};
use crate::program::terms::room::find_no_room;
use crate::program::terms::tells::tell;
use crate::program::terms::{access, rules, store};
use crate::program::{Actor, ProgramError, ProgramSettings, Team};

/// What a new term has to do with another.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Continues {
    /// Nothing.
    #[default]
    Nothing,
    /// It continues this term of the same person.
    Renews(TermId),
    /// It follows this term of somebody else.
    Follows(TermId),
}

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
    /// The term that it continues or follows.
    pub continues: Continues,
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
    settings: &ProgramSettings,
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
    check(tx, settings, team, &person, nomination, now)?;
    let nominator = actor.id().unwrap_or(person.id);
    let approved = actor.may(|member| access::may_decide(member, team));
    let (renews_id, follows_id) = match nomination.continues {
        Continues::Nothing => (None, None),
        Continues::Renews(id) => (Some(id), None),
        Continues::Follows(id) => (None, Some(id)),
    };
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
        renews_id,
        follows_id,
        thanks: String::new(),
        thanked_by: None,
        agreed_until: nomination.ends_on,
        ended_by: None,
        thanked_at: None,
    };
    store::insert(tx, &term)?;
    let action = if renews_id.is_some() { "term.renewal_proposed" } else { "term.nominated" };
    record(tx, actor.id(), now, action, &term, &team.slug, "")?;
    tell(tx, actor.id(), now, &term, team)?;
    Ok(term)
}

fn check(
    tx: &mut Tx,
    settings: &ProgramSettings,
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
    match nomination.continues {
        Continues::Renews(id) => {
            check_renewal(tx, nomination, id, now)?;
            return check_room(tx, settings, team, nomination, now, ("ends_on", Some(id)));
        }
        Continues::Follows(id) => check_successor(tx, team, nomination, id, now)?,
        Continues::Nothing => {}
    }
    if store::has_open(tx, team.id, person.id)? {
        let words = format!("{} serves {} already, or is nominated for it", person.name, team.name);
        return Err(ProgramError::field("person", words));
    }
    check_room(tx, settings, team, nomination, now, ("role", None))
}

/// Whether the team may have one more champion; what is wrong is said at `field`.
fn check_room(
    tx: &mut Tx,
    settings: &ProgramSettings,
    team: &Team,
    nomination: &Nomination,
    now: Timestamp,
    (field, except): (&'static str, Option<TermId>),
) -> Result<(), ProgramError> {
    if nomination.role != TermRole::Champion {
        return Ok(());
    }
    let first = nomination.starts_on.unwrap_or(now.day()).max(now.day());
    let Some(there) = find_no_room(tx, settings, team.id, (first, nomination.ends_on), except)? else { return Ok(()) };
    let advice = match there.until {
        None => "choose deputy, or give that term a last day and name a successor",
        Some(_) => "choose deputy, or a first day after that",
    };
    Err(ProgramError::field(field, format!("{}; {advice}", there.words(&team.name))))
}

/// A renewal begins on the day after the term that it continues, which goes on until then.
fn check_renewal(tx: &mut Tx, nomination: &Nomination, id: TermId, now: Timestamp) -> Result<(), ProgramError> {
    let row = store::find_term(tx, id)?;
    let term = &row.term;
    let under_way = matches!(term.state, TermState::Accepted | TermState::Active);
    let last = term.ends_on.filter(|last| under_way && *last >= now.day()).ok_or_else(|| {
        ProgramError::WrongState("only a term with a last day that is still to come can be renewed".into())
    })?;
    if term.person_id != nomination.person || nomination.starts_on != Some(last.plus_days(1)) {
        return Err(ProgramError::WrongState("a renewal is of the same person, from the day after the last".into()));
    }
    if store::find_renewal(tx, id)?.is_some() {
        return Err(ProgramError::WrongState("a renewal of this term is under way already".into()));
    }
    Ok(())
}

/// A successor begins after the last day of the one whom they follow.
fn check_successor(
    tx: &mut Tx,
    team: &Team,
    nomination: &Nomination,
    id: TermId,
    now: Timestamp,
) -> Result<(), ProgramError> {
    let row = store::find_term(tx, id)?;
    if row.term.team_id != team.id {
        return Err(ProgramError::NotFound("term"));
    }
    let Some(last) = row.term.ends_on else {
        return Err(ProgramError::field("starts_on", format!("give {}'s term a last day first", row.person.1)));
    };
    let first = nomination.starts_on.unwrap_or(now.day());
    if first <= last {
        let words = format!("{} serves until {}; a successor begins after that", row.person.1, last.words());
        return Err(ProgramError::field("starts_on", words));
    }
    Ok(())
}
