//! Keeping words that are said often.

use serde_json::json;

use crate::accounts::PersonName;
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::db::keys::{PersonId, RowVersion, SavedReplyId};
use crate::questions::forms::ReplyInput;
use crate::questions::model::Reply;
use crate::questions::{QuestionError, access, store};
use crate::web::{FieldProblem, Member};

/// Saves a reply: a new one, or over the one at `id`. Whose it is stays.
///
/// # Errors
///
/// [`QuestionError::NotYourReply`] for what only Network Security changes,
/// [`QuestionError::NoReply`], [`QuestionError::Invalid`] where the key is
/// taken, and [`QuestionError::ReplyChanged`] where somebody saved since version `seen`.
pub fn save_reply(
    tx: &mut Tx,
    member: &Member,
    now: Timestamp,
    id: Option<SavedReplyId>,
    input: &ReplyInput,
) -> Result<(), QuestionError> {
    let before = id.map(|id| store::find_reply(tx, member.id, id)).transpose()?;
    let owner = match &before {
        Some(reply) => reply.owner,
        None => (!input.is_shared).then_some(member.id),
    };
    if !access::may_save_reply(member, owner) {
        return Err(QuestionError::NotYourReply);
    }
    let taken = store::find_reply_by_key(tx, owner, &input.key)?;
    if taken.is_some_and(|known| Some(known) != id) {
        let words = format!("there is a reply “{}” already; choose another key, or change that one", input.key);
        return Err(QuestionError::Invalid(vec![FieldProblem::new("key", words)]));
    }
    let saved_by = PersonName { id: member.id, name: member.name.clone(), handle: member.handle.clone() };
    let reply = Reply {
        id: id.unwrap_or_else(SavedReplyId::generate),
        owner,
        key: input.key.clone(),
        title: input.title.clone(),
        body: input.body.clone(),
        saved_by,
        version: RowVersion::FIRST,
    };
    match before {
        None => store::insert_reply(tx, &reply, now)?,
        Some(_) if store::save_reply(tx, &reply, now, input.seen)? => {}
        Some(_) => return Err(QuestionError::ReplyChanged),
    }
    record(tx, member.id, now, &reply, "reply.saved")
}

/// Takes a reply away.
///
/// # Errors
///
/// [`QuestionError::NotYourReply`] and [`QuestionError::NoReply`].
pub fn delete_reply(tx: &mut Tx, member: &Member, now: Timestamp, id: SavedReplyId) -> Result<(), QuestionError> {
    let reply = store::find_reply(tx, member.id, id)?;
    if !access::may_save_reply(member, reply.owner) {
        return Err(QuestionError::NotYourReply);
    }
    store::delete_reply(tx, id)?;
    record(tx, member.id, now, &reply, "reply.deleted")
}

/// What is shared is on the record; one's own is one's own.
fn record(tx: &mut Tx, by: PersonId, now: Timestamp, reply: &Reply, action: &str) -> Result<(), QuestionError> {
    if reply.owner.is_none() {
        let entry = Entry { actor: Some(by), action, subject: ("reply", &reply.key), detail: json!({}) };
        audit::record(tx, now, entry)?;
    }
    Ok(())
}
