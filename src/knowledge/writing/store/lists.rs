//! Lists of drafts.

use diesel::prelude::*;

use super::{CHUNK, names};
use crate::accounts::PersonName;
use crate::clock::Timestamp;
use crate::db::keys::PersonId;
use crate::db::schema::article_drafts as drafts;
use crate::db::{Connection, DbError};
use crate::knowledge::writing::access;
use crate::knowledge::writing::model::{DraftNumber, DraftState};

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
    /// Who sent it back.
    pub reader: Option<PersonName>,
    /// When it was saved last.
    pub saved_at: Timestamp,
}

/// Which drafts a list holds.
#[derive(Debug, Clone, Copy)]
pub enum Which<'a> {
    /// Those of an author, the one that was saved last first.
    Of(PersonId),
    /// Those of an author that were sent back, the one that was saved last first.
    ReturnedTo(PersonId),
    /// Those that wait for a second reader other than their author, the one
    /// that waits longest first.
    ToReadBy(PersonId),
    /// Those of an article, by whomever, the oldest first.
    OfArticle(&'a str),
}

/// These drafts, `limit` at the most.
///
/// # Errors
///
/// The database's own.
pub fn list(connection: &mut Connection, which: Which<'_>, limit: i64) -> Result<Vec<DraftRow>, DbError> {
    type Row = (i64, Option<String>, String, DraftState, String, PersonId, Option<PersonId>, Timestamp);
    let query = drafts::table.limit(limit).into_boxed();
    let latest = (drafts::saved_at.desc(), drafts::number.desc());
    let query = match which {
        Which::Of(author) => query.filter(drafts::author_id.eq(author)).order(latest),
        Which::ReturnedTo(author) => {
            query.filter(drafts::author_id.eq(author)).filter(drafts::state.eq(DraftState::Returned)).order(latest)
        }
        Which::ToReadBy(reader) => query
            .filter(drafts::state.eq(DraftState::Asked))
            .filter(drafts::author_id.ne(reader))
            .order((drafts::saved_at, drafts::number)),
        Which::OfArticle(slug) => query.filter(drafts::slug.eq(slug.to_owned())).order(drafts::number),
    };
    let columns = (
        drafts::number,
        drafts::slug,
        drafts::title,
        drafts::state,
        drafts::reader_words,
        drafts::author_id,
        drafts::reader_id,
        drafts::saved_at,
    );
    let rows: Vec<Row> = query.select(columns).load(connection)?;
    let ids = rows.iter().flat_map(|row| [Some(row.5), row.6]).flatten().collect();
    let people = names(connection, ids)?;
    rows.into_iter()
        .map(|(number, slug, title, state, reader_words, author, reader, saved_at)| {
            let author = people.get(&author).cloned().ok_or(DbError::NotFound)?;
            let reader = reader.and_then(|id| people.get(&id).cloned());
            Ok(DraftRow { number: DraftNumber(number), slug, title, state, reader_words, author, reader, saved_at })
        })
        .collect()
}

/// How many drafts wait for a second reader other than their author.
///
/// # Errors
///
/// The database's own.
pub fn count_to_read(connection: &mut Connection, reader: PersonId) -> Result<i64, DbError> {
    let asked = drafts::table.filter(drafts::state.eq(DraftState::Asked)).filter(drafts::author_id.ne(reader));
    asked.count().get_result(connection)
}

/// Those of these drafts that `person` may read: their own and, where they
/// publish, those that wait for a second reader.
///
/// # Errors
///
/// The database's own.
pub fn list_readable(
    connection: &mut Connection,
    person: PersonId,
    publishes: bool,
    numbers: &[i64],
) -> Result<Vec<i64>, DbError> {
    let mut found = Vec::new();
    for chunk in numbers.chunks(CHUNK) {
        let these = drafts::table.filter(drafts::number.eq_any(chunk.to_vec()));
        let rows: Vec<(i64, PersonId, DraftState)> =
            these.select((drafts::number, drafts::author_id, drafts::state)).load(connection)?;
        let reads =
            |(_, author, state): &(i64, PersonId, DraftState)| access::reads(person, publishes, (*author, *state));
        found.extend(rows.iter().filter(|row| reads(row)).map(|row| row.0));
    }
    Ok(found)
}
