//! Words of somebody who was not signed in when they sent the form. They are
//! kept under a key that only that browser is told.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::keys::DraftId;
use crate::db::schema::question_drafts as drafts;
use crate::db::{Connection, DbError, Tx};
use crate::questions::model::Urgency;

/// Drafts that are kept at most, so that nobody fills the disk without an account.
const DRAFTS: i64 = 1_000;

/// What was typed before signing in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// The question in one sentence.
    pub title: String,
    /// More about it.
    pub body: String,
    /// What was searched before.
    pub searched: String,
    /// How much hangs on it.
    pub urgency: Urgency,
    /// The other fields of the form, as JSON.
    pub more: String,
}

/// Keeps a draft and lets the oldest go where there are too many.
///
/// # Errors
///
/// The database's own.
pub fn insert_draft(tx: &mut Tx, now: Timestamp, draft: &Draft) -> Result<DraftId, DbError> {
    let kept: i64 = drafts::table.count().get_result(tx)?;
    if kept >= DRAFTS {
        let oldest: Vec<DraftId> =
            drafts::table.order((drafts::kept_at, drafts::id)).limit(kept - DRAFTS + 1).select(drafts::id).load(tx)?;
        diesel::delete(drafts::table.filter(drafts::id.eq_any(oldest))).execute(tx)?;
    }
    let id = DraftId::generate();
    diesel::insert_into(drafts::table)
        .values((
            drafts::id.eq(id),
            drafts::title.eq(&draft.title),
            drafts::body.eq(&draft.body),
            drafts::searched.eq(&draft.searched),
            drafts::urgency.eq(draft.urgency),
            drafts::more.eq(&draft.more),
            drafts::kept_at.eq(now),
        ))
        .execute(tx)?;
    Ok(id)
}

/// The draft with this key, unless it was sent or forgotten.
///
/// # Errors
///
/// The database's own.
pub fn find_draft(connection: &mut Connection, id: DraftId) -> Result<Option<Draft>, DbError> {
    let row: Option<(String, String, String, Urgency, String)> = drafts::table
        .find(id)
        .select((drafts::title, drafts::body, drafts::searched, drafts::urgency, drafts::more))
        .first(connection)
        .optional()?;
    Ok(row.map(|(title, body, searched, urgency, more)| Draft { title, body, searched, urgency, more }))
}

/// Forgets a draft whose words were sent.
///
/// # Errors
///
/// The database's own.
pub fn delete_draft(tx: &mut Tx, id: DraftId) -> Result<(), DbError> {
    diesel::delete(drafts::table.find(id)).execute(tx)?;
    Ok(())
}

/// Forgets drafts that were kept before `before`.
///
/// # Errors
///
/// The database's own.
pub fn forget_drafts(tx: &mut Tx, before: Timestamp) -> Result<usize, DbError> {
    diesel::delete(drafts::table.filter(drafts::kept_at.lt(before))).execute(tx)
}
