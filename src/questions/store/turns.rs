//! Whose turn it is, and what each turn leaves in the row.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::keys::{LaunchId, PersonId, QuestionId};
use crate::db::schema::questions;
use crate::db::{DbError, Tx};
use crate::questions::clocks::Due;
use crate::questions::model::{Question, QuestionState, Turn};

/// Whose turn it becomes, and until when.
#[derive(Debug, Clone, Copy)]
pub struct Turned {
    /// Where the question stands then.
    pub state: QuestionState,
    /// Whose turn it is then.
    pub turn: Turn,
    /// Until when.
    pub due: Due,
}

/// Changes whose turn it is; with `owner`, also which person has it. Returns
/// false, and writes nothing, where it was saved or turned since `question` was read.
///
/// The version rises with the state only: what is asked back, and what comes
/// of it, refuses no answer that is being written meanwhile.
pub fn save_turn(
    tx: &mut Tx,
    question: &Question,
    turned: &Turned,
    now: Timestamp,
    owner: Option<Option<PersonId>>,
) -> Result<bool, DbError> {
    let unchanged = questions::table
        .filter(questions::id.eq(question.id))
        .filter(questions::version.eq(question.version))
        .filter(questions::turn.eq(question.turn));
    let version = if turned.state == question.state { question.version } else { question.version.next() };
    let rows = diesel::update(unchanged)
        .set((
            questions::state.eq(turned.state),
            questions::turn.eq(turned.turn),
            questions::turn_since.eq(now),
            questions::target_at.eq(turned.due.target_at),
            questions::due_at.eq(turned.due.at),
            questions::version.eq(version),
            owner.map(|owner| (questions::claimed_by.eq(owner), questions::claimed_at.eq(owner.map(|_| now)))),
        ))
        .execute(tx)?;
    Ok(rows == 1)
}

/// Notes when somebody whose part it is to answer said the first word.
///
/// # Errors
///
/// The database's own.
pub fn note_response(tx: &mut Tx, question: QuestionId, now: Timestamp) -> Result<(), DbError> {
    let silent = questions::table.filter(questions::id.eq(question)).filter(questions::first_response_at.is_null());
    diesel::update(silent).set(questions::first_response_at.eq(Some(now))).execute(tx)?;
    Ok(())
}

/// Ties a question to a launch, or to none, with the due time that follows.
///
/// # Errors
///
/// The database's own.
pub fn save_launch(
    tx: &mut Tx,
    question: QuestionId,
    launch: Option<LaunchId>,
    due_at: Timestamp,
) -> Result<(), DbError> {
    diesel::update(questions::table.filter(questions::id.eq(question)))
        .set((questions::launch_id.eq(launch), questions::due_at.eq(due_at)))
        .execute(tx)?;
    Ok(())
}
