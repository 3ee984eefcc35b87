//! What can be done with a reader's word.

use jiff::SignedDuration;

use super::model::Feedback;
use super::store;
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::knowledge::{KnowledgeError, Library};

/// Words of readers that are kept of a day where nobody says who they are;
/// signed-in readers are heard beyond it.
const OF_A_DAY: i64 = 2_000;

/// Keeps a reader's word on whether an article helped. Sending it again with
/// the same key changes the first word instead of adding a second.
///
/// # Errors
///
/// [`KnowledgeError::NotFound`] for an article that is not there,
/// [`KnowledgeError::TooMany`] where the day is full and the reader not signed in.
pub fn give_feedback(
    tx: &mut Tx,
    library: &Library,
    now: Timestamp,
    slug: &str,
    feedback: &Feedback,
    is_signed_in: bool,
) -> Result<(), KnowledgeError> {
    if library.article(slug).is_none() {
        return Err(KnowledgeError::NotFound);
    }
    if store::replace_feedback(tx, slug, feedback)? {
        return Ok(());
    }
    let day = SignedDuration::from_hours(24);
    if !is_signed_in && store::count_since(tx, now.plus(-day))? >= OF_A_DAY {
        return Err(KnowledgeError::TooMany {
            words: "readers have said a great deal today, and this was not kept; sign in, or try again tomorrow".into(),
            seconds: 3_600,
        });
    }
    Ok(store::insert_feedback(tx, now, slug, feedback)?)
}
