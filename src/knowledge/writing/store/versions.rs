//! Queries about what articles said before.

use diesel::prelude::*;

use super::{TextRow, json, names, text_of};
use crate::accounts::PersonName;
use crate::clock::Timestamp;
use crate::db::keys::{ArticleId, PersonId, VersionId};
use crate::db::schema::{article_versions as versions, articles};
use crate::db::{Connection, DbError, Tx};
use crate::knowledge::writing::WritingError;
use crate::knowledge::writing::model::{Text, Version};

/// Versions that a history shows; nobody reads the thousandth.
const LIMIT: i64 = 1_000;

/// What is kept of a publication.
pub struct NewVersion<'a> {
    /// The article.
    pub article: ArticleId,
    /// One more than the version before.
    pub number: i32,
    /// What it says from now on.
    pub text: &'a Text,
    /// Who wrote it; nobody where it came with the program.
    pub author: Option<PersonId>,
    /// Who read it before it was published.
    pub reader: Option<PersonId>,
    /// What was changed and why.
    pub note: &'a str,
    /// Since when it says so.
    pub published_at: Timestamp,
}

/// Keeps a version.
///
/// # Errors
///
/// The database's own.
pub fn insert_version(tx: &mut Tx, new: &NewVersion<'_>) -> Result<(), DbError> {
    diesel::insert_into(versions::table)
        .values((
            versions::id.eq(VersionId::generate()),
            versions::article_id.eq(new.article),
            versions::number.eq(new.number),
            versions::title.eq(&new.text.title),
            versions::category.eq(&new.text.category),
            versions::tags.eq(json(&new.text.tags)),
            versions::phrasings.eq(json(&new.text.phrasings)),
            versions::related.eq(json(&new.text.related)),
            versions::body.eq(&new.text.body),
            versions::author_id.eq(new.author),
            versions::reader_id.eq(new.reader),
            versions::note.eq(new.note),
            versions::published_at.eq(new.published_at),
        ))
        .execute(tx)?;
    Ok(())
}

/// The number of the newest version; 0 where none was kept.
///
/// # Errors
///
/// The database's own.
pub fn newest_number(connection: &mut Connection, article: ArticleId) -> Result<i32, DbError> {
    let newest: Option<i32> = versions::table
        .filter(versions::article_id.eq(article))
        .select(diesel::dsl::max(versions::number))
        .first(connection)?;
    Ok(newest.unwrap_or(0))
}

/// A version in the history.
#[derive(Debug, Clone)]
pub struct VersionLine {
    /// Its number.
    pub number: i32,
    /// The title that the article had.
    pub title: String,
    /// Who wrote it.
    pub author: Option<PersonName>,
    /// Who read it before it was published.
    pub reader: Option<PersonName>,
    /// What was changed and why.
    pub note: String,
    /// Since when.
    pub published_at: Timestamp,
}

/// The versions of an article, the newest first.
///
/// # Errors
///
/// The database's own.
pub fn list_versions(connection: &mut Connection, slug: &str) -> Result<Vec<VersionLine>, DbError> {
    type Row = (i32, String, Option<PersonId>, Option<PersonId>, String, Timestamp);
    let rows: Vec<Row> = versions::table
        .inner_join(articles::table)
        .filter(articles::slug.eq(slug))
        .order(versions::number.desc())
        .limit(LIMIT)
        .select((
            versions::number,
            versions::title,
            versions::author_id,
            versions::reader_id,
            versions::note,
            versions::published_at,
        ))
        .load(connection)?;
    let people = names(connection, rows.iter().flat_map(|row| [row.2, row.3]).flatten().collect())?;
    let named = |id: Option<PersonId>| id.and_then(|id| people.get(&id).cloned());
    Ok(rows
        .into_iter()
        .map(|(number, title, author, reader, note, published_at)| VersionLine {
            number,
            title,
            author: named(author),
            reader: named(reader),
            note,
            published_at,
        })
        .collect())
}

/// A version that a second reader published.
#[derive(Debug, Clone)]
pub struct PublishedRow {
    /// The article's slug.
    pub slug: String,
    /// The title that it has since.
    pub title: String,
    /// Who read it.
    pub reader: Option<PersonName>,
    /// When.
    pub published_at: Timestamp,
}

/// What `author` wrote and somebody else published since, of articles that are
/// served, the latest first.
///
/// # Errors
///
/// The database's own.
pub fn list_published(
    connection: &mut Connection,
    author: PersonId,
    since: Timestamp,
    limit: i64,
) -> Result<Vec<PublishedRow>, DbError> {
    let rows: Vec<(String, String, Option<PersonId>, Timestamp)> = versions::table
        .inner_join(articles::table)
        .filter(versions::author_id.eq(author))
        .filter(versions::reader_id.is_not_null())
        .filter(versions::published_at.ge(since))
        .filter(articles::retired_at.is_null())
        .order((versions::published_at.desc(), versions::id))
        .limit(limit)
        .select((articles::slug, versions::title, versions::reader_id, versions::published_at))
        .load(connection)?;
    let people = names(connection, rows.iter().filter_map(|row| row.2).collect())?;
    let row = |(slug, title, reader, published_at): (String, String, Option<PersonId>, Timestamp)| {
        let reader = reader.and_then(|id| people.get(&id).cloned());
        PublishedRow { slug, title, reader, published_at }
    };
    Ok(rows.into_iter().map(row).collect())
}

/// One version of an article.
///
/// # Errors
///
/// [`WritingError::NoVersion`] if there is none.
pub fn find_version(connection: &mut Connection, slug: &str, number: i32) -> Result<Version, WritingError> {
    type Row = (i32, TextRow, Option<PersonId>, Option<PersonId>, String, Timestamp);
    let row: Option<Row> = versions::table
        .inner_join(articles::table)
        .filter(articles::slug.eq(slug))
        .filter(versions::number.eq(number))
        .select((
            versions::number,
            (
                versions::title,
                versions::category,
                versions::tags,
                versions::phrasings,
                versions::related,
                versions::body,
            ),
            versions::author_id,
            versions::reader_id,
            versions::note,
            versions::published_at,
        ))
        .first(connection)
        .optional()?;
    let (number, text, author, reader, note, published_at) = row.ok_or(WritingError::NoVersion)?;
    let people = names(connection, [author, reader].into_iter().flatten().collect())?;
    let named = |id: Option<PersonId>| id.and_then(|id| people.get(&id).cloned());
    Ok(Version { number, text: text_of(text), author: named(author), reader: named(reader), note, published_at })
}
