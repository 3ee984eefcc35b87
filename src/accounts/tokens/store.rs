//! Every query about tokens.

use diesel::prelude::*;

use super::model::{NewToken, Token, scopes_from_text, scopes_to_text};
use crate::accounts::{AccountError, PersonName, PersonState, services};
use crate::clock::Timestamp;
use crate::db::keys::{PersonId, TokenId};
use crate::db::schema::{api_tokens, people};
use crate::db::{Connection, DbError, Tx};
use crate::web::TokenScope;

type TokenRow = (TokenId, PersonId, String, String, Timestamp, Timestamp, Option<Timestamp>, Option<Timestamp>);

const TOKEN: (
    api_tokens::id,
    api_tokens::person_id,
    api_tokens::name,
    api_tokens::scopes,
    api_tokens::created_at,
    api_tokens::expires_at,
    api_tokens::used_at,
    api_tokens::revoked_at,
) = (
    api_tokens::id,
    api_tokens::person_id,
    api_tokens::name,
    api_tokens::scopes,
    api_tokens::created_at,
    api_tokens::expires_at,
    api_tokens::used_at,
    api_tokens::revoked_at,
);

fn token(row: TokenRow) -> Token {
    let (id, person, name, scopes, created_at, expires_at, used_at, revoked_at) = row;
    Token { id, person, name, scopes: scopes_from_text(&scopes), created_at, expires_at, used_at, revoked_at }
}

/// Keeps a token by its hash.
pub fn insert(tx: &mut Tx, now: Timestamp, person: PersonId, new: &NewToken, token_hash: &str) -> Result<(), DbError> {
    diesel::insert_into(api_tokens::table)
        .values((
            api_tokens::id.eq(TokenId::generate()),
            api_tokens::token_hash.eq(token_hash),
            api_tokens::person_id.eq(person),
            api_tokens::name.eq(&new.name),
            api_tokens::scopes.eq(scopes_to_text(&new.scopes)),
            api_tokens::created_at.eq(now),
            api_tokens::expires_at.eq(new.expires(now)),
        ))
        .execute(tx)?;
    Ok(())
}

/// What a token that is presented opens.
#[derive(Debug)]
pub struct Presented {
    /// Its key.
    pub id: TokenId,
    /// Whose it is.
    pub person: PersonId,
    /// What they called it.
    pub name: String,
    /// What it may be used for.
    pub scopes: Vec<TokenScope>,
    /// When its use was last written down.
    pub used_at: Option<Timestamp>,
}

/// The token with this hash, if it and its owner's account are good at `now`.
pub fn find_presented(
    connection: &mut Connection,
    now: Timestamp,
    token_hash: &str,
) -> Result<Option<Presented>, DbError> {
    let row: Option<(TokenId, PersonId, String, String, Option<Timestamp>)> = api_tokens::table
        .inner_join(people::table)
        .filter(api_tokens::token_hash.eq(token_hash))
        .filter(api_tokens::expires_at.gt(now))
        .filter(api_tokens::revoked_at.is_null())
        .filter(people::state.eq(PersonState::Active).or(api_tokens::person_id.eq_any(services::live())))
        .select((api_tokens::id, api_tokens::person_id, api_tokens::name, api_tokens::scopes, api_tokens::used_at))
        .first(connection)
        .optional()?;
    Ok(row.map(|(id, person, name, scopes, used_at)| {
        let scopes = scopes_from_text(&scopes);
        Presented { id, person, name, scopes, used_at }
    }))
}

/// Whether the token with this hash is one of a service that has ended.
pub fn is_of_ended_service(connection: &mut Connection, token_hash: &str) -> Result<bool, DbError> {
    let known: i64 = api_tokens::table
        .filter(api_tokens::token_hash.eq(token_hash))
        .filter(api_tokens::person_id.eq_any(services::ended()))
        .count()
        .get_result(connection)?;
    Ok(known > 0)
}

/// Writes down that a token was used.
pub fn save_used(tx: &mut Tx, id: TokenId, now: Timestamp) -> Result<(), DbError> {
    diesel::update(api_tokens::table.find(id)).set(api_tokens::used_at.eq(now)).execute(tx)?;
    Ok(())
}

/// The token with this key.
///
/// # Errors
///
/// [`AccountError::NoToken`].
pub fn find(connection: &mut Connection, id: TokenId) -> Result<Token, AccountError> {
    let row: Option<TokenRow> = api_tokens::table.find(id).select(TOKEN).first(connection).optional()?;
    row.map(token).ok_or(AccountError::NoToken)
}

/// A person's tokens, the newest first.
pub fn list_of(connection: &mut Connection, person: PersonId) -> Result<Vec<Token>, DbError> {
    let rows: Vec<TokenRow> = api_tokens::table
        .filter(api_tokens::person_id.eq(person))
        .order((api_tokens::created_at.desc(), api_tokens::id.desc()))
        .select(TOKEN)
        .load(connection)?;
    Ok(rows.into_iter().map(token).collect())
}

/// Everybody's tokens with their owners, the newest first, `limit` after the first `skip`.
pub fn list_all(connection: &mut Connection, skip: i64, limit: i64) -> Result<Vec<(Token, PersonName)>, DbError> {
    let rows: Vec<(TokenRow, (PersonId, String, String))> = api_tokens::table
        .inner_join(people::table)
        .order((api_tokens::created_at.desc(), api_tokens::id.desc()))
        .offset(skip)
        .limit(limit)
        .select((TOKEN, (people::id, people::handle, people::name)))
        .load(connection)?;
    Ok(rows.into_iter().map(|(row, (id, handle, name))| (token(row), PersonName { id, handle, name })).collect())
}

/// How many tokens of a person are taken at `now`.
pub fn count_live(connection: &mut Connection, person: PersonId, now: Timestamp) -> Result<i64, DbError> {
    api_tokens::table
        .filter(api_tokens::person_id.eq(person))
        .filter(api_tokens::expires_at.gt(now))
        .filter(api_tokens::revoked_at.is_null())
        .count()
        .get_result(connection)
}

/// Revokes a token. Returns whether it was good until now.
pub fn save_revoked(tx: &mut Tx, id: TokenId, now: Timestamp) -> Result<bool, DbError> {
    let live = api_tokens::table.find(id).filter(api_tokens::revoked_at.is_null());
    Ok(diesel::update(live).set(api_tokens::revoked_at.eq(now)).execute(tx)? == 1)
}

/// Revokes all tokens of a person. Returns how many.
pub fn save_all_revoked(tx: &mut Tx, person: PersonId, now: Timestamp) -> Result<usize, DbError> {
    let live = api_tokens::table
        .filter(api_tokens::person_id.eq(person))
        .filter(api_tokens::expires_at.gt(now))
        .filter(api_tokens::revoked_at.is_null());
    diesel::update(live).set(api_tokens::revoked_at.eq(now)).execute(tx)
}

/// Forgets tokens that ended before `before`; the record keeps that they were.
pub fn forget(tx: &mut Tx, before: Timestamp) -> Result<(), DbError> {
    let ended = api_tokens::expires_at.lt(before).or(api_tokens::revoked_at.lt(before).assume_not_null());
    diesel::delete(api_tokens::table.filter(ended)).execute(tx)?;
    Ok(())
}
