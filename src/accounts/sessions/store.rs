//! Every query about sessions.

use diesel::prelude::*;

use crate::accounts::store::{PERSON, PersonRow, person};
use crate::accounts::{Browser, Person, PersonState};
use crate::clock::Timestamp;
use crate::db::keys::{PersonId, SessionId};
use crate::db::schema::{people, sessions};
use crate::db::{Connection, DbError, Tx};

/// Writes a session, which this browser keeps.
pub fn insert(
    tx: &mut Tx,
    now: Timestamp,
    person: PersonId,
    token_hash: &str,
    browser: &Browser,
) -> Result<(), DbError> {
    diesel::insert_into(sessions::table)
        .values((
            sessions::id.eq(SessionId::generate()),
            sessions::token_hash.eq(token_hash),
            sessions::person_id.eq(person),
            sessions::created_at.eq(now),
            sessions::seen_at.eq(now),
            sessions::expires_at.eq(now.plus(crate::web::SESSION_LIFETIME)),
            sessions::device.eq(&browser.words),
            sessions::address.eq(&browser.address),
            sessions::proved_at.eq(now),
        ))
        .execute(tx)?;
    Ok(())
}

/// The session with this hash and its person, if both may still be used and
/// it was used since `used_since`.
pub fn find(
    connection: &mut Connection,
    now: Timestamp,
    used_since: Timestamp,
    token_hash: &str,
) -> Result<Option<(SessionId, Timestamp, Person)>, DbError> {
    let row: Option<(SessionId, Timestamp, PersonRow)> = sessions::table
        .inner_join(people::table)
        .filter(sessions::token_hash.eq(token_hash))
        .filter(sessions::expires_at.gt(now))
        .filter(sessions::seen_at.gt(used_since))
        .filter(people::state.eq(PersonState::Active))
        .select((sessions::id, sessions::seen_at, PERSON))
        .first(connection)
        .optional()?;
    Ok(row.map(|(id, seen, row)| (id, seen, person(row))))
}

/// One session of somebody's.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Session {
    pub id: SessionId,
    /// SHA-256 of the cookie.
    pub token_hash: String,
    pub created_at: Timestamp,
    /// To ten minutes.
    pub seen_at: Timestamp,
    /// The key of the provider by which it began; empty for none.
    pub provider: String,
    /// The browser in words; empty where it was not written down.
    pub device: String,
    /// From where it began.
    pub address: String,
}

/// The sessions of a person that may still be used, the last used first.
pub fn list_of(
    connection: &mut Connection,
    now: Timestamp,
    used_since: Timestamp,
    person: PersonId,
) -> Result<Vec<Session>, DbError> {
    sessions::table
        .filter(sessions::person_id.eq(person))
        .filter(sessions::expires_at.gt(now))
        .filter(sessions::seen_at.gt(used_since))
        .order((sessions::seen_at.desc(), sessions::id.desc()))
        .select((
            sessions::id,
            sessions::token_hash,
            sessions::created_at,
            sessions::seen_at,
            sessions::provider,
            sessions::device,
            sessions::address,
        ))
        .load(connection)
}

/// Whether the session with this hash is this person's and may still be used.
/// Until this transaction ends nobody ends it: whoever wants to waits, and then
/// also ends what it made.
pub fn lock_live(
    tx: &mut Tx,
    now: Timestamp,
    used_since: Timestamp,
    person: PersonId,
    token_hash: &str,
) -> Result<bool, DbError> {
    let live = sessions::table
        .filter(sessions::token_hash.eq(token_hash))
        .filter(sessions::person_id.eq(person))
        .filter(sessions::expires_at.gt(now))
        .filter(sessions::seen_at.gt(used_since));
    // A write that changes nothing holds the row; PostgreSQL lets others wait for it.
    Ok(diesel::update(live).set(sessions::seen_at.eq(sessions::seen_at)).execute(tx)? == 1)
}

/// Notes that a session was used.
pub fn save_seen(tx: &mut Tx, session: SessionId, now: Timestamp) -> Result<(), DbError> {
    diesel::update(sessions::table.find(session)).set(sessions::seen_at.eq(now)).execute(tx)?;
    Ok(())
}

/// When the owner of the session with this hash last proved who they are.
pub fn find_proved(connection: &mut Connection, token_hash: &str) -> Result<Option<Timestamp>, DbError> {
    let own = sessions::table.filter(sessions::token_hash.eq(token_hash));
    own.select(sessions::proved_at).first(connection).optional()
}

/// Notes that the owner of a session proved again who they are.
pub fn save_proved(tx: &mut Tx, token_hash: &str, now: Timestamp) -> Result<(), DbError> {
    let own = sessions::table.filter(sessions::token_hash.eq(token_hash));
    diesel::update(own).set(sessions::proved_at.eq(now)).execute(tx)?;
    Ok(())
}

/// Ends the session with this hash. Returns whose it was.
pub fn delete(tx: &mut Tx, token_hash: &str) -> Result<Option<PersonId>, DbError> {
    let session = sessions::table.filter(sessions::token_hash.eq(token_hash));
    let person = session.select(sessions::person_id).first(tx).optional()?;
    diesel::delete(session).execute(tx)?;
    Ok(person)
}

/// Ends one session of this person. Returns the browser that had it; nothing
/// where it was over, or is somebody else's.
pub fn delete_own(tx: &mut Tx, person: PersonId, id: SessionId) -> Result<Option<String>, DbError> {
    let own = sessions::table.filter(sessions::id.eq(id)).filter(sessions::person_id.eq(person));
    let device = own.select(sessions::device).first(tx).optional()?;
    diesel::delete(own).execute(tx)?;
    Ok(device)
}

/// Ends all sessions of a person.
pub fn delete_all_of(tx: &mut Tx, person: PersonId) -> Result<usize, DbError> {
    diesel::delete(sessions::table.filter(sessions::person_id.eq(person))).execute(tx)
}

/// Forgets sessions that have run out.
pub fn forget(tx: &mut Tx, now: Timestamp) -> Result<(), DbError> {
    diesel::delete(sessions::table.filter(sessions::expires_at.lt(now))).execute(tx)?;
    Ok(())
}
