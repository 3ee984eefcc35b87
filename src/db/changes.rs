//! What was changed, in the order in which it became visible: how each node
//! hears of what others, or another command beside it, have written.

use diesel::prelude::*;

use super::schema::changes;
use super::{Connection, DbError, Tx, counters};
use crate::clock::Timestamp;

/// One change to something that nodes hold in memory.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct ChangeRow {
    /// Rises by one with each change; no later change has a smaller one.
    pub sequence: i64,
    /// What kind of thing changed, such as `article`.
    pub kind: String,
    /// Which one: its key, slug or number.
    pub subject: String,
}

/// Says that a thing has changed. Call it last in a transaction.
///
/// The sequence comes from a counter row and not from the database's own
/// sequences: those let a follower see number 2 before number 1 is committed.
///
/// # Errors
///
/// The database's own.
pub fn announce(tx: &mut Tx, now: Timestamp, kind: &str, subject: &str) -> Result<(), DbError> {
    let sequence = counters::next(tx, "changes")?;
    diesel::insert_into(changes::table)
        .values((
            changes::sequence.eq(sequence),
            changes::kind.eq(kind),
            changes::subject.eq(subject),
            changes::changed_at.eq(now),
        ))
        .execute(tx)?;
    Ok(())
}

/// The changes after `seen`, oldest first, 1,000 at the most.
///
/// # Errors
///
/// The database's own.
pub fn list_since(connection: &mut Connection, seen: i64) -> Result<Vec<ChangeRow>, DbError> {
    changes::table
        .filter(changes::sequence.gt(seen))
        .order(changes::sequence)
        .limit(1_000)
        .select((changes::sequence, changes::kind, changes::subject))
        .load(connection)
}

/// When a change was made; none where there is no such change.
///
/// # Errors
///
/// The database's own.
pub fn instant_of(connection: &mut Connection, sequence: i64) -> Result<Option<Timestamp>, DbError> {
    changes::table.find(sequence).select(changes::changed_at).first(connection).optional()
}

/// The newest sequence, 0 where nothing was announced yet.
///
/// # Errors
///
/// The database's own.
pub fn newest(connection: &mut Connection) -> Result<i64, DbError> {
    let newest: Option<i64> = changes::table.select(diesel::dsl::max(changes::sequence)).first(connection)?;
    Ok(newest.unwrap_or(0))
}
