//! What can be done with sessions.

use serde_json::{Value, json};

use super::{IDLE_LIMIT, store};
use crate::accounts::{AccountError, Browser, Person, find_person, providers, sign_in, store as people, throttle};
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::keys::{PersonId, SessionId};
use crate::db::{DbError, Tx};
use crate::web::Member;
use crate::web::csrf::{hash_token, random_token};

/// Starts a session for somebody whose right to it was checked. Returns its token.
///
/// # Errors
///
/// [`AccountError::WrongPassword`] where the account is switched off.
pub fn sign_in_as(tx: &mut Tx, now: Timestamp, person: &Person, browser: &Browser) -> Result<String, AccountError> {
    start(tx, now, person, browser, json!({}))
}

/// As [`sign_in_as`]; the record keeps this beside it, such as who vouched for
/// them. Whoever was signed in with this browser is not any more (L07).
pub(in crate::accounts) fn start(
    tx: &mut Tx,
    now: Timestamp,
    person: &Person,
    browser: &Browser,
    detail: Value,
) -> Result<String, AccountError> {
    // `person` may have been read a while ago.
    if !people::lock_open(tx, person.id)? {
        return Err(AccountError::WrongPassword);
    }
    if let Some(before) = &browser.session {
        end(tx, now, before)?;
    }
    let token = random_token();
    store::insert(tx, now, person.id, &hash_token(&token), browser)?;
    if browser.keeps() {
        throttle::save_known(tx, now, person.id, &browser.hash(), &browser.place())?;
    }
    let subject = ("person", person.handle.as_str());
    audit::record(tx, now, Entry { actor: Some(person.id), action: "session.started", subject, detail })?;
    Ok(token)
}

/// Whether the browser's session is this person's and may still be used. It is
/// held until this transaction ends, so that whoever ends it finds all that was
/// made by it.
///
/// # Errors
///
/// The database's own.
pub(in crate::accounts) fn lock_live(
    tx: &mut Tx,
    now: Timestamp,
    person: PersonId,
    browser: &Browser,
) -> Result<bool, DbError> {
    let Some(token) = &browser.session else { return Ok(false) };
    store::lock_live(tx, now, now.plus(-IDLE_LIMIT), person, &hash_token(token))
}

/// Ends the session of this token; a token that is none ends nothing. Returns
/// the key of the provider by which it began; empty for none.
///
/// # Errors
///
/// The database's own.
pub(in crate::accounts) fn end(tx: &mut Tx, now: Timestamp, token: &str) -> Result<String, AccountError> {
    let hash = hash_token(token);
    let from = providers::find_session_source(tx, &hash)?;
    if let Some(person) = store::delete(tx, &hash)? {
        let person = find_person(tx, person)?;
        record_end(tx, now, person.id, &person.handle, json!({}))?;
    }
    Ok(from)
}

/// Ends one of the member's own sessions. Returns the browser that had it, in words.
///
/// # Errors
///
/// [`AccountError::NoSession`] where it is over, or somebody else's.
pub(super) fn end_own(tx: &mut Tx, member: &Member, now: Timestamp, id: SessionId) -> Result<String, AccountError> {
    let device = store::delete_own(tx, member.id, id)?.ok_or(AccountError::NoSession)?;
    record_end(tx, now, member.id, &member.handle, json!({ "browser": device }))?;
    Ok(device)
}

/// Ends all of the member's sessions, this one included, and forgets the
/// browsers that they are known by.
///
/// # Errors
///
/// The database's own.
pub(super) fn end_all_own(tx: &mut Tx, member: &Member, now: Timestamp) -> Result<(), AccountError> {
    let ended = store::delete_all_of(tx, member.id)?;
    throttle::delete_known_of(tx, member.id)?;
    sign_in::delete_of(tx, member.id)?;
    Ok(record_end(tx, now, member.id, &member.handle, json!({ "all": ended }))?)
}

fn record_end(tx: &mut Tx, now: Timestamp, person: PersonId, handle: &str, detail: Value) -> Result<(), DbError> {
    let entry = Entry { actor: Some(person), action: "session.ended", subject: ("person", handle), detail };
    audit::record(tx, now, entry)
}
