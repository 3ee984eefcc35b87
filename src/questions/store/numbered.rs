//! Questions by their numbers.

use diesel::prelude::*;

use super::Row;
use super::list::readable;
use super::named::with_names;
use crate::db::schema::questions;
use crate::db::{Connection, DbError};
use crate::questions::Reader;
use crate::questions::model::Question;

/// Number and title of those of these questions, of which there are few, that `reader` may read.
///
/// # Errors
///
/// The database's own.
pub fn list_titles(
    connection: &mut Connection,
    reader: &Reader,
    numbers: &[i64],
) -> Result<Vec<(i64, String)>, DbError> {
    questions::table
        .filter(readable(reader))
        .filter(questions::number.eq_any(numbers.to_vec()))
        .select((questions::number, questions::title))
        .load(connection)
}

/// The questions with these numbers, of which there are few, in any order.
///
/// # Errors
///
/// The database's own.
pub fn list_numbered(connection: &mut Connection, numbers: &[i64]) -> Result<Vec<Question>, DbError> {
    let rows = questions::table
        .filter(questions::number.eq_any(numbers.to_vec()))
        .select(Row::as_select())
        .load(connection)?;
    with_names(connection, rows)
}
