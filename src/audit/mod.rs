//! The record of who changed what, written in the transaction of the change,
//! and sealed into a chain soon after.

mod chain;
mod messages;
mod seal;
mod verify;

use diesel::prelude::*;
use serde_json::Value;

use crate::clock::Timestamp;
use crate::db::keys::{AuditId, PersonId};
use crate::db::schema::audit_entries;
use crate::db::{DbError, Tx};
use crate::web::csrf::random_token;

pub use messages::MessageRecord;
pub use seal::{keep_sealing, seal};
pub use verify::{Fault, Verified, verify};

/// One line of the record.
#[derive(Debug)]
pub struct Entry<'a> {
    /// Who did it; nobody where a command or the program itself did.
    pub actor: Option<PersonId>,
    /// What was done, as `kind.verb`: `team.created`, `question.escalated`.
    pub action: &'a str,
    /// What it was done to: its kind and its key, slug or number.
    pub subject: (&'a str, &'a str),
    /// What is worth knowing of before and after; never a secret.
    pub detail: Value,
}

/// Adds a line to the record.
///
/// # Errors
///
/// The database's own; the change that it belongs to fails with it.
pub fn record(tx: &mut Tx, now: Timestamp, entry: Entry<'_>) -> Result<(), DbError> {
    diesel::insert_into(audit_entries::table)
        .values((
            audit_entries::id.eq(AuditId::generate()),
            audit_entries::recorded_at.eq(now),
            audit_entries::actor_id.eq(entry.actor),
            audit_entries::action.eq(entry.action),
            audit_entries::subject_kind.eq(entry.subject.0),
            audit_entries::subject_key.eq(entry.subject.1),
            audit_entries::detail.eq(entry.detail.to_string()),
            audit_entries::salt.eq(random_token()),
        ))
        .execute(tx)?;
    Ok(())
}
