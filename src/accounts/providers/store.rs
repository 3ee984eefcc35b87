//! Every query about tries to sign in by a provider, and whom it knows as whom.

use diesel::prelude::*;
use jiff::SignedDuration;

use super::proof::Proof;
use crate::clock::Timestamp;
use crate::db::keys::{LinkedSignInId, PersonId};
use crate::db::schema::{linked_sign_ins, sessions, sign_in_attempts};
use crate::db::{Connection, DbError, Tx, overtaken, violates};

/// How long somebody may take at the provider.
const ATTEMPT_LIFETIME: SignedDuration = SignedDuration::from_mins(15);

/// A try that was under way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Attempt {
    /// The hash of the secret of the browser that began it.
    pub browser_hash: String,
    /// The key of the provider.
    pub provider: String,
    /// Whose account is to be linked, where it is not to sign in.
    pub person: Option<PersonId>,
    /// Where to go on to.
    pub target: String,
}

/// Writes a try.
pub fn insert_attempt(
    tx: &mut Tx,
    now: Timestamp,
    proof: &Proof,
    provider: &str,
    person: Option<PersonId>,
    target: &str,
) -> Result<(), DbError> {
    diesel::insert_into(sign_in_attempts::table)
        .values((
            sign_in_attempts::state_hash.eq(&proof.state_hash),
            sign_in_attempts::browser_hash.eq(&proof.browser_hash),
            sign_in_attempts::provider.eq(provider),
            sign_in_attempts::person_id.eq(person),
            sign_in_attempts::target.eq(target),
            sign_in_attempts::expires_at.eq(now.plus(ATTEMPT_LIFETIME)),
        ))
        .execute(tx)?;
    Ok(())
}

/// Takes a try that has not run out; of two who come with the same state, one gets it.
pub fn take_attempt(tx: &mut Tx, now: Timestamp, state_hash: &str) -> Result<Option<Attempt>, DbError> {
    let row: Option<(String, String, Option<PersonId>, String)> = sign_in_attempts::table
        .find(state_hash)
        .filter(sign_in_attempts::expires_at.gt(now))
        .select((
            sign_in_attempts::browser_hash,
            sign_in_attempts::provider,
            sign_in_attempts::person_id,
            sign_in_attempts::target,
        ))
        .first(tx)
        .optional()?;
    let taken = diesel::delete(sign_in_attempts::table.find(state_hash)).execute(tx)? == 1;
    let attempt = |(browser_hash, provider, person, target)| Attempt { browser_hash, provider, person, target };
    Ok(row.filter(|_| taken).map(attempt))
}

/// Forgets tries that nobody came back from.
pub fn forget_attempts(tx: &mut Tx, now: Timestamp) -> Result<(), DbError> {
    diesel::delete(sign_in_attempts::table.filter(sign_in_attempts::expires_at.lt(now))).execute(tx)?;
    Ok(())
}

/// Somebody whom a provider knows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Linked {
    pub id: LinkedSignInId,
    /// The key of the provider.
    pub provider: String,
    /// How they are called there.
    pub label: String,
    pub linked_at: Timestamp,
    pub used_at: Timestamp,
}

/// The person whom an issuer knows by this subject.
pub fn find_linked(
    connection: &mut Connection,
    issuer: &str,
    subject: &str,
) -> Result<Option<(LinkedSignInId, PersonId)>, DbError> {
    linked_sign_ins::table
        .filter(linked_sign_ins::issuer.eq(issuer))
        .filter(linked_sign_ins::subject.eq(subject))
        .select((linked_sign_ins::id, linked_sign_ins::person_id))
        .first(connection)
        .optional()
}

/// By which providers somebody can sign in, the first linked first.
pub fn list_linked(connection: &mut Connection, person: PersonId) -> Result<Vec<Linked>, DbError> {
    let rows: Vec<(LinkedSignInId, String, String, Timestamp, Timestamp)> = linked_sign_ins::table
        .filter(linked_sign_ins::person_id.eq(person))
        .order((linked_sign_ins::linked_at, linked_sign_ins::id))
        .select((
            linked_sign_ins::id,
            linked_sign_ins::provider,
            linked_sign_ins::label,
            linked_sign_ins::linked_at,
            linked_sign_ins::used_at,
        ))
        .load(connection)?;
    let linked = |(id, provider, label, linked_at, used_at)| Linked { id, provider, label, linked_at, used_at };
    Ok(rows.into_iter().map(linked).collect())
}

