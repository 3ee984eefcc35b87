//! Titles that may be about the same, for [`crate::questions::list_similar`].

use diesel::prelude::*;

use super::Row;
use super::list::readable;
use super::named::with_names;
use crate::db::schema::questions;
use crate::db::{Connection, DbError, like};
use crate::questions::Reader;
use crate::questions::model::Question;

/// Number and title of questions whose folded title holds any of `pieces`, the
/// newest first, as far as `reader` reads them; `limit` at the most, and none but the `newest` that were asked.
///
/// # Errors
///
/// The database's own.
pub fn list_titles(
    connection: &mut Connection,
    reader: &Reader,
    pieces: &[String],
    newest: i64,
    limit: i64,
) -> Result<Vec<(i64, String)>, DbError> {
    let [first, rest @ ..] = pieces else { return Ok(Vec::new()) };
    let last: Option<i64> = questions::table.select(diesel::dsl::max(questions::number)).first(connection)?;
    let mut query =
        questions::table.filter(questions::title_folded.like(like::holding(first)).escape('\\')).into_boxed();
    for piece in rest {
        query = query.or_filter(questions::title_folded.like(like::holding(piece)).escape('\\'));
    }
    query
        .filter(readable(reader))
        .filter(questions::number.gt(last.unwrap_or(0) - newest))
        .order(questions::number.desc())
        .limit(limit)
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
