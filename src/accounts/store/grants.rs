//! Every query about the rights that people were given.

use diesel::prelude::*;

use super::{PERSON, PersonRow, person as read_person};
use crate::accounts::model::{Person, PersonState, scope_columns, scope_from_columns};
use crate::clock::Timestamp;
use crate::db::keys::{GrantId, PersonId};
use crate::db::schema::{departments, grants, people, teams};
use crate::db::{Connection, DbError, Tx, overtaken, violates};
use crate::web::{Grant, Scope};

/// Whether anybody who can sign in is an admin.
///
/// # Errors
///
/// The database's own.
pub fn exists_admin(connection: &mut Connection) -> Result<bool, DbError> {
    let admins: i64 = grants::table
        .inner_join(people::table)
        .filter(grants::kind.eq(Grant::Admin))
        .filter(people::state.ne(PersonState::Disabled))
        .count()
        .get_result(connection)?;
    Ok(admins > 0)
}

/// The admin who was the first to become one, of those whose account is not off.
///
/// # Errors
///
/// The database's own.
pub fn find_first_admin(connection: &mut Connection) -> Result<Option<Person>, DbError> {
    let row: Option<PersonRow> = grants::table
        .inner_join(people::table)
        .filter(grants::kind.eq(Grant::Admin))
        .filter(people::state.ne(PersonState::Disabled))
        .order((grants::granted_at, grants::id))
        .select(PERSON)
        .first(connection)
        .optional()?;
    Ok(row.map(read_person))
}

/// Whether somebody who can sign in holds a right.
///
/// # Errors
///
/// The database's own.
pub fn exists_granted(connection: &mut Connection, grant: Grant) -> Result<bool, DbError> {
    let holders: i64 = grants::table
        .inner_join(people::table)
        .filter(grants::kind.eq(grant))
        .filter(people::state.eq(PersonState::Active))
        .count()
        .get_result(connection)?;
    Ok(holders > 0)
}

/// The rights that a person was given, each with what it covers.
///
/// # Errors
///
/// The database's own.
pub fn list_grants(connection: &mut Connection, person: PersonId) -> Result<Vec<(Grant, Scope)>, DbError> {
    let rows: Vec<(Grant, String, String)> = grants::table
        .filter(grants::person_id.eq(person))
        .order((grants::kind, grants::scope_kind, grants::scope_key))
        .select((grants::kind, grants::scope_kind, grants::scope_key))
        .load(connection)?;
    let mut given: Vec<_> =
        rows.into_iter().filter_map(|(grant, kind, key)| Some((grant, scope_from_columns(&kind, &key)?))).collect();
    // Two may have given the same.
    given.dedup();
    Ok(given)
}

/// The rights that a person was given, each with what it covers and the key of
/// the provider that gave it; empty: somebody did, by hand.
pub(in crate::accounts) fn list_sourced_grants(
    connection: &mut Connection,
    person: PersonId,
) -> Result<Vec<(Grant, Scope, String)>, DbError> {
    let rows: Vec<(Grant, String, String, String)> = grants::table
        .filter(grants::person_id.eq(person))
        .order((grants::kind, grants::scope_kind, grants::scope_key, grants::source))
        .select((grants::kind, grants::scope_kind, grants::scope_key, grants::source))
        .load(connection)?;
    let right =
        |(grant, kind, key, source): (_, String, String, _)| Some((grant, scope_from_columns(&kind, &key)?, source));
    Ok(rows.into_iter().filter_map(right).collect())
}

/// Gives a right; the same source giving it twice changes nothing. Returns whether it is new.
pub(in crate::accounts) fn insert_grant(
    tx: &mut Tx,
    now: Timestamp,
    by: Option<PersonId>,
    person: PersonId,
    (grant, scope): (Grant, Scope),
    source: &str,
) -> Result<bool, DbError> {
    let is_same =
        |(known, covers, by): &(Grant, Scope, String)| (*known, *covers, by.as_str()) == (grant, scope, source);
    if list_sourced_grants(tx, person)?.iter().any(is_same) {
        return Ok(false);
    }
    let (kind, key) = scope_columns(scope);
    diesel::insert_into(grants::table)
        .values((
            grants::id.eq(GrantId::generate()),
            grants::person_id.eq(person),
            grants::kind.eq(grant),
            grants::scope_kind.eq(kind),
            grants::scope_key.eq(key),
            grants::granted_by.eq(by),
            grants::granted_at.eq(now),
            grants::source.eq(source),
        ))
        .execute(tx)
        .map_err(|error| match violates(&error, "grants_person_id_kind_scope_source_key") {
            true => overtaken("the same right"),
            false => error,
        })?;
    Ok(true)
}

/// Takes a right away that this source gave. Returns whether it was there.
pub(in crate::accounts) fn delete_grant(
    tx: &mut Tx,
    person: PersonId,
    (grant, scope): (Grant, Scope),
    source: &str,
) -> Result<bool, DbError> {
    let (kind, key) = scope_columns(scope);
    let given = grants::table
        .filter(grants::person_id.eq(person))
        .filter(grants::kind.eq(grant))
        .filter(grants::scope_kind.eq(kind))
        .filter(grants::scope_key.eq(key))
        .filter(grants::source.eq(source));
    Ok(diesel::delete(given).execute(tx)? == 1)
}

/// What a right covers, as the record says it: `all`, `department payments`,
/// `team checkout`.
pub(in crate::accounts) fn scope_words(connection: &mut Connection, scope: Scope) -> Result<String, DbError> {
    let slug: Option<String> = match scope {
        Scope::All => None,
        Scope::Department(id) => departments::table.find(id).select(departments::slug).first(connection).optional()?,
        Scope::Team(id) => teams::table.find(id).select(teams::slug).first(connection).optional()?,
    };
    let (kind, key) = scope_columns(scope);
    Ok(format!("{kind} {}", slug.unwrap_or(key)).trim_end().to_owned())
}
