//! Changing whose turn it is: passing a question on, asking back, coming back
//! from the asker.

use serde_json::json;

use super::answer::newer_words;
use super::{Pass, find_for, pass, record};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::db::keys::QuestionEventId;
use crate::questions::clocks::{self, Clocks};
use crate::questions::model::{EventKind, Question, QuestionNumber, QuestionState, Turn, Visibility};
use crate::questions::rules::{self, Act};
use crate::questions::store::{NewEvent, Turned};
use crate::questions::{QuestionError, Reader, access, store};
use crate::web::{FieldProblem, Member};

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
    let (by, owner) = (Some(member.id), Some(None));
    pass(tx, now, &question, &Pass { by, turned, owner, kind: EventKind::Escalated, words: why })?;
    // The record is read by more people than a question that is not for everyone.
    let detail = if question.visibility == Visibility::Everyone { json!({ "why": why }) } else { json!({}) };
    record(tx, Some(member.id), now, &question, "question.escalated", detail)
}

pub(super) fn to_netsec(clocks: &Clocks, question: &Question, now: Timestamp) -> Turned {
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

/// Checks that nobody else said anything after the line `read`, up to which
/// `member` has read; `field` is where their words stand.
///
/// # Errors
///
/// [`QuestionError::Invalid`] with what was said.
pub fn check_read(
    tx: &mut Tx,
    member: &Member,
    number: QuestionNumber,
    read: QuestionEventId,
    field: &'static str,
) -> Result<(), QuestionError> {
    let question = store::find(tx, &Reader::of(member), number)?;
    let events = store::list_events(tx, question.id)?;
    match rules::newer_comment(&events, read, member.id) {
        Some(newer) => Err(QuestionError::Invalid(vec![FieldProblem::new(field, newer_words(newer))])),
        None => Ok(()),
    }
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
    let (by, owner) = (Some(member.id), None);
    pass(tx, now, question, &Pass { by, turned, owner, kind: EventKind::Replied, words })?;
    record(tx, Some(member.id), now, question, "question.replied", json!({}))
}
