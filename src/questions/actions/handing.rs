//! Giving a question to somebody: within Network Security, among those who
//! serve a team, and back from the one to the others.

use std::collections::HashSet;

use serde_json::json;

use super::{find_for, record};
use crate::accounts::{self, AccountError, Person, PersonName, PersonState};
use crate::clock::Timestamp;
use crate::db::keys::PersonId;
use crate::db::{Connection, Tx};
use crate::program::{self, Serving};
use crate::questions::clocks::{self, Clocks, Due};
use crate::questions::model::{Destination, EventKind, Question, QuestionNumber, QuestionState, Turn, Visibility};
use crate::questions::rules::Act;
use crate::questions::store::{NewEvent, Turned};
use crate::questions::{QuestionError, Reader, access, store};
use crate::web::{FieldProblem, Grant, Member};

/// Gives a question to another; `words` is one line, tidied, and may be empty
/// within Network Security. The clock goes on where the same side has it, and
/// begins anew with whoever serves the team where it goes back to them.
///
/// # Errors
///
/// [`QuestionError::Invalid`] for somebody who can't have it, and those of
/// [`super::escalate`].
pub fn hand_on(
    tx: &mut Tx,
    clocks: &Clocks,
    member: &Member,
    now: Timestamp,
    number: QuestionNumber,
    (to, words): (&Destination, &str),
) -> Result<(), QuestionError> {
    let question = store::find(tx, &Reader::of(member), number)?;
    let now = question.not_before(now);
    let to = match to {
        Destination::Champions => None,
        Destination::Person(handle) => Some(find_person(tx, handle)?),
    };
    match to {
        Some(person) if question.state.is_with_netsec() => {
            if accounts::granted_of(tx, Grant::NetSec, &[person.id])?.contains(&person.id) {
                return assign(tx, clocks, member, now, number, (&person, words));
            }
            // The lead gives questions to Network Security's people, and to nobody else.
            if access::may(member, &question, Act::Assign) && !access::may(member, &question, Act::HandOn) {
                return Err(refused(format!("{} is not in Network Security", person.name)));
            }
            hand_to_team(tx, clocks, member, now, number, (Some(person), words))
        }
        to => hand_to_team(tx, clocks, member, now, number, (to, words)),
    }
}

fn find_person(tx: &mut Tx, handle: &str) -> Result<Person, QuestionError> {
    match accounts::find_by_handle(tx, handle) {
        Ok(person) if person.state == PersonState::Disabled => {
            Err(refused(format!("{} can no longer sign in; choose somebody else", person.name)))
        }
        Ok(person) => Ok(person),
        Err(AccountError::NotFound) => Err(refused("nobody here is called so; choose from the list".into())),
        Err(error) => Err(program::ProgramError::from(error).into()),
    }
}

/// Gives a question to somebody in Network Security.
fn assign(
    tx: &mut Tx,
    clocks: &Clocks,
    member: &Member,
    now: Timestamp,
    number: QuestionNumber,
    (person, words): (&Person, &str),
) -> Result<(), QuestionError> {
    let question = find_for(tx, member, number, Act::Assign)?;
    let away = program::away_these(tx, &HashSet::from([person.id]), clocks.calendar().today(now))?;
    if let Some(until) = away.get(&person.id) {
        return Err(refused(format!("{} is away until {}; choose somebody else", person.name, until.words())));
    }
    if question.claimed_by.as_ref().is_some_and(|owner| owner.id == person.id) {
        return Err(refused(format!("{} has it already", person.name)));
    }
    if !store::save_owner(tx, &question, person.id, now)? {
        return Err(QuestionError::Changed { number });
    }
    let said = to_words(&person.name, words);
    store::insert_event(tx, &NewEvent::new(question.id, now, Some(member.id), EventKind::Assigned, &said))?;
    record(tx, Some(member.id), now, &question, "question.assigned", json!({ "to": person.handle }))
}

