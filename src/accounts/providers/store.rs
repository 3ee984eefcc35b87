//! Every query about tries to sign in by a provider, and whom it knows as whom.

use diesel::prelude::*;
use jiff::SignedDuration;

use crate::clock::Timestamp;
use crate::db::keys::{LinkedSignInId, PersonId};
use crate::db::schema::{linked_sign_ins, sessions, sign_in_attempts};
use crate::db::{Connection, DbError, Tx, overtaken, violates};

/// How long somebody may take at the provider.
const ATTEMPT_LIFETIME: SignedDuration = SignedDuration::from_mins(15);
/// Longer ago than any proof counts.
const NEVER: Timestamp = Timestamp(0);

/// A try that is under way.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Attempt {
    /// The hash of the secret of the browser that began it.
    pub browser_hash: String,
    /// The key of the provider.
    pub provider: String,
    /// Whose account is to be linked, where it is not to sign in.
    pub person: Option<PersonId>,
    /// Where to go on to.
    pub target: String,
    /// From when on the provider has to have asked who it is, where this is to
    /// prove it.
    pub proof_since: Option<Timestamp>,
}

/// Writes a try, which this state belongs to.
pub fn insert_attempt(tx: &mut Tx, now: Timestamp, state_hash: &str, attempt: &Attempt) -> Result<(), DbError> {
    diesel::insert_into(sign_in_attempts::table)
        .values((
            sign_in_attempts::state_hash.eq(state_hash),
            sign_in_attempts::browser_hash.eq(&attempt.browser_hash),
            sign_in_attempts::provider.eq(&attempt.provider),
            sign_in_attempts::person_id.eq(attempt.person),
            sign_in_attempts::target.eq(&attempt.target),
            sign_in_attempts::proof_since.eq(attempt.proof_since),
            sign_in_attempts::expires_at.eq(now.plus(ATTEMPT_LIFETIME)),
        ))
        .execute(tx)?;
    Ok(())
}

/// Takes a try that has not run out; of two who come with the same state, one gets it.
pub fn take_attempt(tx: &mut Tx, now: Timestamp, state_hash: &str) -> Result<Option<Attempt>, DbError> {
    let attempt: Option<Attempt> = sign_in_attempts::table
        .find(state_hash)
        .filter(sign_in_attempts::expires_at.gt(now))
        .select((
            sign_in_attempts::browser_hash,
            sign_in_attempts::provider,
            sign_in_attempts::person_id,
            sign_in_attempts::target,
            sign_in_attempts::proof_since,
        ))
        .first(tx)
        .optional()?;
    let taken = diesel::delete(sign_in_attempts::table.find(state_hash)).execute(tx)? == 1;
    Ok(attempt.filter(|_| taken))
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

/// Whether any admin who can sign in may do so by one of these providers.
pub fn exists_linked_admin(connection: &mut Connection, providers: &[String]) -> Result<bool, DbError> {
    use crate::accounts::PersonState;
    use crate::db::schema::{grants, people};
    use crate::web::Grant;
    let admins = grants::table.filter(grants::kind.eq(Grant::Admin)).select(grants::person_id);
    let found: i64 = linked_sign_ins::table
        .inner_join(people::table)
        .filter(people::state.ne(PersonState::Disabled))
        .filter(linked_sign_ins::person_id.eq_any(admins))
        .filter(linked_sign_ins::provider.eq_any(providers))
        .count()
        .get_result(connection)?;
    Ok(found > 0)
}

/// Marks a session as begun by a provider, and bounds it. Its owner proved who
/// they are at `proved`, if that is known.
pub fn save_session_source(
    tx: &mut Tx,
    token_hash: &str,
    provider: &str,
    expires_at: Timestamp,
    proved: Option<Timestamp>,
) -> Result<(), DbError> {
    diesel::update(sessions::table.filter(sessions::token_hash.eq(token_hash)))
        .set((
            sessions::provider.eq(provider),
            sessions::expires_at.eq(expires_at),
            sessions::proved_at.eq(proved.unwrap_or(NEVER)),
        ))
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

/// Ends the sessions of somebody that began by a provider. Returns how many.
pub fn delete_sessions_from(tx: &mut Tx, person: PersonId, provider: &str) -> Result<usize, DbError> {
    let begun = sessions::table.filter(sessions::person_id.eq(person)).filter(sessions::provider.eq(provider));
    diesel::delete(begun).execute(tx)
}

/// Everybody who holds a right of a provider other than these, or a session
/// that began by it.
pub fn list_holders_from_others(
    connection: &mut Connection,
    providers: &[String],
) -> Result<Vec<(PersonId, String)>, DbError> {
    use crate::db::schema::grants;
    let mut holders: Vec<(PersonId, String)> = grants::table
        .filter(grants::source.ne(""))
        .filter(grants::source.ne_all(providers))
        .select((grants::person_id, grants::source))
        .distinct()
        .load(connection)?;
    let begun: Vec<(PersonId, String)> = sessions::table
        .filter(sessions::provider.ne(""))
        .filter(sessions::provider.ne_all(providers))
        .select((sessions::person_id, sessions::provider))
        .distinct()
        .load(connection)?;
    holders.extend(begun);
    Ok(holders)
}

/// Everybody who can sign in by a provider other than these, were it there.
pub fn list_linked_to_others(connection: &mut Connection, providers: &[String]) -> Result<Vec<PersonId>, DbError> {
    linked_sign_ins::table
        .filter(linked_sign_ins::provider.ne_all(providers))
        .select(linked_sign_ins::person_id)
        .distinct()
        .load(connection)
}