/// Writes down that an issuer knows a person by this subject.
pub fn insert_linked(
    tx: &mut Tx,
    now: Timestamp,
    person: PersonId,
    provider: &str,
    (issuer, subject, label): (&str, &str, &str),
) -> Result<(), DbError> {
    diesel::insert_into(linked_sign_ins::table)
        .values((
            linked_sign_ins::id.eq(LinkedSignInId::generate()),
            linked_sign_ins::person_id.eq(person),
            linked_sign_ins::provider.eq(provider),
            linked_sign_ins::issuer.eq(issuer),
            linked_sign_ins::subject.eq(subject),
            linked_sign_ins::label.eq(label),
            linked_sign_ins::linked_at.eq(now),
            linked_sign_ins::used_at.eq(now),
        ))
        .execute(tx)
        .map_err(|error| match violates(&error, "linked_sign_ins_issuer_subject_key") {
            true => overtaken("the same sign-in"),
            false => error,
        })?;
    Ok(())
}

/// Notes that somebody came by it, and how they are called and which provider
/// of the settings it is today.
pub fn save_used(tx: &mut Tx, now: Timestamp, id: LinkedSignInId, provider: &str, label: &str) -> Result<(), DbError> {
    diesel::update(linked_sign_ins::table.find(id))
        .set((
            linked_sign_ins::used_at.eq(now),
            linked_sign_ins::provider.eq(provider),
            linked_sign_ins::label.eq(label),
        ))
        .execute(tx)?;
    Ok(())
}

/// Forgets one of somebody's own. Returns whether it was there.
pub fn delete_linked(tx: &mut Tx, person: PersonId, id: LinkedSignInId) -> Result<bool, DbError> {
    let own = linked_sign_ins::table.find(id).filter(linked_sign_ins::person_id.eq(person));
    Ok(diesel::delete(own).execute(tx)? == 1)
}

/// Whether any admin who can sign in may do so by a provider.
pub fn exists_linked_admin(connection: &mut Connection) -> Result<bool, DbError> {
    use crate::accounts::PersonState;
    use crate::db::schema::{grants, people};
    use crate::web::Grant;
    let admins = grants::table.filter(grants::kind.eq(Grant::Admin)).select(grants::person_id);
    let found: i64 = linked_sign_ins::table
        .inner_join(people::table)
        .filter(people::state.ne(PersonState::Disabled))
        .filter(linked_sign_ins::person_id.eq_any(admins))
        .count()
        .get_result(connection)?;
    Ok(found > 0)
}

/// Marks a session as begun by a provider, and bounds it.
pub fn save_session_source(
    tx: &mut Tx,
    token_hash: &str,
    provider: &str,
    expires_at: Timestamp,
) -> Result<(), DbError> {
    diesel::update(sessions::table.filter(sessions::token_hash.eq(token_hash)))
        .set((sessions::provider.eq(provider), sessions::expires_at.eq(expires_at)))
        .execute(tx)?;
    Ok(())
}

/// By which provider a session began; empty for none.
pub fn find_session_source(connection: &mut Connection, token_hash: &str) -> Result<String, DbError> {
    let found: Option<String> = sessions::table
        .filter(sessions::token_hash.eq(token_hash))
        .select(sessions::provider)
        .first(connection)
        .optional()?;
    Ok(found.unwrap_or_default())
}

/// Ends the sessions of somebody that began by a provider.
pub fn delete_sessions_from(tx: &mut Tx, person: PersonId, provider: &str) -> Result<(), DbError> {
    let begun = sessions::table.filter(sessions::person_id.eq(person)).filter(sessions::provider.eq(provider));
    diesel::delete(begun).execute(tx)?;
    Ok(())
}

/// Everybody who holds a right of a provider other than these.
pub fn list_holders_from_others(
    connection: &mut Connection,
    providers: &[String],
) -> Result<Vec<(PersonId, String)>, DbError> {
    use crate::db::schema::grants;
    grants::table
        .filter(grants::source.ne(""))
        .filter(grants::source.ne_all(providers))
        .order((grants::person_id, grants::source))
        .select((grants::person_id, grants::source))
        .distinct()
        .load(connection)
}
