//! Answering, and changing an answer.

use serde_json::json;

use super::{find_for, record};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::questions::model::{AnswerInput, Event, EventKind, QuestionNumber};
use crate::questions::rules::{self, Act};
use crate::questions::store::NewEvent;
use crate::questions::{Clocks, QuestionError, confirm, store};
use crate::web::{FieldProblem, Member};

/// Answers a question, or changes its answer; the history keeps both.
///
/// # Errors
///
/// [`QuestionError::Changed`] where somebody saved since the writer looked;
/// the caller shows both texts. [`QuestionError::Unchanged`] where the answer
/// reads so already. [`QuestionError::Invalid`] where somebody said something
/// that the writer has not seen. Else those of [`super::escalate`].
pub fn answer(
    tx: &mut Tx,
    clocks: &Clocks,
    member: &Member,
    now: Timestamp,
    number: QuestionNumber,
    input: &AnswerInput,
) -> Result<(), QuestionError> {
    let question = find_for(tx, member, number, Act::Answer)?;
    let now = question.not_before(now);
    if !question.state.is_open() && question.answer == input.words {
        return Err(QuestionError::Unchanged { number });
    }
    if let Some(read) = input.read {
        let events = store::list_events(tx, question.id)?;
        if let Some(newer) = rules::newer_comment(&events, read, member.id) {
            return Err(QuestionError::Invalid(vec![FieldProblem::new("answer", newer_words(newer))]));
        }
    }
    if !store::save_answer(tx, &question, member.id, now, &input.words, input.seen)? {
        return Err(QuestionError::Changed { number });
    }
    confirm::start(tx, clocks, now, &question)?;
    if question.state.is_open() && question.article_slug.is_some() {
        confirm::withdraw_article(tx, now, &question)?;
    }
    let (kind, action) = if question.state.is_open() {
        (EventKind::Answered, "question.answered")
    } else {
        (EventKind::AnswerChanged, "question.answer_changed")
    };
    let event = NewEvent::new(question.id, now, Some(member.id), kind, &input.words);
    let event = if question.state.is_open() { event.closing() } else { event };
    store::insert_event(tx, &event)?;
    record(tx, Some(member.id), now, &question, action, json!({ "version": input.seen.next().0 }))
}

/// What the writer of an answer hears of a comment that they have not seen.
pub(super) fn newer_words(comment: &Event) -> String {
    const SHOWN: usize = 300;
    let who = comment.person.as_ref().map_or("Somebody", |person| person.name.as_str());
    let mut said: String = comment.words.chars().take(SHOWN).collect();
    if said.len() < comment.words.len() {
        said.push('…');
    }
    format!("{who} commented while you wrote: “{said}” Send it again if it still fits; it was not sent yet.")
}
