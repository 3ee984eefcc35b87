//! Which person has a question.

use diesel::prelude::*;

use super::Row;
use super::named::with_names;
use crate::clock::Timestamp;
use crate::db::keys::PersonId;
use crate::db::schema::questions;
use crate::db::{Connection, DbError, Tx};
use crate::questions::model::{Question, QuestionState};

/// Gives a question to one person. Returns false, and writes nothing, where
/// somebody else has got or given it since `question` was read.
///
/// As with taking it, the version stays: nobody's words change.
///
/// # Errors
///
/// The database's own.
pub fn save_owner(tx: &mut Tx, question: &Question, to: PersonId, now: Timestamp) -> Result<bool, DbError> {
    save(tx, question, Some(to), now)
}

/// Takes a question from the person who has it, as [`save_owner`] does.
///
/// # Errors
///
/// The database's own.
pub fn save_freed(tx: &mut Tx, question: &Question, now: Timestamp) -> Result<bool, DbError> {
    save(tx, question, None, now)
}

fn save(tx: &mut Tx, question: &Question, to: Option<PersonId>, now: Timestamp) -> Result<bool, DbError> {
    let unchanged = questions::table.filter(questions::id.eq(question.id)).filter(questions::state.eq(question.state));
    let set = (questions::claimed_by.eq(to), questions::claimed_at.eq(to.map(|_| now)));
    let rows = match &question.claimed_by {
        Some(owner) => {
            let same = unchanged.filter(questions::claimed_by.eq(owner.id));
            diesel::update(same).set(set).execute(tx)?
        }
        None => diesel::update(unchanged.filter(questions::claimed_by.is_null())).set(set).execute(tx)?,
    };
    Ok(rows == 1)
}

/// Open questions that one person has, the most urgent first; `limit` at the most.
///
/// # Errors
///
/// The database's own.
pub fn list_owned(connection: &mut Connection, limit: i64) -> Result<Vec<Question>, DbError> {
    let rows = questions::table
        .filter(questions::claimed_by.is_not_null())
        .filter(questions::state.eq_any(QuestionState::OPEN))
        .order((questions::due_at, questions::number))
        .limit(limit)
        .select(Row::as_select())
        .load(connection)?;
    with_names(connection, rows)
}
