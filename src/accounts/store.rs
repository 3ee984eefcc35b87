//! Every query about people, their grants and their sessions.

use diesel::prelude::*;
use jiff::SignedDuration;

use super::AccountError;
use super::model::{Person, PersonState, scope_columns, scope_from_columns};
use crate::clock::Timestamp;
use crate::db::keys::{GrantId, PersonId, RowVersion, SessionId};
use crate::db::schema::{grants, people, sessions as session_rows};
use crate::db::{Connection, DbError, Tx, like, overtaken, violates};
use crate::web::fold::fold;
use crate::web::{Grant, Scope};

type PersonRow = (PersonId, String, String, String, String, Option<String>, PersonState, Timestamp, RowVersion);

const PERSON: (
    people::id,
    people::handle,
    people::name,
    people::email,
    people::chat,
    people::password_hash,
    people::state,
    people::created_at,
    people::version,
) = (
    people::id,
    people::handle,
    people::name,
    people::email,
    people::chat,
    people::password_hash,
    people::state,
    people::created_at,
    people::version,
);

fn person(row: PersonRow) -> Person {
    let (id, handle, name, email, chat, password_hash, state, created_at, version) = row;
    Person { id, handle, name, email, chat, password_hash, state, created_at, version }
}

/// The person with this key.
///
/// # Errors
///
/// [`AccountError::NotFound`] if there is none.
pub fn find_person(connection: &mut Connection, id: PersonId) -> Result<Person, AccountError> {
    let row: Option<PersonRow> = people::table.find(id).select(PERSON).first(connection).optional()?;
    row.map(person).ok_or(AccountError::NotFound)
}

/// The person with this handle.
///
/// # Errors
///
/// [`AccountError::NotFound`] if there is none.
pub fn find_by_handle(connection: &mut Connection, handle: &str) -> Result<Person, AccountError> {
    let row: Option<PersonRow> =
        people::table.filter(people::handle.eq(handle)).select(PERSON).first(connection).optional()?;
    row.map(person).ok_or(AccountError::NotFound)
}

/// The person with this mail address, in any case of letters.
///
/// # Errors
///
/// [`AccountError::NotFound`] if there is none.
pub fn find_by_email(connection: &mut Connection, email: &str) -> Result<Person, AccountError> {
    let row: Option<PersonRow> =
        people::table.filter(people::email_folded.eq(fold(email))).select(PERSON).first(connection).optional()?;
    row.map(person).ok_or(AccountError::NotFound)
}

/// People whose folded name, address or handle holds `words` (all if it is
/// empty), by name, at most `limit` after the first `skip`.
///
/// # Errors
///
/// The database's own.
pub fn find_people(
    connection: &mut Connection,
    words: &str,
    skip: i64,
    limit: i64,
) -> Result<Vec<Person>, AccountError> {
    let pattern = like::holding(&fold(words));
    let rows: Vec<PersonRow> = people::table
        .filter(
            people::name_folded
                .like(pattern.clone())
                .escape('\\')
                .or(people::email_folded.like(pattern.clone()).escape('\\'))
                .or(people::handle.like(pattern).escape('\\')),
        )
        .order((people::name_folded, people::id))
        .offset(skip)
        .limit(limit)
        .select(PERSON)
        .load(connection)?;
    Ok(rows.into_iter().map(person).collect())
}

/// Writes a new person.
pub(super) fn insert_person(tx: &mut Tx, person: &Person) -> Result<(), AccountError> {
    let inserted = diesel::insert_into(people::table)
        .values((
            people::id.eq(person.id),
            people::handle.eq(&person.handle),
            people::name.eq(&person.name),
            people::name_folded.eq(fold(&person.name)),
            people::email.eq(&person.email),
            people::email_folded.eq(fold(&person.email)),
            people::chat.eq(&person.chat),
            people::password_hash.eq(&person.password_hash),
            people::state.eq(person.state),
            people::created_at.eq(person.created_at),
            people::version.eq(person.version),
        ))
        .execute(tx);
    match inserted {
        Ok(_) => Ok(()),
        Err(error) if violates(&error, "people_email_folded_key") => {
            Err(AccountError::EmailTaken(person.email.clone()))
        }
        Err(error) if violates(&error, "people_handle_key") => Err(overtaken("a namesake's account").into()),
        Err(error) => Err(error.into()),
    }
}

/// Whether nobody has this handle yet.
pub(super) fn is_handle_free(connection: &mut Connection, handle: &str) -> Result<bool, DbError> {
    let taken: i64 = people::table.filter(people::handle.eq(handle)).count().get_result(connection)?;
    Ok(taken == 0)
}

