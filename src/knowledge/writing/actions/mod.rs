//! What can be done with drafts; one function per change.

mod drafts;
mod publish;
mod reading;

pub use drafts::{ask_for_reader, bring_back, create_draft, delete_draft, save_draft};
pub use publish::{keep_first_version, publish_draft};
pub use reading::{Act, Revised, revise, send_back};

use serde_json::Value;

use super::model::{Draft, DraftNumber};
use super::{WritingError, access, rules, store};
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::{DbError, Tx};
use crate::knowledge::Library;
use crate::web::{FieldProblem, Member};

/// The draft, where `member` may read it at all.
fn find_readable(tx: &mut Tx, member: &Member, number: DraftNumber) -> Result<Draft, WritingError> {
    let draft = store::find_draft(tx, number)?;
    if access::may_read(member, &draft) { Ok(draft) } else { Err(WritingError::NoDraft) }
}

/// The draft, where `member` is who writes it.
fn find_own(tx: &mut Tx, member: &Member, number: DraftNumber) -> Result<Draft, WritingError> {
    let draft = store::find_draft(tx, number)?;
    if access::is_author(member, &draft) { Ok(draft) } else { Err(WritingError::NoDraft) }
}

/// The number of the newest version of an article, 0 where the database holds
/// none because it came with the program; none where there is no such article.
fn newest_of(tx: &mut Tx, library: &Library, slug: &str) -> Result<Option<i32>, DbError> {
    if let Some(present) = store::find_present(tx, slug)? {
        return Ok(Some(present.number));
    }
    Ok(library.article(slug).map(|_| 0))
}

/// Whether the article was published anew since the draft was begun.
fn is_stale(tx: &mut Tx, library: &Library, draft: &Draft) -> Result<bool, DbError> {
    let Some(slug) = &draft.slug else { return Ok(false) };
    Ok(newest_of(tx, library, slug)?.is_some_and(|newest| newest != draft.base))
}

/// Refuses to go on with an article that was taken out: its author sees why, and
/// the words stay in the form.
fn check_present(tx: &mut Tx, library: &Library, slug: &str) -> Result<(), WritingError> {
    check_place(library, slug)?;
    if store::is_retired(tx, slug)? {
        let words = "the article that it changes was taken out; it has to be brought back first";
        return Err(WritingError::Invalid(vec![FieldProblem::new("title", words)]));
    }
    newest_of(tx, library, slug)?.map(drop).ok_or(WritingError::NoArticle)
}

/// Refuses articles that are files of the content folder.
fn check_place(library: &Library, slug: &str) -> Result<(), WritingError> {
    match library.article(slug).and_then(|article| rules::file_of(&article)) {
        Some(file) => Err(WritingError::InFolder(file)),
        None => Ok(()),
    }
}

/// A line of the record about a draft.
fn record(
    tx: &mut Tx,
    member: &Member,
    now: Timestamp,
    number: DraftNumber,
    action: &str,
    detail: Value,
) -> Result<(), DbError> {
    let key = number.to_string();
    audit::record(tx, now, Entry { actor: Some(member.id), action, subject: ("draft", &key), detail })
}
