//! Changing whose turn it is: passing a question on, asking back, coming back
//! from the asker, and moving on by itself where nobody is there any more.

use serde_json::json;

use super::ask::routed_words;
use super::{find_for, record};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::program;
use crate::questions::clocks::{self, Clocks};
use crate::questions::model::{EventKind, Question, QuestionNumber, QuestionState, Turn};
use crate::questions::rules::{self, Act, Routing, Server};
use crate::questions::store::{Filter, NewEvent, Sort, Turned};
use crate::questions::{QuestionError, Reader, access, store};
use crate::web::Member;

/// Passes a question on to Network Security; `why` is one line, tidied.
///
/// # Errors
///
/// [`QuestionError::NotYourTurn`] and [`QuestionError::NotOpen`].
pub fn escalate(
    tx: &mut Tx,
    clocks: &Clocks,
    member: &Member,
    now: Timestamp,
    number: QuestionNumber,
    why: &str,
) -> Result<(), QuestionError> {
    let question = find_for(tx, member, number, Act::Escalate)?;
    let now = question.not_before(now);
    let turned = to_netsec(clocks, &question, now);
    // Whoever it was handed to has passed it on.
    if !store::save_turn(tx, &question, &turned, now, Some(None))? {
        return Err(QuestionError::Changed { number });
    }
    let event = NewEvent::new(question.id, now, Some(member.id), EventKind::Escalated, why);
    store::insert_event(tx, &event.turning(turned.turn, turned.due.at))?;
    record(tx, Some(member.id), now, &question, "question.escalated", json!({ "why": why }))
}

fn to_netsec(clocks: &Clocks, question: &Question, now: Timestamp) -> Turned {
    let (turn, launch) = (Turn::NetSec, question.launches_at());
    let due = clocks::start(&clocks.targets, &clocks.calendar(), turn, question.urgency, launch, now);
    Turned { state: QuestionState::WithNetSec, turn, due }
}

/// Asks whoever asked for what is missing; `words` are markdown. No clock runs
/// until they reply.
///
/// # Errors
///
/// Those of [`escalate`].
pub fn ask_back(
    tx: &mut Tx,
    member: &Member,
    now: Timestamp,
    number: QuestionNumber,
    words: &str,
) -> Result<(), QuestionError> {
    let question = find_for(tx, member, number, Act::AskBack)?;
    let now = question.not_before(now);
    let due = clocks::Due { target_at: question.target_at, at: question.due_at };
    if question.turn != Turn::Asker {
        let turned = Turned { state: question.state, turn: Turn::Asker, due };
        if !store::save_turn(tx, &question, &turned, now, None)? {
            return Err(QuestionError::Changed { number });
        }
    }
    store::note_response(tx, question.id, now)?;
    let event = NewEvent::new(question.id, now, Some(member.id), EventKind::AskedBack, words);
    store::insert_event(tx, &event.turning(Turn::Asker, due.at))?;
    record(tx, Some(member.id), now, &question, "question.asked_back", json!({}))
}

/// Says something about a question; `words` are markdown. Where it waits for
/// its asker and they say it, the turn goes back to whoever asked back.
///
/// # Errors
///
/// [`QuestionError::NotFound`].
pub fn comment(
    tx: &mut Tx,
    clocks: &Clocks,
    member: &Member,
    now: Timestamp,
    number: QuestionNumber,
    words: &str,
) -> Result<(), QuestionError> {
    let question = find_for(tx, member, number, Act::Comment)?;
    let now = question.not_before(now);
    if question.turn == Turn::Asker && question.is_asked_by(member.id) {
        return reply(tx, clocks, member, now, &question, words);
    }
    let responds = question.state.is_open() && access::answers(member, &question);
    let kind = if responds { EventKind::Responded } else { EventKind::Commented };
    if responds {
        store::note_response(tx, question.id, now)?;
    }
    store::insert_event(tx, &NewEvent::new(question.id, now, Some(member.id), kind, words))?;
    record(tx, Some(member.id), now, &question, "question.commented", json!({}))
}

fn reply(
    tx: &mut Tx,
    clocks: &Clocks,
    member: &Member,
    now: Timestamp,
    question: &Question,
    words: &str,
) -> Result<(), QuestionError> {
    let turn = question.state.turn();
    let (calendar, launch) = (clocks.calendar(), question.launches_at());
    let due = clocks::resume(&calendar, question.target_at, question.turn_since, launch, now);
    let turned = Turned { state: question.state, turn, due };
    if !store::save_turn(tx, question, &turned, now, None)? {
        return Err(QuestionError::Changed { number: question.number });
    }
    let event = NewEvent::new(question.id, now, Some(member.id), EventKind::Replied, words);
    store::insert_event(tx, &event.turning(turn, due.at))?;
    record(tx, Some(member.id), now, question, "question.replied", json!({}))
}

/// Questions that are looked through at a time.
const LOOKED_AT: i64 = 1_000;

/// Gives to Network Security what waits with champions where nobody who serves
/// the team is there any more. Returns how many went.
///
/// # Errors
///
/// The database's own.
pub fn settle_turns(tx: &mut Tx, clocks: &Clocks, now: Timestamp) -> Result<usize, QuestionError> {
    let filter = Filter { reader: Reader::Site, turns: vec![Turn::Champion], is_free: true, ..Filter::default() };
    let (waiting, _) = store::list(tx, &filter, Sort::Due, 0, LOOKED_AT)?;
    let mut teams: Vec<_> = waiting.iter().filter_map(Question::team_id).collect();
    teams.sort_unstable();
    teams.dedup();
    let serving = program::serving_these(tx, &teams, clocks.calendar().today(now))?;
    let mut moved = 0;
    for question in &waiting {
        let serving = question.team_id().and_then(|team| serving.get(&team)).map(Vec::as_slice).unwrap_or_default();
        let servers = Server::all(serving);
        let routing = rules::route(question.asker.id, Some(&servers), question.urgency, question.visibility);
        if matches!(routing, Routing::NoChampion | Routing::AllAway | Routing::AskerServes) {
            let now = question.not_before(now);
            let turned = to_netsec(clocks, question, now);
            if store::save_turn(tx, question, &turned, now, Some(None))? {
                let words = routed_words(routing, question, serving).unwrap_or_default().replace("straight ", "on ");
                let event = NewEvent::new(question.id, now, None, EventKind::Routed, &words);
                store::insert_event(tx, &event.turning(turned.turn, turned.due.at))?;
                record(tx, None, now, question, "question.routed", json!({ "why": words }))?;
                moved += 1;
            }
        }
    }
    Ok(moved)
}
