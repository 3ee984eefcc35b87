//! Two questions that are one, and one that was two.

use diesel::prelude::*;

use super::Row;
use super::named::with_names;
use crate::clock::Timestamp;
use crate::db::keys::{LaunchId, PersonId, QuestionId, RowVersion};
use crate::db::schema::questions;
use crate::db::{Connection, DbError, Tx};
use crate::questions::Reader;
use crate::questions::clocks::Due;
use crate::questions::model::{Question, QuestionState, Turn, Urgency};
use crate::web::fold::fold;

/// The question with this key, whoever asks.
///
/// # Errors
///
/// The database's own.
pub fn find_by_id(connection: &mut Connection, id: QuestionId) -> Result<Option<Question>, DbError> {
    let row = questions::table.find(id).select(Row::as_select()).first(connection).optional()?;
    Ok(with_names(connection, row.into_iter().collect())?.pop())
}

/// The duplicates that lead to a question, as far as `reader` reads them.
///
/// # Errors
///
/// The database's own.
pub fn list_leading_to(
    connection: &mut Connection,
    reader: &Reader,
    kept: QuestionId,
) -> Result<Vec<Question>, DbError> {
    /// More than anybody looks through.
    const MOST: i64 = 100;
    let rows = questions::table
        .filter(questions::merged_into.eq(kept))
        .order(questions::number)
        .limit(MOST)
        .select(Row::as_select())
        .load(connection)?;
    let mut found = with_names(connection, rows)?;
    found.retain(|question| reader.reads(question));
    Ok(found)
}

/// Leads a question to the one that is kept, and with it what led to it so
/// far. `launch` is what still waits for it by itself. Returns false, and
/// writes nothing, where it was saved since it was read.
///
/// # Errors
///
/// The database's own.
pub fn save_merged(
    tx: &mut Tx,
    question: &Question,
    kept: QuestionId,
    launch: Option<LaunchId>,
    now: Timestamp,
) -> Result<bool, DbError> {
    let unchanged =
        questions::table.filter(questions::id.eq(question.id)).filter(questions::version.eq(question.version));
    let rows = diesel::update(unchanged)
        .set((
            questions::state.eq(QuestionState::Merged),
            questions::turn.eq(Turn::Nobody),
            questions::turn_since.eq(now),
            questions::merged_into.eq(Some(kept)),
            questions::launch_id.eq(launch),
            questions::claimed_by.eq(None::<PersonId>),
            questions::claimed_at.eq(None::<Timestamp>),
            questions::version.eq(question.version.next()),
        ))
        .execute(tx)?;
    if rows == 1 {
        let led_here = questions::table.filter(questions::merged_into.eq(question.id));
        diesel::update(led_here).set(questions::merged_into.eq(Some(kept))).execute(tx)?;
    }
    Ok(rows == 1)
}

/// Notes what a question got from its duplicate: urgency, launch, due time.
/// Nobody's words change by it, so the version stays.
///
/// # Errors
///
/// The database's own.
pub fn save_absorbed(
    tx: &mut Tx,
    kept: QuestionId,
    urgency: Urgency,
    launch: Option<LaunchId>,
    due: Due,
) -> Result<(), DbError> {
    diesel::update(questions::table.find(kept))
        .set((
            questions::urgency.eq(urgency),
            questions::launch_id.eq(launch),
            questions::target_at.eq(due.target_at),
            questions::due_at.eq(due.at),
        ))
        .execute(tx)?;
    Ok(())
}

/// Puts a question in other words, if it was not saved since version `seen`.
///
/// # Errors
///
/// The database's own.
pub fn save_words(
    tx: &mut Tx,
    question: QuestionId,
    (title, body): (&str, &str),
    seen: RowVersion,
) -> Result<bool, DbError> {
    let unchanged = questions::table.filter(questions::id.eq(question)).filter(questions::version.eq(seen));
    let rows = diesel::update(unchanged)
        .set((
            questions::title.eq(title),
            questions::title_folded.eq(fold(title)),
            questions::body.eq(body),
            questions::version.eq(seen.next()),
        ))
        .execute(tx)?;
    Ok(rows == 1)
}
