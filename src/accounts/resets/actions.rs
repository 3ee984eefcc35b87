//! Asking for a link, and making it when its mail is sent.

use serde_json::json;

use crate::accounts::links::{self, Purpose};
use crate::accounts::throttle::{self, Asked, Try};
use crate::accounts::{AccountError, Browser, Person, PersonState, store, told};
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::keys::PersonId;
use crate::db::{DbError, Tx};
use crate::notify::SecretPath;
use crate::web::fold::fold;

/// What the notice of such a link is about.
const SUBJECT: &str = "reset";

/// Asks for a link for whoever has this mail address. Nothing tells whether
/// anybody has.
///
/// # Errors
///
/// [`AccountError::TooOften`], also where nobody has.
pub fn ask(tx: &mut Tx, now: Timestamp, email: &str, browser: &Browser) -> Result<(), AccountError> {
    let asked = throttle::ask(tx, now, Try::Reset, &fold(email), None, browser)?;
    if let Asked::Wait(seconds) = asked {
        return Err(AccountError::TooOften(seconds));
    }
    let person = match store::find_by_email(tx, email) {
        Ok(person) if may_reset(&person) => person,
        Ok(_) | Err(AccountError::NotFound) => return Ok(()),
        Err(error) => return Err(error),
    };
    let subject = ("person", person.handle.as_str());
    audit::record(tx, now, Entry { actor: None, action: "person.reset_asked", subject, detail: json!({}) })?;
    let title = "A link to choose a new password was asked for";
    let words = "The link in the mail works once, for 30 minutes. If it was not you who asked, do nothing: your password stays as it is.";
    Ok(told::tell(tx, now, &person, (title, words), "/me/account", SUBJECT)?)
}

/// Who has no password comes in by a provider, and stays outside where that
/// keeps them out.
fn may_reset(person: &Person) -> bool {
    person.state == PersonState::Active && person.password_hash.is_some()
}

/// Makes links when their mails are sent.
pub struct ResetLinks;

impl SecretPath for ResetLinks {
    fn kind(&self) -> &'static str {
        SUBJECT
    }

    fn make(&self, tx: &mut Tx, person: PersonId, asked: Timestamp, now: Timestamp) -> Result<Option<String>, DbError> {
        // Nobody waits any more for what was asked for so long ago.
        if now.since(asked) > Purpose::Reset.lifetime() {
            return Ok(None);
        }
        let person = match store::find_person(tx, person) {
            Ok(person) if may_reset(&person) => person,
            Ok(_) | Err(AccountError::NotFound) => return Ok(None),
            Err(AccountError::Database(error)) => return Err(error),
            Err(_) => return Ok(None),
        };
        // Beside earlier ones: this mail may be a second copy of one that arrived.
        let token = links::add(tx, now, Purpose::Reset, Some(person.id))?;
        let detail = json!({ "purpose": Purpose::Reset.as_str(), "by": "mail" });
        let subject = ("person", person.handle.as_str());
        audit::record(tx, now, Entry { actor: None, action: "person.link_made", subject, detail })?;
        Ok(Some(token.path(Purpose::Reset)))
    }
}
