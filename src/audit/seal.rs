//! Sealing: what was committed is put into the chain, in the order of its keys.
//!
//! It happens a moment after the change and not within it: whoever changes
//! something would otherwise wait for everybody else who does.

use std::time::Duration;

use diesel::prelude::*;
use diesel::result::DatabaseErrorKind;

use super::chain::Sealed;
use crate::clock::Timestamp;
use crate::db::schema::{audit_entries, audit_seals};
use crate::db::{Connection, Db, DbError, Tx, overtaken};

/// Seals that one transaction adds.
const BATCH: i64 = 1_000;
/// How often it is looked for what is not sealed.
const EVERY: Duration = Duration::from_secs(1);

/// An entry's columns, in the order of [`columns`].
pub(super) type Row = (String, Timestamp, Option<String>, String, String, String, String, String, String);

impl From<Row> for Sealed {
    fn from(row: Row) -> Self {
        let (id, recorded_at, actor, action, subject_kind, subject_key, detail, salt, origin) = row;
        Sealed { id, recorded_at, actor, action, subject_kind, subject_key, detail, salt, origin }
    }
}

/// The columns that a seal covers.
#[allow(clippy::type_complexity, reason = "Diesel's own list of columns")]
pub(super) fn columns() -> (
    audit_entries::id,
    audit_entries::recorded_at,
    audit_entries::actor_id,
    audit_entries::action,
    audit_entries::subject_kind,
    audit_entries::subject_key,
    audit_entries::detail,
    audit_entries::salt,
    audit_entries::origin,
) {
    use audit_entries::{action, actor_id, detail, id, origin, recorded_at, salt, subject_key, subject_kind};
    (id, recorded_at, actor_id, action, subject_kind, subject_key, detail, salt, origin)
}

/// Puts entries that are not sealed into the chain, in the order of their keys,
/// a thousand at the most, and returns how many they were. Of keys that were
/// made more than ten minutes before the last one that is sealed it knows only
/// where `all` says so: nothing is committed that late, and the look stays
/// short however long the record is.
///
/// # Errors
///
/// The database's own. Where two nodes seal at once, one of them finds that the
/// other took its number; the door runs it again.
pub fn seal(tx: &mut Tx, all: bool) -> Result<usize, DbError> {
    let last = last(tx)?;
    let from = last.as_ref().filter(|_| !all).map_or(String::new(), |last| a_while_before(&last.entry));
    let (mut number, mut before) = last.map_or((0, String::new()), |last| (last.number, last.link_hash));
    let open = list_open(tx, &from, BATCH)?;
    for sealed in &open {
        number += 1;
        let words_hash = sealed.words_hash();
        before = sealed.link_hash(&before, number, &words_hash);
        diesel::insert_into(audit_seals::table)
            .values((
                audit_seals::number.eq(number),
                audit_seals::entry_id.eq(&sealed.id),
                audit_seals::words_hash.eq(words_hash),
                audit_seals::link_hash.eq(&before),
            ))
            .execute(tx)
            .map_err(taken)?;
    }
    Ok(open.len())
}

fn taken(error: DbError) -> DbError {
    match error {
        DbError::DatabaseError(DatabaseErrorKind::UniqueViolation, _) => overtaken("another node sealed meanwhile"),
        error => error,
    }
}

/// Puts everything into the chain that is not sealed yet.
///
/// # Errors
///
/// As [`seal`].
pub fn seal_all(tx: &mut Tx) -> Result<(), DbError> {
    while seal(tx, true)? > 0 {}
    Ok(())
}

/// Seals what is recorded, once a second. Runs until the runtime ends.
pub async fn keep_sealing(db: Db) {
    let mut all = true;
    loop {
        match seal_open(&db, all).await {
            Ok(()) => all = false,
            Err(error) => tracing::warn!(%error, "the record was not sealed; it is tried again"),
        }
        tokio::time::sleep(EVERY).await;
    }
}

async fn seal_open(db: &Db, all: bool) -> Result<(), DbError> {
    // A look before the write: the writer's time belongs to those who change something.
    while db.read(move |connection| is_open(connection, all)).await? {
        db.write(move |tx| seal(tx, all)).await?;
    }
    Ok(())
}

fn is_open(connection: &mut Connection, all: bool) -> Result<bool, DbError> {
    let from = match last(connection)? {
        Some(last) if !all => a_while_before(&last.entry),
        _ => String::new(),
    };
    Ok(!list_open(connection, &from, 1)?.is_empty())
}

/// The last seal.
pub(super) struct Last {
    pub number: i64,
    pub entry: String,
    pub link_hash: String,
}

pub(super) fn last(connection: &mut Connection) -> Result<Option<Last>, DbError> {
    let row: Option<(i64, String, String)> = audit_seals::table
        .order(audit_seals::number.desc())
        .select((audit_seals::number, audit_seals::entry_id, audit_seals::link_hash))
        .first(connection)
        .optional()?;
    Ok(row.map(|(number, entry, link_hash)| Last { number, entry, link_hash }))
}

fn list_open(connection: &mut Connection, from: &str, limit: i64) -> Result<Vec<Sealed>, DbError> {
    let is_sealed = diesel::dsl::exists(audit_seals::table.filter(audit_seals::entry_id.eq(audit_entries::id)));
    let rows: Vec<Row> = audit_entries::table
        .filter(audit_entries::id.ge(from))
        .filter(diesel::dsl::not(is_sealed))
        .order(audit_entries::id)
        .limit(limit)
        .select(columns())
        .load(connection)?;
    Ok(rows.into_iter().map(Sealed::from).collect())
}

/// The first key that could have been made ten minutes before this one: a
/// UUIDv7 begins with the milliseconds of its instant (RFC 9562, section 5.7).
fn a_while_before(key: &str) -> String {
    const MILLIS: u128 = 10 * 60 * 1_000;
    let instant = uuid::Uuid::try_parse(key).map_or(0, |key| key.as_u128() >> 80);
    uuid::Uuid::from_u128(instant.saturating_sub(MILLIS) << 80).to_string()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn ten_minutes_before_a_key() {
        assert_eq!(a_while_before("0199a5b0-93e0-7abc-8def-0123456789ab"), "0199a5a7-6c20-0000-0000-000000000000");
        assert_eq!(a_while_before("00000000-0001-7abc-8def-0123456789ab"), "00000000-0000-0000-0000-000000000000");
        assert_eq!(a_while_before("no key"), "00000000-0000-0000-0000-000000000000");
    }
}
