//! Beginning a draft, saving it, asking for a second reader, and letting it go.

use serde_json::json;

use super::{check_present, find_own, newest_of, record};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::db::keys::RowVersion;
use crate::knowledge::Library;
use crate::knowledge::writing::model::{DraftInput, DraftNumber, DraftState};
use crate::knowledge::writing::store::{self, NewDraft};
use crate::knowledge::writing::{WritingError, access};
use crate::web::Member;

/// Begins a draft: of the article `slug`, or of a new one.
///
/// # Errors
///
/// [`WritingError::NotYours`], [`WritingError::NoArticle`], and
/// [`WritingError::InFolder`] where the article is a file.
pub fn create_draft(
    tx: &mut Tx,
    library: &Library,
    member: &Member,
    now: Timestamp,
    slug: Option<&str>,
    input: &DraftInput,
) -> Result<DraftNumber, WritingError> {
    if !access::may_write(member) {
        return Err(WritingError::NotYours);
    }
    if let Some(slug) = slug {
        check_present(tx, library, slug)?;
    }
    let number = store::insert_draft(tx, &NewDraft { slug, input, author: member.id, now })?;
    record(tx, member, now, number, "draft.begun", json!({ "article": slug }))?;
    Ok(number)
}

/// Saves the words of an own draft that was read at version `seen`.
///
/// # Errors
///
/// [`WritingError::NoDraft`], and [`WritingError::DraftChanged`] where it was
/// saved since; nothing is written then.
pub fn save_draft(
    tx: &mut Tx,
    member: &Member,
    now: Timestamp,
    number: DraftNumber,
    seen: RowVersion,
    input: &DraftInput,
) -> Result<(), WritingError> {
    find_own(tx, member, number)?;
    if !store::save_draft(tx, number, seen, now, input)? {
        return Err(WritingError::DraftChanged(number));
    }
    record(tx, member, now, number, "draft.saved", json!({ "version": seen.next().0 }))?;
    Ok(())
}

/// Puts an own draft into the list of those who publish.
///
/// # Errors
///
/// [`WritingError::NoDraft`], and [`WritingError::Invalid`] where it is not
/// whole yet.
pub fn ask_for_reader(
    tx: &mut Tx,
    library: &Library,
    member: &Member,
    now: Timestamp,
    number: DraftNumber,
) -> Result<(), WritingError> {
    let draft = find_own(tx, member, number)?;
    if let Some(slug) = &draft.slug {
        check_present(tx, library, slug)?;
    }
    super::publish::checked(tx, library, &draft)?;
    if !store::save_state(tx, number, draft.version, DraftState::Asked, None, "")? {
        return Err(WritingError::DraftChanged(number));
    }
    record(tx, member, now, number, "draft.asked", json!({ "article": draft.slug }))?;
    Ok(())
}

/// Lets an own draft go.
///
/// # Errors
///
/// [`WritingError::NoDraft`], and [`WritingError::DraftChanged`] where it was
/// saved since `seen`.
pub fn delete_draft(
    tx: &mut Tx,
    member: &Member,
    now: Timestamp,
    number: DraftNumber,
    seen: RowVersion,
) -> Result<(), WritingError> {
    let draft = find_own(tx, member, number)?;
    if !store::delete_draft(tx, number, seen)? {
        return Err(WritingError::DraftChanged(number));
    }
    record(tx, member, now, number, "draft.discarded", json!({ "article": draft.slug }))?;
    Ok(())
}

/// Begins a draft that says what the article said in version `number`.
///
/// # Errors
///
/// As [`create_draft`], and [`WritingError::NoVersion`].
pub fn bring_back(
    tx: &mut Tx,
    library: &Library,
    member: &Member,
    now: Timestamp,
    slug: &str,
    number: i32,
) -> Result<DraftNumber, WritingError> {
    let version = store::find_version(tx, slug, number)?;
    let base = newest_of(tx, library, slug)?.ok_or(WritingError::NoArticle)?;
    let note = format!("Brings version {number} back");
    create_draft(
        tx,
        library,
        member,
        now,
        Some(slug),
        &DraftInput { text: version.text, note, base, ..DraftInput::default() },
    )
}
