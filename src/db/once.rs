//! Makes a repeated send harmless: a form carries a token, and the change that
//! it asks for is made once per person and token, whatever happens to the reply.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::keys::PersonId;
use super::schema::submissions;
use super::{DbError, Tx};
use crate::clock::Timestamp;

/// Runs `change` unless this person has sent this token before, and returns
/// where to go: the address that the first run returned.
///
/// An empty token (a script that has no form) always runs.
///
/// # Errors
///
/// The change's own, or the database's turned into it.
pub fn once<E: From<DbError>>(
    tx: &mut Tx,
    person: PersonId,
    token: &str,
    now: Timestamp,
    change: impl FnOnce(&mut Tx) -> Result<String, E>,
) -> Result<String, E> {
    if token.is_empty() {
        return change(tx);
    }
    if !claim(tx, person, token, now)? {
        let target = submissions::table.find((person, token)).select(submissions::target).first(tx)?;
        return Ok(target);
    }
    let target = change(tx)?;
    diesel::update(submissions::table.find((person, token))).set(submissions::target.eq(&target)).execute(tx)?;
    Ok(target)
}

/// Takes the token. On PostgreSQL a second sender waits here until the first
/// has committed, which is why this comes before the change.
fn claim(tx: &mut Tx, person: PersonId, token: &str, now: Timestamp) -> Result<bool, DbError> {
    let taken = diesel::sql_query(
        "INSERT INTO submissions (person_id, token, target, submitted_at) \
         VALUES ($1, $2, '', $3) ON CONFLICT DO NOTHING",
    )
    .bind::<Text, _>(person)
    .bind::<Text, _>(token)
    .bind::<BigInt, _>(now)
    .execute(tx)?;
    Ok(taken == 1)
}

/// Forgets tokens that were sent before `before`; a page that old is reloaded anyway.
///
/// # Errors
///
/// The database's own.
pub fn forget(tx: &mut Tx, before: Timestamp) -> Result<usize, DbError> {
    diesel::delete(submissions::table.filter(submissions::submitted_at.lt(before))).execute(tx)
}
