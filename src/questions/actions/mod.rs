//! What can be done with questions; one function per change. Each checks who
//! may, whether the state allows it, writes, and leaves a line in the history.

mod answer;
mod ask;
mod handing;
mod merge;
mod notes;
mod reopen;
mod replies;
mod settle;
mod turns;
mod watch;

pub use answer::answer;
pub use ask::{ask, ask_with};
pub use handing::{hand_on, list_takers};
pub use merge::{merge, split};
pub use notes::{link, note, unlink};
pub use reopen::reopen;
pub use replies::{delete_reply, save_reply};
pub use settle::settle_turns;
pub use turns::{ask_back, check_read, comment, escalate};
pub use watch::watch;

use serde_json::json;

use super::model::{EventKind, Question, QuestionNumber};
use super::rules::{self, Act};
use super::store::{NewEvent, Turned};
use super::{QuestionError, Reader, access, store, tells};
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::keys::PersonId;
use crate::db::{Tx, changes};
use crate::web::Member;

/// Takes a question, so that others in Network Security turn to another.
///
/// # Errors
///
/// [`QuestionError::Claimed`] where somebody was faster, and those of [`escalate`].
pub fn claim(tx: &mut Tx, member: &Member, now: Timestamp, number: QuestionNumber) -> Result<(), QuestionError> {
    let question = find_for(tx, member, number, Act::Claim)?;
    match &question.claimed_by {
        Some(person) if person.id == member.id => return Ok(()),
        Some(person) => return Err(QuestionError::Claimed { number, name: person.name.clone() }),
        None => {}
    }
    if !store::save_claimed(tx, &question, member.id, now)? {
        return Err(QuestionError::Changed { number });
    }
    store::insert_event(tx, &NewEvent::new(question.id, now, Some(member.id), EventKind::Claimed, ""))?;
    record(tx, Some(member.id), now, &question, "question.claimed", json!({}))
}

/// Gives a question back to everybody in Network Security, one's own or that
/// of somebody who is away.
///
/// # Errors
///
/// Those of [`escalate`].
pub fn release(tx: &mut Tx, member: &Member, now: Timestamp, number: QuestionNumber) -> Result<(), QuestionError> {
    let question = find_for(tx, member, number, Act::Release)?;
    if !store::save_released(tx, &question)? {
        return Ok(());
    }
    store::insert_event(tx, &NewEvent::new(question.id, now, Some(member.id), EventKind::Released, ""))?;
    record(tx, Some(member.id), now, &question, "question.released", json!({}))
}

/// The question, where `member` may do `act` with it and its state allows that.
pub(super) fn find_for(
    tx: &mut Tx,
    member: &Member,
    number: QuestionNumber,
    act: Act,
) -> Result<Question, QuestionError> {
    let question = store::find(tx, &Reader::of(member), number)?;
    // Who answers hears that it is too late, whosever turn it would be.
    let is_over = access::answers(member, &question) && !rules::allows(question.state, act);
    if !is_over && !access::may(member, &question, act) {
        return Err(QuestionError::NotYourTurn { number });
    }
    if let Some(kept) = &question.merged_into {
        return Err(QuestionError::Merged { number, kept: kept.number });
    }
    if !rules::allows(question.state, act) {
        return Err(QuestionError::NotOpen { number, state: question.state.label() });
    }
    Ok(question)
}

/// That a question becomes another's, and the line of its history that says so.
pub(super) struct Pass<'a> {
    /// Who did it; nobody where the site did.
    pub by: Option<PersonId>,
    /// What it becomes.
    pub turned: Turned,
    /// Which person has it then, where that changes.
    pub owner: Option<Option<PersonId>>,
    /// What happened.
    pub kind: EventKind,
    /// What was said with it.
    pub words: &'a str,
}

/// Makes it another's turn from `now` on.
///
/// # Errors
///
/// [`QuestionError::Changed`] where it was saved or turned since `question` was
/// read; nothing is written then.
pub(super) fn pass(tx: &mut Tx, now: Timestamp, question: &Question, pass: &Pass<'_>) -> Result<(), QuestionError> {
    let turned = &pass.turned;
    if !store::save_turn(tx, question, turned, now, pass.owner)? {
        return Err(QuestionError::Changed { number: question.number });
    }
    let event = NewEvent::new(question.id, now, pass.by, pass.kind, pass.words);
    Ok(store::insert_event(tx, &event.turning(turned.turn, turned.due.at))?)
}

/// The end of each change: the record, a word to the other nodes, and a notice
/// to whom the newest line of the history concerns.
pub(super) fn record(
    tx: &mut Tx,
    actor: Option<PersonId>,
    now: Timestamp,
    question: &Question,
    action: &str,
    detail: serde_json::Value,
) -> Result<(), QuestionError> {
    record_quietly(tx, actor, now, question, action, detail)?;
    Ok(tells::tell(tx, now, question.number)?)
}

/// The end of a change that writes no line of the history.
pub(super) fn record_quietly(
    tx: &mut Tx,
    actor: Option<PersonId>,
    now: Timestamp,
    question: &Question,
    action: &str,
    detail: serde_json::Value,
) -> Result<(), QuestionError> {
    let number = question.number.to_string();
    audit::record(tx, now, Entry { actor, action, subject: ("question", &number), detail })?;
    changes::announce(tx, now, "question", &number)?;
    Ok(())
}
