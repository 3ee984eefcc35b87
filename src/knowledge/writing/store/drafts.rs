//! Queries about drafts.

use diesel::prelude::*;

use super::{TextRow, json, names, text_of};
use crate::clock::Timestamp;
use crate::db::keys::{ArticleDraftId, PersonId, RowVersion};
use crate::db::schema::article_drafts as drafts;
use crate::db::{Connection, DbError, Tx, counters};
use crate::knowledge::writing::WritingError;
use crate::knowledge::writing::model::{Draft, DraftInput, DraftNumber, DraftState};

/// What a draft begins with.
pub struct NewDraft<'a> {
    /// The article that it changes.
    pub slug: Option<&'a str>,
    /// What its form says.
    pub input: &'a DraftInput,
    /// Who writes it.
    pub author: PersonId,
    /// When it was begun.
    pub now: Timestamp,
}

/// Adds a draft and returns what it is called.
///
/// # Errors
///
/// The database's own.
pub fn insert_draft(tx: &mut Tx, new: &NewDraft<'_>) -> Result<DraftNumber, DbError> {
    let number = counters::next(tx, "article_drafts")?;
    let text = &new.input.text;
    diesel::insert_into(drafts::table)
        .values((
            drafts::id.eq(ArticleDraftId::generate()),
            drafts::number.eq(number),
            drafts::slug.eq(new.slug),
            drafts::address.eq(&new.input.address),
            drafts::base.eq(new.input.base),
            drafts::title.eq(&text.title),
            drafts::category.eq(&text.category),
            drafts::tags.eq(json(&text.tags)),
            drafts::phrasings.eq(json(&text.phrasings)),
            drafts::related.eq(json(&text.related)),
            drafts::body.eq(&text.body),
            drafts::note.eq(&new.input.note),
            drafts::author_id.eq(new.author),
            drafts::state.eq(DraftState::Writing),
            drafts::reader_words.eq(""),
            drafts::created_at.eq(new.now),
            drafts::saved_at.eq(new.now),
            drafts::version.eq(RowVersion::FIRST),
        ))
        .execute(tx)?;
    Ok(DraftNumber(number))
}

/// Saves the words of a draft that was read at version `seen`; false where it
/// was saved since, and nothing is written then.
///
/// # Errors
///
/// The database's own.
pub fn save_draft(
    tx: &mut Tx,
    number: DraftNumber,
    seen: RowVersion,
    now: Timestamp,
    input: &DraftInput,
) -> Result<bool, DbError> {
    let unchanged = drafts::table.filter(drafts::number.eq(number.0)).filter(drafts::version.eq(seen));
    let text = &input.text;
    let rows = diesel::update(unchanged)
        .set((
            drafts::address.eq(&input.address),
            drafts::base.eq(input.base),
            drafts::title.eq(&text.title),
            drafts::category.eq(&text.category),
            drafts::tags.eq(json(&text.tags)),
            drafts::phrasings.eq(json(&text.phrasings)),
            drafts::related.eq(json(&text.related)),
            drafts::body.eq(&text.body),
            drafts::note.eq(&input.note),
            drafts::saved_at.eq(now),
            drafts::version.eq(seen.next()),
        ))
        .execute(tx)?;
    Ok(rows == 1)
}

/// Moves a draft that was read at version `seen` to another state. `reader`
/// and `words` say who sent it back, and why; false where it was saved since.
///
/// # Errors
///
/// The database's own.
pub fn save_state(
    tx: &mut Tx,
    number: DraftNumber,
    seen: RowVersion,
    state: DraftState,
    reader: Option<PersonId>,
    words: &str,
) -> Result<bool, DbError> {
    let unchanged = drafts::table.filter(drafts::number.eq(number.0)).filter(drafts::version.eq(seen));
    let rows = diesel::update(unchanged)
        .set((
            drafts::state.eq(state),
            drafts::reader_id.eq(reader),
            drafts::reader_words.eq(words),
            drafts::version.eq(seen.next()),
        ))
        .execute(tx)?;
    Ok(rows == 1)
}

/// Lets go of a draft that was read at version `seen`; false where it was
/// saved since.
///
/// # Errors
///
/// The database's own.
pub fn delete_draft(tx: &mut Tx, number: DraftNumber, seen: RowVersion) -> Result<bool, DbError> {
    let unchanged = drafts::table.filter(drafts::number.eq(number.0)).filter(drafts::version.eq(seen));
    Ok(diesel::delete(unchanged).execute(tx)? == 1)
}

type Row = (
    i64,
    (Option<String>, String),
    i32,
    TextRow,
    String,
    PersonId,
    DraftState,
    Option<PersonId>,
    String,
    Timestamp,
    RowVersion,
);

/// The draft with this number. Who may read it is for `access` to say.
///
/// # Errors
///
/// [`WritingError::NoDraft`] if there is none.
pub fn find_draft(connection: &mut Connection, number: DraftNumber) -> Result<Draft, WritingError> {
    let row: Option<Row> = drafts::table
        .filter(drafts::number.eq(number.0))
        .select((
            drafts::number,
            (drafts::slug, drafts::address),
            drafts::base,
            (drafts::title, drafts::category, drafts::tags, drafts::phrasings, drafts::related, drafts::body),
            drafts::note,
            drafts::author_id,
            drafts::state,
            drafts::reader_id,
            drafts::reader_words,
            drafts::saved_at,
            drafts::version,
        ))
        .first(connection)
        .optional()?;
    let (number, (slug, address), base, text, note, author, state, reader, reader_words, saved_at, version) =
        row.ok_or(WritingError::NoDraft)?;
    let mut people = names(connection, [Some(author), reader].into_iter().flatten().collect())?;
    let reader = reader.and_then(|id| people.get(&id).cloned());
    let author = people.remove(&author).ok_or(DbError::NotFound)?;
    let text = text_of(text);
    Ok(Draft {
        number: DraftNumber(number),
        slug,
        address,
        base,
        text,
        note,
        author,
        state,
        reader,
        reader_words,
        saved_at,
        version,
    })
}
