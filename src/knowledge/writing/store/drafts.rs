//! Queries about drafts.

use diesel::prelude::*;

use super::{TextRow, json, names, text_of};
use crate::accounts::PersonName;
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

type Row =
    (i64, Option<String>, i32, TextRow, String, PersonId, DraftState, Option<PersonId>, String, Timestamp, RowVersion);

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
            drafts::slug,
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
    let (number, slug, base, text, note, author, state, reader, reader_words, saved_at, version) =
        row.ok_or(WritingError::NoDraft)?;
    let mut people = names(connection, [Some(author), reader].into_iter().flatten().collect())?;
    let reader = reader.and_then(|id| people.get(&id).cloned());
    let author = people.remove(&author).ok_or(DbError::NotFound)?;
    let text = text_of(text);
    Ok(Draft {
        number: DraftNumber(number),
        slug,
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

/// A draft in a list.
#[derive(Debug, Clone)]
pub struct DraftRow {
    /// What it is called.
    pub number: DraftNumber,
    /// The article that it changes.
    pub slug: Option<String>,
    /// The title that it has now.
    pub title: String,
    /// Where it stands.
    pub state: DraftState,
    /// Why it was sent back.
    pub reader_words: String,
    /// Who writes it.
    pub author: PersonName,
    /// When it was saved last.
    pub saved_at: Timestamp,
}

/// The drafts of one author, the one that was saved last first.
///
/// # Errors
///
/// The database's own.
pub fn list_of(connection: &mut Connection, author: PersonId, limit: i64) -> Result<Vec<DraftRow>, DbError> {
    let own = drafts::table.filter(drafts::author_id.eq(author));
    let rows = own.order((drafts::saved_at.desc(), drafts::number.desc())).limit(limit);
    let rows: Vec<ListRow> = rows.select(LIST).load(connection)?;
    with_names(connection, rows)
}

/// The drafts of others than `reader` that wait for a second reader, the one
/// that waits longest first.
///
/// # Errors
///
/// The database's own.
pub fn list_asked(connection: &mut Connection, reader: PersonId, limit: i64) -> Result<Vec<DraftRow>, DbError> {
    let asked = drafts::table.filter(drafts::state.eq(DraftState::Asked)).filter(drafts::author_id.ne(reader));
    let rows: Vec<ListRow> =
        asked.order((drafts::saved_at, drafts::number)).limit(limit).select(LIST).load(connection)?;
    with_names(connection, rows)
}

/// Drafts of this article, by whomever.
///
/// # Errors
///
/// The database's own.
pub fn list_others(connection: &mut Connection, slug: &str) -> Result<Vec<DraftRow>, DbError> {
    let rows = drafts::table.filter(drafts::slug.eq(slug)).order(drafts::number).limit(20);
    let rows: Vec<ListRow> = rows.select(LIST).load(connection)?;
    with_names(connection, rows)
}

type ListRow = (i64, Option<String>, String, DraftState, String, PersonId, Timestamp);
type ListColumns = (
    drafts::number,
    drafts::slug,
    drafts::title,
    drafts::state,
    drafts::reader_words,
    drafts::author_id,
    drafts::saved_at,
);
const LIST: ListColumns = (
    drafts::number,
    drafts::slug,
    drafts::title,
    drafts::state,
    drafts::reader_words,
    drafts::author_id,
    drafts::saved_at,
);

fn with_names(connection: &mut Connection, rows: Vec<ListRow>) -> Result<Vec<DraftRow>, DbError> {
    let people = names(connection, rows.iter().map(|row| row.5).collect())?;
    rows.into_iter()
        .map(|(number, slug, title, state, reader_words, author, saved_at)| {
            let author = people.get(&author).cloned().ok_or(DbError::NotFound)?;
            Ok(DraftRow { number: DraftNumber(number), slug, title, state, reader_words, author, saved_at })
        })
        .collect()
}
