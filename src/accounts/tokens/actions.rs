//! What can be done with tokens.

use serde_json::json;

use super::model::{NewToken, scopes_to_text};
use super::{access, store};
use crate::accounts::{AccountError, Person, PersonState, services};
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::db::keys::{PersonId, TokenId};
use crate::web::csrf::{TOKEN_PREFIX, hash_token, random_token};
use crate::web::{FieldProblem, Member};

/// Tokens of a person that are good at the same time. More are made by a
/// program that forgets its own.
const LIMIT: i64 = 50;

/// Makes a token of `person` and returns it; nothing else ever shows it again.
///
/// # Errors
///
/// [`AccountError::Invalid`] where there are too many, or the account is off.
pub fn create(
    tx: &mut Tx,
    actor: Option<PersonId>,
    now: Timestamp,
    person: &Person,
    new: &NewToken,
) -> Result<String, AccountError> {
    let token = format!("{TOKEN_PREFIX}{}", random_token());
    keep(tx, actor, now, person, new, &token)?;
    Ok(token)
}

/// As [`create`], with a token that is known already: the sample company's.
///
/// # Errors
///
/// Those of [`create`].
pub fn keep(
    tx: &mut Tx,
    actor: Option<PersonId>,
    now: Timestamp,
    person: &Person,
    new: &NewToken,
    token: &str,
) -> Result<(), AccountError> {
    let refuse = |words: String| Err(AccountError::Invalid(vec![FieldProblem::new("name", words)]));
    if person.state == PersonState::Disabled && !services::is_live(tx, person.id)? {
        return refuse("the account is switched off".into());
    }
    if store::count_live(tx, person.id, now)? >= LIMIT {
        return refuse(format!("there are {LIMIT} tokens already; revoke one that is not needed any more"));
    }
    store::insert(tx, now, person.id, new, &hash_token(token))?;
    let detail = json!({ "name": new.name, "scopes": scopes_to_text(&new.scopes), "expires": new.expires(now).iso() });
    audit::record(tx, now, Entry { actor, action: "token.created", subject: ("person", &person.handle), detail })?;
    Ok(())
}

/// Revokes a token; one that is revoked stays so. Returns its name.
///
/// # Errors
///
/// [`AccountError::NoToken`] for whoever may not.
pub fn revoke(tx: &mut Tx, actor: &Member, now: Timestamp, id: TokenId) -> Result<String, AccountError> {
    let token = store::find(tx, id)?;
    if !access::may_revoke(actor, &token) {
        return Err(AccountError::NoToken);
    }
    if store::save_revoked(tx, id, now)? {
        let owner = crate::accounts::find_person(tx, token.person)?;
        let subject = ("person", owner.handle.as_str());
        let detail = json!({ "name": token.name });
        audit::record(tx, now, Entry { actor: Some(actor.id), action: "token.revoked", subject, detail })?;
    }
    Ok(token.name)
}

/// Revokes every token of somebody whose account is switched off, so that none
/// comes back with it, who has a new password, or who has no way in any more.
/// Returns how many.
///
/// # Errors
///
/// The database's own.
pub fn revoke_all_of(
    tx: &mut Tx,
    actor: Option<PersonId>,
    now: Timestamp,
    person: &Person,
) -> Result<usize, AccountError> {
    let count = store::save_all_revoked(tx, person.id, now)?;
    if count > 0 {
        let subject = ("person", person.handle.as_str());
        let detail = json!({ "all": count });
        audit::record(tx, now, Entry { actor, action: "token.revoked", subject, detail })?;
    }
    Ok(count)
}
