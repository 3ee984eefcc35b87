//! What links that end mails are signed with: in the database, since every node
//! signs with it, and sealed, since whoever knows it ends anybody's mails.

use diesel::prelude::*;
use diesel::sql_types::{Binary, Text};

use crate::db::schema::notice_keys as keys;
use crate::db::{Connection, DbError, Tx};
use crate::error::AppError;
use crate::seal::{Seal, Sealed, SealedRow};

/// The one row.
const NAME: &str = "unsubscribe";
const PLACE: &str = "notice_keys/sealed/unsubscribe";

/// What links are signed with; `fresh` where there is nothing yet. What an
/// earlier release wrote in the clear is sealed, so that its links stay good.
///
/// # Errors
///
/// [`AppError::Internal`] where it can't be opened, or the database's own.
pub fn signing_secret(tx: &mut Tx, seal: &Seal, fresh: &str) -> Result<String, AppError> {
    if let Some(secret) = find_signing_secret(tx, seal)? {
        return Ok(secret);
    }
    let plain: Option<String> = keys::table.find(NAME).select(keys::secret).first(tx).optional()?;
    let sealed = seal.close(PLACE, plain.as_deref().unwrap_or(fresh).as_bytes());
    diesel::sql_query(
        "INSERT INTO notice_keys (name, secret, sealed) VALUES ($1, '', $2) \
         ON CONFLICT (name) DO UPDATE SET secret = '', sealed = excluded.sealed WHERE notice_keys.sealed IS NULL",
    )
    .bind::<Text, _>(NAME)
    .bind::<Binary, _>(sealed)
    .execute(tx)?;
    // Another node may have been first.
    find_signing_secret(tx, seal)?.ok_or_else(|| AppError::Internal("what links are signed with is gone".into()))
}

/// What links are signed with, once the post has begun.
///
/// # Errors
///
/// [`AppError::Internal`] where it can't be opened, or the database's own.
pub fn find_signing_secret(connection: &mut Connection, seal: &Seal) -> Result<Option<String>, AppError> {
    let Some(sealed) = find(connection)? else { return Ok(None) };
    let secret = String::from_utf8(seal.open(PLACE, &sealed)?);
    secret.map(Some).map_err(|_| AppError::Internal("what links are signed with is no text".into()))
}

fn find(connection: &mut Connection) -> Result<Option<Vec<u8>>, DbError> {
    let row: Option<Option<Vec<u8>>> = keys::table.find(NAME).select(keys::sealed).first(connection).optional()?;
    Ok(row.flatten())
}

/// That row, for when keys change.
pub struct SigningKeys;

impl Sealed for SigningKeys {
    fn what(&self) -> &'static str {
        "what links that end mails are signed with"
    }

    fn list(&self, connection: &mut Connection) -> Result<Vec<SealedRow>, DbError> {
        let sealed = find(connection)?;
        Ok(sealed.map(|sealed| SealedRow { key: NAME.into(), place: PLACE.into(), sealed }).into_iter().collect())
    }

    fn replace(&self, tx: &mut Tx, row: &SealedRow, with: Option<&[u8]>) -> Result<usize, DbError> {
        let this = keys::table.filter(keys::name.eq(&row.key)).filter(keys::sealed.eq(&row.sealed));
        match with {
            Some(sealed) => diesel::update(this).set(keys::sealed.eq(sealed)).execute(tx),
            None => diesel::delete(this).execute(tx),
        }
    }
}
