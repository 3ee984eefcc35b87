//! Asking for another answer.

use serde_json::json;

use super::{Pass, find_for, pass, record};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::questions::clocks::{self, Clocks};
use crate::questions::model::{EventKind, QuestionNumber, Turn};
use crate::questions::rules::{self, Act};
use crate::questions::store::Turned;
use crate::questions::{QuestionError, confirm, store};
use crate::web::Member;

/// Opens an answered question again; `why` is markdown. It goes to whoever had
/// it when it was answered. Their clock stood still since and goes on with what
/// was left, and with [`clocks::reopen`]'s least where that is more.
///
/// Whoever asked and has not confirmed the answer says what is missing by this,
/// see [`confirm::say_missing`]: it is the same conversation.
///
/// # Errors
///
/// Those of [`super::escalate`].
pub fn reopen(
    tx: &mut Tx,
    clocks: &Clocks,
    member: &Member,
    now: Timestamp,
    number: QuestionNumber,
    why: &str,
) -> Result<(), QuestionError> {
    let question = find_for(tx, member, number, Act::Reopen)?;
    let confirmation = confirm::find(tx, question.id)?;
    if confirm::offers(member, &question, confirmation.as_ref()) {
        return confirm::say_missing(tx, clocks, member, now, number, why);
    }
    let now = question.not_before(now);
    let events = store::list_events(tx, question.id)?;
    let state = rules::reopened_state(&question, &events);
    let closed = events.iter().rev().find(|event| event.turn == Some(Turn::Nobody));
    let stopped = closed.map_or(question.turn_since, |event| event.at);
    let (turn, left) = (state.turn(), (question.target_at, stopped));
    let due = clocks::reopen(&clocks.targets, &clocks.calendar(), turn, left, question.launches_at(), now);
    // Who had taken it and answered has it again.
    let (by, turned) = (Some(member.id), Turned { state, turn, due });
    pass(tx, now, &question, &Pass { by, turned, owner: None, kind: EventKind::Reopened, words: why })?;
    record(tx, Some(member.id), now, &question, "question.reopened", json!({}))
}
