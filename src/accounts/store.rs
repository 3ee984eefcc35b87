//! Every query about people, and about the rights that they were given.

mod grants;

use diesel::prelude::*;
use jiff::SignedDuration;

use super::model::{Person, PersonState};
use super::{AccountError, erasing, services};
use crate::clock::Timestamp;
use crate::db::keys::{PersonId, RowVersion};
use crate::db::schema::people;
use crate::db::{Connection, DbError, Tx, like, overtaken, violates};
use crate::web::fold::fold;

pub(super) use grants::{delete_grant, insert_grant, list_sourced_grants, scope_words};
pub use grants::{exists_admin, exists_granted, find_first_admin, list_grants};

pub(super) type PersonRow =
    (PersonId, String, String, String, String, Option<String>, PersonState, Timestamp, RowVersion);

pub(super) const PERSON: (
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

pub(super) fn person(row: PersonRow) -> Person {
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
/// empty), by name, at most `limit` after the first `skip`. Services are not
/// among them, and nobody whose name was erased.
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
        .filter(people::id.ne_all(services::all()))
        .filter(people::id.ne_all(erasing::all()))
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

/// Saves a password and lets its person sign in who waited for one. Returns
/// whether it did: an account that is switched off stays as it is.
pub(super) fn save_password(tx: &mut Tx, id: PersonId, hash: &str) -> Result<bool, DbError> {
    let open = people::table.find(id).filter(people::state.ne(PersonState::Disabled));
    let saved = diesel::update(open)
        .set((
            people::password_hash.eq(hash),
            people::state.eq(PersonState::Active),
            people::version.eq(people::version + 1),
        ))
        .execute(tx)?;
    Ok(saved == 1)
}

/// Saves another password of somebody whose password was verified when `person`
/// was read. Returns whether it did: nothing is saved where password or state
/// have changed since.
pub(super) fn replace_password(tx: &mut Tx, person: &Person, hash: &str) -> Result<bool, DbError> {
    let unchanged = people::table
        .find(person.id)
        .filter(people::state.eq(PersonState::Active))
        .filter(people::password_hash.eq(&person.password_hash));
    let saved = diesel::update(unchanged)
        .set((people::password_hash.eq(hash), people::version.eq(people::version + 1)))
        .execute(tx)?;
    Ok(saved == 1)
}

/// Whether password and state still are those of `person`, who was read before
/// the password was verified. Until this transaction ends nobody changes them.
pub(super) fn lock_verified(tx: &mut Tx, person: &Person) -> Result<bool, DbError> {
    let unchanged = people::table
        .find(person.id)
        .filter(people::state.eq(PersonState::Active))
        .filter(people::password_hash.eq(&person.password_hash));
    // A write that changes nothing holds the row; PostgreSQL lets others wait for it.
    Ok(diesel::update(unchanged).set(people::version.eq(people::version)).execute(tx)? == 1)
}

/// Whether an account is not switched off. Until this transaction ends nobody
/// switches it off.
pub(super) fn lock_open(tx: &mut Tx, id: PersonId) -> Result<bool, DbError> {
    let open = people::table.find(id).filter(people::state.ne(PersonState::Disabled));
    Ok(diesel::update(open).set(people::version.eq(people::version)).execute(tx)? == 1)
}

/// Lets somebody sign in who is invited; nobody else changes by it.
pub(super) fn save_active(tx: &mut Tx, id: PersonId) -> Result<(), DbError> {
    let invited = people::table.find(id).filter(people::state.eq(PersonState::Invited));
    diesel::update(invited)
        .set((people::state.eq(PersonState::Active), people::version.eq(people::version + 1)))
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

/// For how long a token that ended is still listed.
const ENDED_TOKENS_LISTED: SignedDuration = SignedDuration::from_hours(24 * 90);

/// Forgets sessions, links, tokens and tries that can't be used or count no more.
///
/// # Errors
///
/// The database's own.
pub fn forget_expired(tx: &mut Tx, now: Timestamp) -> Result<(), DbError> {
    use crate::db::schema::invitations;
    super::sessions::forget(tx, now)?;
    super::sign_in::forget(tx, now)?;
    super::throttle::forget(tx, now, now.plus(-super::throttle::KNOWN_FOR))?;
    diesel::delete(invitations::table.filter(invitations::expires_at.lt(now))).execute(tx)?;
    super::providers::forget_attempts(tx, now)?;
    super::tokens::forget(tx, now.plus(-ENDED_TOKENS_LISTED))
}
