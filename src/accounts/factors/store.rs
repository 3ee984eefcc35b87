//! Every query about second factors and recovery codes.

use diesel::prelude::*;

use super::recovery;
use crate::clock::Timestamp;
use crate::db::keys::PersonId;
use crate::db::schema::{recovery_codes, second_factors};
use crate::db::{Connection, DbError, Tx};

/// Somebody's second factor.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Factor {
    /// Sealed.
    pub secret: Vec<u8>,
    /// None until its owner has shown a code of it.
    pub confirmed_at: Option<Timestamp>,
    /// The time step of the last code that was taken.
    pub last_step: i64,
}

/// The second factor of a person, also one that is not confirmed yet.
pub fn find(connection: &mut Connection, person: PersonId) -> Result<Option<Factor>, DbError> {
    let own = second_factors::table.find(person);
    own.select((second_factors::secret, second_factors::confirmed_at, second_factors::last_step))
        .first(connection)
        .optional()
}

/// Since when a person has a second factor; none where they have none.
pub fn since(connection: &mut Connection, person: PersonId) -> Result<Option<Timestamp>, DbError> {
    Ok(find(connection, person)?.and_then(|factor| factor.confirmed_at))
}

/// Keeps a sealed secret in place of one that was not confirmed. Returns false
/// where there is one that was.
pub fn replace_pending(tx: &mut Tx, now: Timestamp, person: PersonId, secret: &[u8]) -> Result<bool, DbError> {
    let pending = second_factors::table.find(person).filter(second_factors::confirmed_at.is_null());
    diesel::delete(pending).execute(tx)?;
    if find(tx, person)?.is_some() {
        return Ok(false);
    }
    diesel::insert_into(second_factors::table)
        .values((
            second_factors::person_id.eq(person),
            second_factors::secret.eq(secret),
            second_factors::created_at.eq(now),
            second_factors::last_step.eq(0),
        ))
        .execute(tx)?;
    Ok(true)
}

/// Confirms a second factor by the code of this step. Returns false where it
/// was confirmed already.
pub fn save_confirmed(tx: &mut Tx, now: Timestamp, person: PersonId, step: i64) -> Result<bool, DbError> {
    let pending = second_factors::table.find(person).filter(second_factors::confirmed_at.is_null());
    let row = (second_factors::confirmed_at.eq(Some(now)), second_factors::last_step.eq(step));
    Ok(diesel::update(pending).set(row).execute(tx)? == 1)
}

/// Takes the code of this step. Of two who come with the same code, on whichever
/// node, one gets false.
pub fn take_step(tx: &mut Tx, person: PersonId, step: i64) -> Result<bool, DbError> {
    let unused = second_factors::table.find(person).filter(second_factors::last_step.lt(step));
    Ok(diesel::update(unused).set(second_factors::last_step.eq(step)).execute(tx)? == 1)
}

/// Forgets the second factor of a person with its recovery codes. Returns
/// whether there was one that counted.
pub fn delete(tx: &mut Tx, person: PersonId) -> Result<bool, DbError> {
    let had = since(tx, person)?.is_some();
    diesel::delete(recovery_codes::table.filter(recovery_codes::person_id.eq(person))).execute(tx)?;
    diesel::delete(second_factors::table.find(person)).execute(tx)?;
    Ok(had)
}

/// Keeps these recovery codes, by their hashes, in place of those before.
pub fn replace_codes(tx: &mut Tx, now: Timestamp, person: PersonId, codes: &[String]) -> Result<(), DbError> {
    diesel::delete(recovery_codes::table.filter(recovery_codes::person_id.eq(person))).execute(tx)?;
    for code in codes {
        diesel::insert_into(recovery_codes::table)
            .values((
                recovery_codes::person_id.eq(person),
                recovery_codes::code_hash.eq(recovery::hash(person, code)),
                recovery_codes::created_at.eq(now),
            ))
            .execute(tx)?;
    }
    Ok(())
}

/// Uses a recovery code up. Returns false where it is none, or was used.
pub fn take_code(tx: &mut Tx, now: Timestamp, person: PersonId, code: &str) -> Result<bool, DbError> {
    let own = recovery_codes::table.find((person, recovery::hash(person, code)));
    let unused = own.filter(recovery_codes::used_at.is_null());
    Ok(diesel::update(unused).set(recovery_codes::used_at.eq(Some(now))).execute(tx)? == 1)
}

/// How many recovery codes are left.
pub fn count_codes(connection: &mut Connection, person: PersonId) -> Result<i64, DbError> {
    let own = recovery_codes::table.filter(recovery_codes::person_id.eq(person));
    own.filter(recovery_codes::used_at.is_null()).count().get_result(connection)
}
