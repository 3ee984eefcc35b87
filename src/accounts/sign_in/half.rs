//! Between the password and the second factor: a row that opens nothing but the
//! page that asks for the code, in the browser that it was begun in.

use diesel::prelude::*;
use jiff::SignedDuration;

use crate::accounts::{AccountError, Browser, Person, PersonState, SecondFactor, factors, sessions, store};
use crate::clock::Timestamp;
use crate::db::keys::PersonId;
use crate::db::schema::half_sign_ins;
use crate::db::{Connection, DbError, Tx};
use crate::seal::Seal;
use crate::web::csrf::{hash_token, random_token};

/// How long somebody may look for their telephone.
pub const LIFETIME: SignedDuration = SignedDuration::from_mins(10);

/// What came of somebody whose password was right.
#[derive(Debug)]
pub enum Entered {
    /// They are signed in, by this token.
    In(String),
    /// They show the second factor first, or set one up; by this token.
    Half(String),
}

/// Somebody who is half signed in.
#[derive(Debug, Clone)]
pub struct Half {
    pub person: Person,
    /// Where to go on to.
    pub target: String,
    /// Whether they have a second factor, and don't set one up now.
    pub has_factor: bool,
}

/// Lets somebody in whose password was right, or asks for more first.
///
/// # Errors
///
/// [`AccountError::WrongPassword`] where the account is switched off.
pub fn enter(
    tx: &mut Tx,
    now: Timestamp,
    (seal, rule): (&Seal, SecondFactor),
    person: &Person,
    browser: &Browser,
    target: &str,
) -> Result<Entered, AccountError> {
    let has_factor = factors::since(tx, person.id)?.is_some();
    if !has_factor && !rule.asks(&store::list_grants(tx, person.id)?) {
        return sessions::sign_in_as(tx, now, person, browser).map(Entered::In);
    }
    if person.state == PersonState::Disabled {
        return Err(AccountError::WrongPassword);
    }
    if !has_factor {
        factors::begin(tx, seal, now, person.id)?;
    }
    let token = random_token();
    insert(tx, now, &hash_token(&token), person.id, target)?;
    Ok(Entered::Half(token))
}

/// Ends what is half done in this browser, by a whole session. Returns its token.
///
/// # Errors
///
/// [`AccountError::StepOver`] where it was ended meanwhile.
pub fn complete(
    tx: &mut Tx,
    now: Timestamp,
    token: &str,
    person: &Person,
    browser: &Browser,
) -> Result<String, AccountError> {
    if diesel::delete(half_sign_ins::table.find(hash_token(token))).execute(tx)? != 1 {
        return Err(AccountError::StepOver);
    }
    sessions::sign_in_as(tx, now, person, browser)
}

fn insert(tx: &mut Tx, now: Timestamp, hash: &str, person: PersonId, target: &str) -> Result<(), DbError> {
    diesel::insert_into(half_sign_ins::table)
        .values((
            half_sign_ins::token_hash.eq(hash),
            half_sign_ins::person_id.eq(person),
            half_sign_ins::target.eq(target),
            half_sign_ins::expires_at.eq(now.plus(LIFETIME)),
        ))
        .execute(tx)?;
    Ok(())
}

/// Who is half signed in by this token.
///
/// # Errors
///
/// [`AccountError::StepOver`] where nobody is any more.
pub fn find(connection: &mut Connection, now: Timestamp, token: &str) -> Result<Half, AccountError> {
    let row: Option<(PersonId, String)> = half_sign_ins::table
        .find(hash_token(token))
        .filter(half_sign_ins::expires_at.gt(now))
        .select((half_sign_ins::person_id, half_sign_ins::target))
        .first(connection)
        .optional()?;
    let (id, target) = row.ok_or(AccountError::StepOver)?;
    let person = store::find_person(connection, id)?;
    if person.state != PersonState::Active {
        return Err(AccountError::StepOver);
    }
    let has_factor = factors::since(connection, id)?.is_some();
    Ok(Half { person, target, has_factor })
}

/// Ends all that is half done of a person.
pub fn delete_of(tx: &mut Tx, person: PersonId) -> Result<(), DbError> {
    diesel::delete(half_sign_ins::table.filter(half_sign_ins::person_id.eq(person))).execute(tx)?;
    Ok(())
}

/// Forgets what nobody ended.
pub fn forget(tx: &mut Tx, now: Timestamp) -> Result<(), DbError> {
    diesel::delete(half_sign_ins::table.filter(half_sign_ins::expires_at.lt(now))).execute(tx)?;
    Ok(())
}
