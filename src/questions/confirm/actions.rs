//! Confirming an answer, saying what it lacks, and letting it confirm itself.

use serde_json::json;

use super::{Confirmation, access, store};
use crate::accounts;
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::db::keys::PersonId;
use crate::knowledge;
use crate::program;
use crate::questions::actions::{Pass, pass, record};
use crate::questions::clocks::{self, Clocks};
use crate::questions::model::{EventKind, Question, QuestionNumber, QuestionState};
use crate::questions::store::{NewEvent, Turned, insert_event, list_numbered};
use crate::questions::{QuestionError, Reader};
use crate::web::{Grant, Member};

/// Answers that confirm themselves at a time.
const AT_ONCE: i64 = 200;

/// Begins to wait for a word on an answer that was given or changed at `now`.
/// What is confirmed stays so.
///
/// # Errors
///
/// The database's own.
pub fn start(tx: &mut Tx, clocks: &Clocks, now: Timestamp, question: &Question) -> Result<(), QuestionError> {
    let known = if question.state.is_open() { None } else { store::find(tx, question.id)? };
    if known.is_some_and(|known| known.confirmed_at.is_some()) {
        return Ok(());
    }
    let calendar = clocks.calendar();
    let confirms_at = calendar.business_after(now, clocks.targets.confirm_after.time(&calendar));
    let waits = Confirmation { confirms_at: Some(confirms_at), confirmed_at: None, confirmed_by: None };
    Ok(store::save(tx, question.id, waits)?)
}

/// Confirms that the answer is one.
///
/// # Errors
///
/// [`QuestionError::NotFound`], [`QuestionError::NotYourTurn`] for others than
/// whoever asked, [`QuestionError::NotOpen`] where there is no answer to confirm.
pub fn confirm(tx: &mut Tx, member: &Member, now: Timestamp, number: QuestionNumber) -> Result<(), QuestionError> {
    let question = find_own(tx, member, number)?;
    settle(tx, &question, question.not_before(now), Some(member.id))
}

/// Says what an answer lacks, in markdown. The question goes back to whoever
/// answered, with the time that was left.
///
/// # Errors
///
/// Those of [`confirm`], and [`QuestionError::Changed`].
pub fn say_missing(
    tx: &mut Tx,
    clocks: &Clocks,
    member: &Member,
    now: Timestamp,
    number: QuestionNumber,
    words: &str,
) -> Result<(), QuestionError> {
    let question = find_own(tx, member, number)?;
    let (now, calendar) = (question.not_before(now), clocks.calendar());
    let (state, owner) = back_to(tx, clocks, &question, now)?;
    let due = clocks::resume(&calendar, question.target_at, question.turn_since, question.launches_at(), now);
    let (by, turned) = (Some(member.id), Turned { state, turn: state.turn(), due });
    pass(tx, now, &question, &Pass { by, turned, owner: Some(owner), kind: EventKind::Missed, words })?;
    store::withdraw_answer(tx, question.id)?;
    store::delete(tx, question.id)?;
    withdraw_article(tx, now, &question)?;
    record(tx, Some(member.id), now, &question, "question.missed", json!({}))
}

/// Takes back that an article answers a question that is open again: search
/// must not learn that it does.
///
/// # Errors
///
/// The database's own.
pub fn withdraw_article(tx: &mut Tx, now: Timestamp, question: &Question) -> Result<(), QuestionError> {
    if question.article_slug.is_some() {
        store::clear_article(tx, question.id)?;
        knowledge::learnt::unlearn_question(tx, now, question.number.0)?;
    }
    Ok(())
}

/// Confirms what nobody objected to in time. Returns how many answers that were.
///
/// # Errors
///
/// The database's own.
pub fn settle_confirmations(tx: &mut Tx, now: Timestamp) -> Result<usize, QuestionError> {
    let numbers = store::list_due(tx, now, AT_ONCE)?;
    let questions = list_numbered(tx, &numbers)?;
    for question in &questions {
        settle(tx, question, question.not_before(now), None)?;
    }
    Ok(questions.len())
}

fn settle(tx: &mut Tx, question: &Question, now: Timestamp, by: Option<PersonId>) -> Result<(), QuestionError> {
    let confirmed = Confirmation { confirms_at: None, confirmed_at: Some(now), confirmed_by: by };
    store::save(tx, question.id, confirmed)?;
    insert_event(tx, &NewEvent::new(question.id, now, by, EventKind::Confirmed, ""))?;
    record(tx, by, now, question, "question.confirmed", json!({ "by_itself": by.is_none() }))
}

/// The question, where its answer waits for the word of `member`.
fn find_own(tx: &mut Tx, member: &Member, number: QuestionNumber) -> Result<Question, QuestionError> {
    let question = crate::questions::store::find(tx, &Reader::of(member), number)?;
    if !access::may_confirm(member, &question) {
        return Err(QuestionError::NotYourTurn { number });
    }
    let confirmation = store::find(tx, question.id)?;
    if !access::awaits(&question, confirmation.as_ref()) {
        let is_answered = question.state == QuestionState::Answered;
        let state = if is_answered { "confirmed already" } else { question.state.label() };
        return Err(QuestionError::NotOpen { number, state });
    }
    Ok(question)
}

/// Who had answered, as the state in which they do it again, and the person
/// where it is one of many.
fn back_to(
    tx: &mut Tx,
    clocks: &Clocks,
    question: &Question,
    now: Timestamp,
) -> Result<(QuestionState, Option<PersonId>), QuestionError> {
    let Some(by) = question.answered_by.as_ref().map(|person| person.id) else {
        return Ok((QuestionState::WithNetSec, None));
    };
    if accounts::list_grants(tx, by)?.iter().any(|(grant, _)| *grant == Grant::NetSec) {
        return Ok((QuestionState::WithNetSec, Some(by)));
    }
    let serving = match question.team_id() {
        Some(team) => program::serving(tx, team, clocks.calendar().today(now))?,
        None => Vec::new(),
    };
    let was_given = question.claimed_by.as_ref().is_some_and(|person| person.id == by);
    Ok(if serving.iter().any(|one| one.person_id == by) {
        // Whoever serves beside them may answer as well.
        (QuestionState::WithChampion, None)
    } else if was_given {
        (QuestionState::WithChampion, Some(by))
    } else {
        (QuestionState::WithNetSec, None)
    })
}
