//! What can be done with a second factor.

use serde_json::{Value, json};

use super::recovery;
use super::store::{self, Factor};
use super::totp::{Secret, read_code};
use crate::accounts::{AccountError, Person, told};
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::keys::PersonId;
use crate::db::{Connection, DbError, Tx};
use crate::seal::Seal;

/// Where the secret of a person lies, for whoever seals it.
pub(super) fn place(person: PersonId) -> String {
    format!("second-factor/{person}")
}

fn open(seal: &Seal, person: PersonId, factor: &Factor) -> Result<Secret, AccountError> {
    let bytes = seal.open(&place(person), &factor.secret).map_err(|error| AccountError::Sealed(error.to_string()))?;
    Secret::from_bytes(&bytes).ok_or_else(|| AccountError::Sealed("it has another length".to_owned()))
}

/// Begins to set a second factor up: makes a secret, which counts once a code of
/// it was shown.
///
/// # Errors
///
/// [`AccountError::FactorIsOn`].
pub fn begin(tx: &mut Tx, seal: &Seal, now: Timestamp, person: PersonId) -> Result<(), AccountError> {
    let sealed = seal.close(&place(person), Secret::random().bytes());
    if store::replace_pending(tx, now, person, &sealed)? { Ok(()) } else { Err(AccountError::FactorIsOn) }
}

/// The secret that waits for its first code.
///
/// # Errors
///
/// [`AccountError::NoFactor`] where none was begun.
pub fn find_pending(connection: &mut Connection, seal: &Seal, person: PersonId) -> Result<Secret, AccountError> {
    let factor = store::find(connection, person)?.filter(|factor| factor.confirmed_at.is_none());
    open(seal, person, &factor.ok_or(AccountError::NoFactor)?)
}

/// Confirms a second factor by its first code. Returns the recovery codes, this once.
///
/// # Errors
///
/// [`AccountError::WrongCode`], [`AccountError::NoFactor`].
pub fn confirm(
    tx: &mut Tx,
    seal: &Seal,
    now: Timestamp,
    person: &Person,
    code: &str,
) -> Result<Vec<String>, AccountError> {
    let secret = find_pending(tx, seal, person.id)?;
    let code = read_code(code).ok_or(AccountError::WrongCode)?;
    let step = secret.find_step(&code, now, 0).ok_or(AccountError::WrongCode)?;
    if !store::save_confirmed(tx, now, person.id, step)? {
        return Err(AccountError::FactorIsOn);
    }
    record(tx, Some(person.id), now, "second_factor.set_up", person, json!({}))?;
    told::second_factor(tx, now, person, "Your second factor is on")?;
    replace_codes(tx, now, person)
}

/// Takes a code of the second factor, or a recovery code; each is good once.
///
/// # Errors
///
/// [`AccountError::WrongCode`].
pub fn take(tx: &mut Tx, seal: &Seal, now: Timestamp, person: &Person, code: &str) -> Result<(), AccountError> {
    let Some(factor) = store::find(tx, person.id)?.filter(|factor| factor.confirmed_at.is_some()) else {
        return Err(AccountError::WrongCode);
    };
    if let Some(digits) = read_code(code) {
        let step = open(seal, person.id, &factor)?.find_step(&digits, now, factor.last_step);
        let step = step.ok_or(AccountError::WrongCode)?;
        return if store::take_step(tx, person.id, step)? { Ok(()) } else { Err(AccountError::WrongCode) };
    }
    if !store::take_code(tx, now, person.id, code)? {
        return Err(AccountError::WrongCode);
    }
    let left = store::count_codes(tx, person.id)?;
    record(tx, Some(person.id), now, "recovery_code.used", person, json!({ "left": left }))?;
    Ok(told::second_factor(tx, now, person, &format!("A recovery code was used to sign in as you; {left} are left"))?)
}

/// Makes other recovery codes in place of those before. Returns them, this once.
///
/// # Errors
///
/// The database's own.
pub fn renew_codes(tx: &mut Tx, now: Timestamp, person: &Person) -> Result<Vec<String>, AccountError> {
    record(tx, Some(person.id), now, "recovery_codes.renewed", person, json!({}))?;
    replace_codes(tx, now, person)
}

fn replace_codes(tx: &mut Tx, now: Timestamp, person: &Person) -> Result<Vec<String>, AccountError> {
    let codes = recovery::make();
    store::replace_codes(tx, now, person.id, &codes)?;
    Ok(codes)
}

/// Switches somebody's own second factor off.
///
/// # Errors
///
/// [`AccountError::NoFactor`].
pub fn remove(tx: &mut Tx, now: Timestamp, person: &Person) -> Result<(), AccountError> {
    if !store::delete(tx, person.id)? {
        return Err(AccountError::NoFactor);
    }
    record(tx, Some(person.id), now, "second_factor.removed", person, json!({}))?;
    Ok(told::second_factor(tx, now, person, "Your second factor is switched off")?)
}

/// Takes somebody's second factor away who has lost it, and tells them.
///
/// # Errors
///
/// [`AccountError::NoFactor`].
pub fn reset(tx: &mut Tx, actor: Option<PersonId>, now: Timestamp, person: &Person) -> Result<(), AccountError> {
    if !store::delete(tx, person.id)? {
        return Err(AccountError::NoFactor);
    }
    record(tx, actor, now, "second_factor.reset", person, json!({}))?;
    Ok(told::second_factor(tx, now, person, "An admin took your second factor away")?)
}

fn record(
    tx: &mut Tx,
    actor: Option<PersonId>,
    now: Timestamp,
    action: &str,
    person: &Person,
    detail: Value,
) -> Result<(), DbError> {
    audit::record(tx, now, Entry { actor, action, subject: ("person", &person.handle), detail })
}
