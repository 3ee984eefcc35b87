//! Links that let somebody in once: first set-up, invitation, new password.
//! The database holds their hashes only (L10).

use diesel::prelude::*;
use jiff::SignedDuration;

use super::{AccountError, Person};
use crate::clock::Timestamp;
use crate::db::keys::{InvitationId, PersonId};
use crate::db::schema::invitations;
use crate::db::{Connection, DbError, Tx};
use crate::text_enum;
use crate::web::csrf::{hash_token, random_token};

text_enum! {
    /// What a link is for.
    pub enum Purpose {
        /// Makes the first admin.
        Setup = "setup",
        /// Lets somebody new choose a password.
        Invitation = "invitation",
        /// Lets somebody choose a new password.
        Reset = "reset",
        /// Signs somebody in, made by the shell where nothing else does.
        SignIn = "sign_in",
    }
}

impl Purpose {
    /// How long a link lives.
    pub fn lifetime(self) -> SignedDuration {
        match self {
            Purpose::Setup => SignedDuration::from_hours(24),
            Purpose::Invitation => SignedDuration::from_hours(24 * 7),
            Purpose::Reset | Purpose::SignIn => SignedDuration::from_mins(30),
        }
    }
}

impl Purpose {
    /// How long a link lives, in words.
    pub fn lifetime_words(self) -> &'static str {
        match self {
            Purpose::Setup => "24 hours",
            Purpose::Invitation => "seven days",
            Purpose::Reset | Purpose::SignIn => "30 minutes",
        }
    }

    /// What a link for this person is for: a first password, or a new one.
    pub fn for_person(person: &Person) -> Self {
        if person.password_hash.is_some() { Purpose::Reset } else { Purpose::Invitation }
    }
}

/// The secret part of a link. It is shown once and never stored.
#[derive(Clone)]
pub struct LinkToken(pub(super) String);

impl LinkToken {
    /// The path of the link that this token is for.
    pub fn path(&self, purpose: Purpose) -> String {
        match purpose {
            Purpose::Setup => format!("/setup/{}", self.0),
            Purpose::Invitation | Purpose::Reset => format!("/invitation/{}", self.0),
            Purpose::SignIn => format!("/sign-in-link/{}", self.0),
        }
    }
}

/// Makes a link; earlier ones of the same purpose and person stop working.
pub(super) fn create(
    tx: &mut Tx,
    now: Timestamp,
    purpose: Purpose,
    person: Option<PersonId>,
) -> Result<LinkToken, DbError> {
    let earlier = invitations::table.filter(invitations::purpose.eq(purpose)).filter(invitations::used_at.is_null());
    match person {
        Some(person) => diesel::delete(earlier.filter(invitations::person_id.eq(person))).execute(tx)?,
        None => diesel::delete(earlier.filter(invitations::person_id.is_null())).execute(tx)?,
    };
    add(tx, now, purpose, person)
}

/// Makes a link beside earlier ones, which go on to work until one is used.
pub(super) fn add(
    tx: &mut Tx,
    now: Timestamp,
    purpose: Purpose,
    person: Option<PersonId>,
) -> Result<LinkToken, DbError> {
    let token = random_token();
    diesel::insert_into(invitations::table)
        .values((
            invitations::id.eq(InvitationId::generate()),
            invitations::token_hash.eq(hash_token(&token)),
            invitations::purpose.eq(purpose),
            invitations::person_id.eq(person),
            invitations::created_at.eq(now),
            invitations::expires_at.eq(now.plus(purpose.lifetime())),
        ))
        .execute(tx)?;
    Ok(LinkToken(token))
}

/// Whom a link lets in, if it still does: its purpose and its person.
pub(super) fn find(
    connection: &mut Connection,
    now: Timestamp,
    token: &str,
) -> Result<(Purpose, Option<PersonId>), AccountError> {
    invitations::table
        .filter(invitations::token_hash.eq(hash_token(token)))
        .filter(invitations::used_at.is_null())
        .filter(invitations::expires_at.gt(now))
        .select((invitations::purpose, invitations::person_id))
        .first(connection)
        .optional()?
        .ok_or(AccountError::LinkSpent)
}

/// Ends the links of a person that were not used.
pub(super) fn delete_unused(tx: &mut Tx, person: PersonId) -> Result<(), DbError> {
    let own = invitations::table.filter(invitations::person_id.eq(person));
    diesel::delete(own.filter(invitations::used_at.is_null())).execute(tx)?;
    Ok(())
}

/// Ends the links for the first admin that were not used.
pub(super) fn delete_unused_setup(tx: &mut Tx) -> Result<(), DbError> {
    let unused = invitations::table.filter(invitations::purpose.eq(Purpose::Setup));
    diesel::delete(unused.filter(invitations::used_at.is_null())).execute(tx)?;
    Ok(())
}

/// Uses a link up. Of two who try at once, one gets [`AccountError::LinkSpent`].
pub(super) fn spend(tx: &mut Tx, now: Timestamp, token: &str) -> Result<(Purpose, Option<PersonId>), AccountError> {
    let found = find(tx, now, token)?;
    let unused =
        invitations::table.filter(invitations::token_hash.eq(hash_token(token))).filter(invitations::used_at.is_null());
    let spent = diesel::update(unused).set(invitations::used_at.eq(now)).execute(tx)?;
    if spent == 1 { Ok(found) } else { Err(AccountError::LinkSpent) }
}
