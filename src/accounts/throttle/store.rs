//! Every query about tries, and browsers that are known.

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Text};

use super::rules::Tries;
use crate::clock::Timestamp;
use crate::db::keys::PersonId;
use crate::db::schema::{known_browsers, sign_in_tries};
use crate::db::{Connection, DbError, Tx};

/// What was tried by this key, as far as others have said so; nothing is written.
pub fn find_tries(connection: &mut Connection, key: &str) -> Result<Tries, DbError> {
    let row = sign_in_tries::table.find(key).select((sign_in_tries::counts_until, sign_in_tries::tried_at));
    let found = row.first(connection).optional()?;
    Ok(found.map_or(Tries::NONE, |(counts_until, tried_at)| Tries { counts_until, tried_at }))
}

/// What was tried by this key. Until this transaction ends nobody else on any
/// node counts by it: of a hundred tries at once the hundredth knows of the others.
pub fn lock_tries(tx: &mut Tx, key: &str) -> Result<Tries, DbError> {
    let own = sign_in_tries::table.find(key);
    loop {
        diesel::sql_query(
            "INSERT INTO sign_in_tries (key, counts_until, tried_at) VALUES ($1, 0, 0) ON CONFLICT DO NOTHING",
        )
        .bind::<Text, _>(key)
        .execute(tx)?;
        // A write that changes nothing holds the row; PostgreSQL lets others wait for it.
        let held = diesel::update(own).set(sign_in_tries::tried_at.eq(sign_in_tries::tried_at)).execute(tx)?;
        if held == 1 {
            break;
        }
        // Whoever held it forgot it, after it was found there.
    }
    find_tries(tx, key)
}

/// Takes back a row that was made to be locked, where nothing was tried by it.
pub fn delete_untried(tx: &mut Tx, key: &str) -> Result<(), DbError> {
    diesel::delete(sign_in_tries::table.find(key).filter(sign_in_tries::tried_at.eq(Timestamp(0)))).execute(tx)?;
    Ok(())
}

/// Writes down what was tried by this key, which is locked.
pub fn save_tries(tx: &mut Tx, key: &str, tries: &Tries) -> Result<(), DbError> {
    let row = (sign_in_tries::counts_until.eq(tries.counts_until), sign_in_tries::tried_at.eq(tries.tried_at));
    diesel::update(sign_in_tries::table.find(key)).set(row).execute(tx)?;
    Ok(())
}

/// Forgets one try by this key.
pub fn take_back(tx: &mut Tx, key: &str, micros: i64) -> Result<(), DbError> {
    let own = sign_in_tries::table.find(key);
    diesel::update(own).set(sign_in_tries::counts_until.eq(sign_in_tries::counts_until - micros)).execute(tx)?;
    Ok(())
}

/// Forgets all that was tried by this key.
pub fn delete_tries(tx: &mut Tx, key: &str) -> Result<(), DbError> {
    diesel::delete(sign_in_tries::table.find(key)).execute(tx)?;
    Ok(())
}

/// Whether this person has signed in with this browser.
pub fn is_known_browser(connection: &mut Connection, person: PersonId, browser_hash: &str) -> Result<bool, DbError> {
    let found: i64 = known_browsers::table.find((browser_hash, person)).count().get_result(connection)?;
    Ok(found > 0)
}

/// Whether this person has signed in from this place.
pub fn is_known_place(connection: &mut Connection, person: PersonId, place: &str) -> Result<bool, DbError> {
    let theirs = known_browsers::table.filter(known_browsers::person_id.eq(person));
    let found: i64 = theirs.filter(known_browsers::place.eq(place)).count().get_result(connection)?;
    Ok(found > 0)
}

/// Writes down that this person signed in with this browser, from there.
pub fn save_known(
    tx: &mut Tx,
    now: Timestamp,
    person: PersonId,
    browser_hash: &str,
    place: &str,
) -> Result<(), DbError> {
    diesel::sql_query(
        "INSERT INTO known_browsers (browser_hash, person_id, place, used_at) VALUES ($1, $2, $3, $4) \
         ON CONFLICT (browser_hash, person_id) DO UPDATE SET place = excluded.place, used_at = excluded.used_at",
    )
    .bind::<Text, _>(browser_hash)
    .bind::<Text, _>(person)
    .bind::<Text, _>(place)
    .bind::<BigInt, _>(now)
    .execute(tx)?;
    Ok(())
}

/// Forgets the browsers of a person.
pub fn delete_known_of(tx: &mut Tx, person: PersonId) -> Result<(), DbError> {
    diesel::delete(known_browsers::table.filter(known_browsers::person_id.eq(person))).execute(tx)?;
    Ok(())
}

/// Forgets tries that count no more, and browsers that were not used since `unused_since`.
pub fn forget(tx: &mut Tx, now: Timestamp, unused_since: Timestamp) -> Result<(), DbError> {
    diesel::delete(sign_in_tries::table.filter(sign_in_tries::counts_until.lt(now))).execute(tx)?;
    diesel::delete(known_browsers::table.filter(known_browsers::used_at.lt(unused_since))).execute(tx)?;
    Ok(())
}