/// Gives a question to whoever serves the team, or to one of them.
fn hand_to_team(
    tx: &mut Tx,
    clocks: &Clocks,
    member: &Member,
    now: Timestamp,
    number: QuestionNumber,
    (to, words): (Option<Person>, &str),
) -> Result<(), QuestionError> {
    let question = find_for(tx, member, number, Act::HandOn)?;
    if words.is_empty() {
        return Err(QuestionError::Invalid(vec![FieldProblem::new("word", "say in one line what they should know")]));
    }
    let serving = can_take(tx, clocks, &question, now)?;
    let (owner, name) = match to {
        Some(person) if serving.iter().any(|one| one.person_id == person.id) => (Some(person.id), person.name),
        None if !serving.is_empty() => (None, team_words(&question)),
        _ => return Err(refused(nobody_words(&question))),
    };
    let is_there = question.state == QuestionState::WithChampion;
    if is_there && owner == question.claimed_by.as_ref().map(|person| person.id) {
        return Err(refused(format!("{name} has it already")));
    }
    let turned = with_champion(clocks, &question, now);
    if !store::save_turn(tx, &question, &turned, now, Some(owner))? {
        return Err(QuestionError::Changed { number });
    }
    let said = to_words(&name, words);
    let event = NewEvent::new(question.id, now, Some(member.id), EventKind::HandedOn, &said);
    let event = if is_there { event } else { event.turning(turned.turn, turned.due.at) };
    store::insert_event(tx, &event)?;
    record(tx, Some(member.id), now, &question, "question.handed_on", json!({ "to": name }))
}

/// With the champion: the clock that runs there, or a new one.
fn with_champion(clocks: &Clocks, question: &Question, now: Timestamp) -> Turned {
    let state = QuestionState::WithChampion;
    if question.state == state {
        let due = Due { target_at: question.target_at, at: question.due_at };
        return Turned { state, turn: question.turn, due };
    }
    let (turn, launch) = (Turn::Champion, question.launches_at());
    let due = clocks::start(&clocks.targets, &clocks.calendar(), turn, question.urgency, launch, now);
    Turned { state, turn, due }
}

/// Who serves the team, is there, may read the question and did not ask it.
fn can_take(
    connection: &mut Connection,
    clocks: &Clocks,
    question: &Question,
    now: Timestamp,
) -> Result<Vec<Serving>, QuestionError> {
    let team = question.team_id().filter(|_| question.visibility != Visibility::NetSec);
    let mut serving = match team {
        Some(team) => program::serving(connection, team, clocks.calendar().today(now))?,
        None => Vec::new(),
    };
    serving.retain(|one| one.is_there() && !question.is_asked_by(one.person_id));
    Ok(serving)
}

fn nobody_words(question: &Question) -> String {
    match &question.team {
        _ if question.visibility == Visibility::NetSec => "only Network Security may read this question".into(),
        None => "it was asked for no team; choose somebody in Network Security".into(),
        Some(team) => {
            format!("choose somebody who serves {}, is there, and did not ask it", team.name)
        }
    }
}

fn team_words(question: &Question) -> String {
    format!("whoever serves {}", question.team.as_ref().map(|team| team.name.as_str()).unwrap_or_default())
}

/// `To Kim Oh: it crosses two zones.`
fn to_words(name: &str, words: &str) -> String {
    if words.is_empty() { format!("To {name}.") } else { format!("To {name}: {words}") }
}

fn refused(words: String) -> QuestionError {
    QuestionError::Invalid(vec![FieldProblem::new("to", words)])
}

/// Network Security's people whom a form offers at the most.
const OFFERED: i64 = 200;

/// To whom a question can be given, in groups: those who serve the team, then
/// Network Security; without whoever has it.
///
/// # Errors
///
/// The database's own.
pub fn list_takers(
    connection: &mut Connection,
    clocks: &Clocks,
    question: &Question,
    now: Timestamp,
) -> Result<(Vec<PersonName>, Vec<PersonName>), QuestionError> {
    let has_it = |id: PersonId| question.claimed_by.as_ref().is_some_and(|owner| owner.id == id);
    let named = |one: Serving| PersonName { id: one.person_id, name: one.name, handle: one.handle };
    let champions = can_take(connection, clocks, question, now)?.into_iter().map(named);
    let champions = champions.filter(|one| !has_it(one.id)).collect();
    let mut netsec = Vec::new();
    if question.state.is_with_netsec() {
        netsec = accounts::list_granted(connection, Grant::NetSec, OFFERED)?;
        let ids: HashSet<PersonId> = netsec.iter().map(|one| one.id).collect();
        let away = program::away_these(connection, &ids, clocks.calendar().today(now))?;
        netsec.retain(|one| !has_it(one.id) && !away.contains_key(&one.id));
    }
    Ok((champions, netsec))
}
