//! What one can do with one's own account.

use serde_json::json;

use crate::accounts::throttle::{self, Counted};
use crate::accounts::{AccountError, Browser, Person, actions, links, sessions, store};
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::Tx;

/// Saves a new password of somebody who has just proved the old one, ends what
/// let anybody in before (A07), and signs this browser in again. Returns the
/// session's token.
///
/// `person` is who was read before the old one was verified, which takes a while.
///
/// # Errors
///
/// [`AccountError::Changed`] where password or state are not those any more.
pub fn change_password(
    tx: &mut Tx,
    now: Timestamp,
    person: &Person,
    counted: &Counted,
    password_hash: &str,
    browser: &Browser,
) -> Result<String, AccountError> {
    if !store::replace_password(tx, person, password_hash)? {
        return Err(AccountError::Changed);
    }
    throttle::forgive(tx, counted)?;
    links::delete_unused(tx, person.id)?;
    actions::end_all(tx, Some(person.id), now, person)?;
    let entry = Entry {
        actor: Some(person.id),
        action: "person.password_changed",
        subject: ("person", &person.handle),
        detail: json!({}),
    };
    audit::record(tx, now, entry)?;
    sessions::sign_in_as(tx, now, person, browser)
}
