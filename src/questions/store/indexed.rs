//! Questions as the search index takes them.

use diesel::prelude::*;

use super::named::CHUNK;
use crate::clock::Timestamp;
use crate::db::keys::{PersonId, TeamId};
use crate::db::schema::questions;
use crate::db::{Connection, DbError};
use crate::questions::model::{QuestionState, Turn, Visibility};

/// What of a question is indexed.
#[derive(Debug, Queryable, Selectable)]
#[diesel(table_name = questions)]
pub struct IndexedRow {
    pub number: i64,
    pub title: String,
    pub body: String,
    pub answer: String,
    pub flow: String,
    pub about: String,
    pub team_id: Option<TeamId>,
    pub asker_id: PersonId,
    pub asked_by: Option<PersonId>,
    pub claimed_by: Option<PersonId>,
    pub visibility: Visibility,
    pub state: QuestionState,
    pub turn: Turn,
    pub due_at: Timestamp,
}

/// The questions after this number, the oldest first; `limit` at the most.
///
/// # Errors
///
/// The database's own.
pub fn list_to_index(connection: &mut Connection, after: i64, limit: i64) -> Result<Vec<IndexedRow>, DbError> {
    questions::table
        .filter(questions::number.gt(after))
        .order(questions::number)
        .limit(limit)
        .select(IndexedRow::as_select())
        .load(connection)
}

/// The questions with these numbers, in any order.
///
/// # Errors
///
/// The database's own.
pub fn list_indexed(connection: &mut Connection, numbers: &[i64]) -> Result<Vec<IndexedRow>, DbError> {
    let mut rows = Vec::with_capacity(numbers.len());
    for chunk in numbers.chunks(CHUNK) {
        let some: Vec<IndexedRow> = questions::table
            .filter(questions::number.eq_any(chunk.to_vec()))
            .select(IndexedRow::as_select())
            .load(connection)?;
        rows.extend(some);
    }
    Ok(rows)
}

/// The highest number of a question, 0 where there is none.
///
/// # Errors
///
/// The database's own.
pub fn highest_number(connection: &mut Connection) -> Result<i64, DbError> {
    let highest: Option<i64> = questions::table.select(diesel::dsl::max(questions::number)).first(connection)?;
    Ok(highest.unwrap_or(0))
}
