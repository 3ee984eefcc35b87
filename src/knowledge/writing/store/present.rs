//! Queries about the article itself, where it is changed.

use diesel::prelude::*;

use super::json;
use crate::clock::{Day, Timestamp};
use crate::db::keys::{ArticleId, PersonId, RowVersion};
use crate::db::schema::articles;
use crate::db::{Connection, DbError, Tx, overtaken, violates};
use crate::knowledge::writing::model::{Present, Text};

/// The article of this slug, if the database holds one that is served.
///
/// # Errors
///
/// The database's own.
pub fn find_present(connection: &mut Connection, slug: &str) -> Result<Option<Present>, DbError> {
    let row: Option<(ArticleId, RowVersion)> = articles::table
        .filter(articles::slug.eq(slug))
        .filter(articles::retired_at.is_null())
        .select((articles::id, articles::version))
        .first(connection)
        .optional()?;
    let Some((id, row)) = row else { return Ok(None) };
    Ok(Some(Present { id, row, number: super::newest_number(connection, id)? }))
}

/// Whether the article of this slug was taken out.
///
/// # Errors
///
/// The database's own.
pub fn is_retired(connection: &mut Connection, slug: &str) -> Result<bool, DbError> {
    let retired = articles::table.filter(articles::slug.eq(slug)).filter(articles::retired_at.is_not_null());
    Ok(retired.count().get_result::<i64>(connection)? > 0)
}

/// Puts a new text into an article. Where somebody else did so since it was
/// read, the job is run again on what there is now.
///
/// # Errors
///
/// The database's own.
pub fn save_present(
    tx: &mut Tx,
    present: &Present,
    text: &Text,
    now: Timestamp,
    review_after: Day,
) -> Result<(), DbError> {
    let unchanged = articles::table.filter(articles::id.eq(present.id)).filter(articles::version.eq(present.row));
    let rows = diesel::update(unchanged)
        .set((
            articles::title.eq(&text.title),
            articles::category.eq(&text.category),
            articles::tags.eq(json(&text.tags)),
            articles::phrasings.eq(json(&text.phrasings)),
            articles::related.eq(json(&text.related)),
            articles::body.eq(&text.body),
            articles::reviewed_on.eq(now.day()),
            articles::review_after.eq(review_after),
            articles::version.eq(present.row.next()),
        ))
        .execute(tx)?;
    if rows == 1 { Ok(()) } else { Err(overtaken("somebody published the article meanwhile")) }
}

/// Takes an article that came with the program into the database, as it came.
/// `owner` goes on standing behind it; `author` is who takes it in.
///
/// # Errors
///
/// The database's own; where somebody else did the same, the job is run again.
pub fn insert_copy(
    tx: &mut Tx,
    slug: &str,
    text: &Text,
    owner: &str,
    author: PersonId,
    now: Timestamp,
) -> Result<Present, DbError> {
    let id = ArticleId::generate();
    let inserted = diesel::insert_into(articles::table)
        .values((
            articles::id.eq(id),
            articles::slug.eq(slug),
            articles::title.eq(&text.title),
            articles::category.eq(&text.category),
            articles::tags.eq(json(&text.tags)),
            articles::phrasings.eq(json(&text.phrasings)),
            articles::related.eq(json(&text.related)),
            articles::body.eq(&text.body),
            articles::author_id.eq(author),
            articles::published_at.eq(now),
            articles::reviewed_on.eq(now.day()),
            articles::review_after.eq(now.day()),
            articles::owner.eq(owner),
            articles::version.eq(RowVersion::FIRST),
        ))
        .execute(tx);
    match inserted {
        Ok(_) => Ok(Present { id, row: RowVersion::FIRST, number: 1 }),
        Err(error) if violates(&error, "articles_slug_key") => Err(overtaken("somebody took the article in meanwhile")),
        Err(error) => Err(error),
    }
}
