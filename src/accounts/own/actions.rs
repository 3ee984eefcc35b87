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
/// # Errors
///
/// The database's own.
pub fn change_password(
    tx: &mut Tx,
    now: Timestamp,
    person: &Person,
    counted: &Counted,
    password_hash: &str,
    browser: &Browser,
) -> Result<String, AccountError> {
    throttle::forgive(tx, counted)?;
    store::save_password(tx, person.id, password_hash)?;
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
