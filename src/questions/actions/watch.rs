//! “Me too” in the place of the same question once more.

use serde_json::json;

use super::record_quietly;
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::questions::model::QuestionNumber;
use crate::questions::{QuestionError, Reader, store};
use crate::web::Member;

/// Notes that `member` wants to know the answer, too, or no longer does.
///
/// # Errors
///
/// [`QuestionError::NotFound`].
pub fn watch(
    tx: &mut Tx,
    member: &Member,
    now: Timestamp,
    number: QuestionNumber,
    wants: bool,
) -> Result<(), QuestionError> {
    let question = store::find(tx, &Reader::of(member), number)?;
    if !wants {
        if !store::delete_watcher(tx, question.id, member.id)? {
            return Ok(());
        }
        return record_quietly(tx, Some(member.id), now, &question, "question.unwatched", json!({}));
    }
    let is_new = !question.is_asked_by(member.id) && store::insert_watcher(tx, question.id, member.id, now)?;
    if !is_new {
        return Ok(());
    }
    record_quietly(tx, Some(member.id), now, &question, "question.watched", json!({}))
}
