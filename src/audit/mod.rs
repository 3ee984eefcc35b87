//! The record of who changed what, written in the transaction of the change,
//! and sealed into a chain soon after.

mod access;
mod api;
mod chain;
mod detail;
mod erase;
mod erased;
mod export;
mod handlers;
mod lookout;
mod messages;
mod model;
mod names;
mod pages;
mod query;
mod seal;
mod store;
mod verify;

use diesel::prelude::*;
use serde_json::Value;

use crate::clock::Timestamp;
use crate::db::keys::{AuditId, PersonId};
use crate::db::schema::audit_entries;
use crate::db::{DbError, Tx, origin};
use crate::web::csrf::random_token;
use crate::web::{Route, TokenScope};

pub use access::READ;
pub use erase::{Erased, erase};
pub use erased::erased_detail;
pub use lookout::{Lookout, keep_writing_down};
pub use messages::MessageRecord;
pub use names::{NameList, Names};
pub use pages::happened_here;
pub use seal::{keep_sealing, seal, seal_all};
pub use verify::{Fault, Kept, Verified, check_kept, verify};

/// The routes of the record.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/audit", access::READ, handlers::list),
        Route::get("/audit.csv", access::READ, export::csv),
        Route::api_get("/api/v1/audit", TokenScope::Read, access::READ, api::list).with(&["after", "limit"]),
    ]
}

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
            audit_entries::origin.eq(chain::origin_text(origin::current().as_ref())),
        ))
        .execute(tx)?;
    Ok(())
}
