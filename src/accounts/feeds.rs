//! The secret address of somebody's feeds.
//!
//! Feed readers can't sign in, and many keep no header, so the address itself
//! is the proof. It opens feeds and nothing else, is kept as its hash (N10),
//! gives the rights that its owner has at that moment (A08), and ends with the
//! account, with a new password and with the last way in (A07). A feed names people
//! and single teams' questions, which are never public (A12): there is no address
//! without a secret but that for a browser that is signed in.

use diesel::prelude::*;
use serde_json::json;

use super::PersonState;
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::keys::PersonId;
use crate::db::schema::{feed_addresses, people};
use crate::db::{Connection, DbError, Tx};
use crate::web::Member;
use crate::web::csrf::{hash_token, random_token};

/// When somebody's address was made; none where they have none.
///
/// # Errors
///
/// The database's own.
pub fn feeds_since(connection: &mut Connection, person: PersonId) -> Result<Option<Timestamp>, DbError> {
    feed_addresses::table.find(person).select(feed_addresses::created_at).first(connection).optional()
}

/// Makes the member an address, and ends the one before it. The secret is
/// returned this once.
///
/// # Errors
///
/// The database's own.
pub fn renew_feeds(tx: &mut Tx, member: &Member, now: Timestamp) -> Result<String, DbError> {
    let token = random_token();
    diesel::delete(feed_addresses::table.find(member.id)).execute(tx)?;
    diesel::insert_into(feed_addresses::table)
        .values((
            feed_addresses::person_id.eq(member.id),
            feed_addresses::token_hash.eq(hash_token(&token)),
            feed_addresses::created_at.eq(now),
        ))
        .execute(tx)?;
    record(tx, Some(member.id), now, "feeds.renewed", &member.handle)?;
    Ok(token)
}

/// Ends the address of the member, where there is one.
///
/// # Errors
///
/// The database's own.
pub fn end_feeds(tx: &mut Tx, member: &Member, now: Timestamp) -> Result<(), DbError> {
    end_feeds_of(tx, Some(member.id), now, (member.id, &member.handle)).map(drop)
}

/// Ends the address of somebody, whoever asks for it. Returns whether there was one.
pub(super) fn end_feeds_of(
    tx: &mut Tx,
    actor: Option<PersonId>,
    now: Timestamp,
    (person, handle): (PersonId, &str),
) -> Result<bool, DbError> {
    let ended = diesel::delete(feed_addresses::table.find(person)).execute(tx)? == 1;
    if ended {
        record(tx, actor, now, "feeds.ended", handle)?;
    }
    Ok(ended)
}

fn record(tx: &mut Tx, actor: Option<PersonId>, now: Timestamp, action: &str, handle: &str) -> Result<(), DbError> {
    audit::record(tx, now, Entry { actor, action, subject: ("person", handle), detail: json!({}) })
}

/// Whose address holds this secret; nobody where it is none, or their account is not on.
///
/// # Errors
///
/// The database's own.
pub fn feeds_owner(connection: &mut Connection, token: &str) -> Result<Option<PersonId>, DbError> {
    feed_addresses::table
        .inner_join(people::table)
        .filter(feed_addresses::token_hash.eq(hash_token(token)))
        .filter(people::state.eq(PersonState::Active))
        .select(feed_addresses::person_id)
        .first(connection)
        .optional()
}