/// Saves a password and lets its person sign in.
pub(super) fn save_password(tx: &mut Tx, id: PersonId, hash: &str) -> Result<(), DbError> {
    diesel::update(people::table.find(id))
        .set((
            people::password_hash.eq(hash),
            people::state.eq(PersonState::Active),
            people::version.eq(people::version + 1),
        ))
        .execute(tx)?;
    Ok(())
}

/// Saves whether a person can sign in.
pub(super) fn save_state(tx: &mut Tx, id: PersonId, state: PersonState) -> Result<(), DbError> {
    diesel::update(people::table.find(id))
        .set((people::state.eq(state), people::version.eq(people::version + 1)))
        .execute(tx)?;
    Ok(())
}

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
    Ok(row.map(person))
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
pub(super) fn list_sourced_grants(
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
pub(super) fn insert_grant(
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
pub(super) fn delete_grant(
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

/// Writes a session.
pub(super) fn insert_session(tx: &mut Tx, now: Timestamp, person: PersonId, token_hash: &str) -> Result<(), DbError> {
    diesel::insert_into(session_rows::table)
        .values((
            session_rows::id.eq(SessionId::generate()),
            session_rows::token_hash.eq(token_hash),
            session_rows::person_id.eq(person),
            session_rows::created_at.eq(now),
            session_rows::seen_at.eq(now),
            session_rows::expires_at.eq(now.plus(crate::web::SESSION_LIFETIME)),
        ))
        .execute(tx)?;
    Ok(())
}

/// The session with this hash and its person, if both may still be used and
/// it was used since `used_since`.
pub(super) fn find_session(
    connection: &mut Connection,
    now: Timestamp,
    used_since: Timestamp,
    token_hash: &str,
) -> Result<Option<(SessionId, Timestamp, Person)>, DbError> {
    let row: Option<(SessionId, Timestamp, PersonRow)> = session_rows::table
        .inner_join(people::table)
        .filter(session_rows::token_hash.eq(token_hash))
        .filter(session_rows::expires_at.gt(now))
        .filter(session_rows::seen_at.gt(used_since))
        .filter(people::state.eq(PersonState::Active))
        .select((session_rows::id, session_rows::seen_at, PERSON))
        .first(connection)
        .optional()?;
    Ok(row.map(|(id, seen, row)| (id, seen, person(row))))
}

/// The zone that a person works in, by its name; empty: the company's.
///
/// # Errors
///
/// The database's own.
pub fn find_zone(connection: &mut Connection, person: PersonId) -> Result<String, DbError> {
    people::table.find(person).select(people::time_zone).first(connection)
}

/// Saves the zone that a person works in; empty: the company's.
///
/// # Errors
///
/// The database's own.
pub fn save_zone(tx: &mut Tx, person: PersonId, zone: &str) -> Result<(), DbError> {
    diesel::update(people::table.find(person)).set(people::time_zone.eq(zone)).execute(tx)?;
    Ok(())
}

/// Notes that a session was used.
pub(super) fn save_seen(tx: &mut Tx, session: SessionId, now: Timestamp) -> Result<(), DbError> {
    diesel::update(session_rows::table.find(session)).set(session_rows::seen_at.eq(now)).execute(tx)?;
    Ok(())
}

/// Ends the session with this hash. Returns whose it was.
pub(super) fn delete_session(tx: &mut Tx, token_hash: &str) -> Result<Option<PersonId>, DbError> {
    let session = session_rows::table.filter(session_rows::token_hash.eq(token_hash));
    let person = session.select(session_rows::person_id).first(tx).optional()?;
    diesel::delete(session).execute(tx)?;
    Ok(person)
}

/// Ends all sessions of a person.
pub(super) fn delete_sessions_of(tx: &mut Tx, person: PersonId) -> Result<usize, DbError> {
    diesel::delete(session_rows::table.filter(session_rows::person_id.eq(person))).execute(tx)
}

/// For how long a token that ended is still listed.
const ENDED_TOKENS_LISTED: SignedDuration = SignedDuration::from_hours(24 * 90);

/// Forgets sessions, links and tokens that can't be used any more.
///
/// # Errors
///
/// The database's own.
pub fn forget_expired(tx: &mut Tx, now: Timestamp) -> Result<(), DbError> {
    use crate::db::schema::invitations;
    diesel::delete(session_rows::table.filter(session_rows::expires_at.lt(now))).execute(tx)?;
    diesel::delete(invitations::table.filter(invitations::expires_at.lt(now))).execute(tx)?;
    super::providers::forget_attempts(tx, now)?;
    super::tokens::forget(tx, now.plus(-ENDED_TOKENS_LISTED))
}
