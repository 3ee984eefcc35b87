//! What the form of a draft asks for, and what a second reader says.

use serde_json::json;

use super::{ask_for_reader, find_own, find_readable, is_stale, publish_draft, record};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::db::keys::RowVersion;
use crate::knowledge::writing::model::{DraftNumber, DraftState};
use crate::knowledge::writing::{WritingError, WritingSettings, access, store};
use crate::knowledge::{Library, Slug};
use crate::web::Member;

/// What its author wants of a draft that was saved.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Nothing more.
    Save,
    /// Somebody else is to read it.
    Ask,
    /// It is to be published without a second reader.
    Publish,
}

/// What became of a draft that was saved.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Revised {
    /// It is kept.
    Saved(DraftNumber),
    /// It is kept, and the article was published anew since it was begun: its
    /// author has to see both texts before anything else.
    Stale(DraftNumber),
    /// It waits for a second reader.
    Asked(DraftNumber),
    /// It is what everybody reads.
    Published(Slug),
}

/// Goes on with an own draft that was just saved in this transaction.
///
/// # Errors
///
/// Those of [`ask_for_reader`] and [`publish_draft`].
pub fn revise(
    tx: &mut Tx,
    library: &Library,
    member: &Member,
    now: Timestamp,
    number: DraftNumber,
    act: Act,
    settings: &WritingSettings,
) -> Result<Revised, WritingError> {
    let draft = find_own(tx, member, number)?;
    if is_stale(tx, library, &draft)? {
        return Ok(Revised::Stale(number));
    }
    match act {
        Act::Save => Ok(Revised::Saved(number)),
        Act::Ask => {
            settings.source.check(tx, number, &draft.text, false)?;
            ask_for_reader(tx, library, member, now, number).map(|()| Revised::Asked(number))
        }
        Act::Publish => {
            let seen = (number, draft.version);
            publish_draft(tx, library, member, now, seen, settings).map(Revised::Published)
        }
    }
}

/// Sends a draft back to its author with a line of why.
///
/// # Errors
///
/// [`WritingError::NoDraft`], [`WritingError::NotAsked`] for one's own, and
/// [`WritingError::DraftChanged`] where it was saved since `seen`.
pub fn send_back(
    tx: &mut Tx,
    member: &Member,
    now: Timestamp,
    (number, seen): (DraftNumber, RowVersion),
    why: &str,
) -> Result<(), WritingError> {
    let draft = find_readable(tx, member, number)?;
    if access::is_author(member, &draft) || draft.state != DraftState::Asked {
        return Err(WritingError::NotAsked(number));
    }
    if draft.version != seen || !store::save_state(tx, number, seen, DraftState::Returned, Some(member.id), why)? {
        return Err(WritingError::DraftChanged(number));
    }
    record(tx, member, now, number, "draft.returned", json!({ "why": why }))?;
    Ok(())
}
