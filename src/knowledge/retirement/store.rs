//! Queries about articles that were taken out.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::keys::{ArticleId, RowVersion};
use crate::db::schema::{article_redirects as redirects, articles};
use crate::db::{Connection, DbError, Tx};

/// Values of one `IN`; SQLite refuses too many.
const CHUNK: usize = 1_000;

/// An article of the database, whether it is served or not.
#[derive(Debug, Clone, Queryable)]
pub struct Kept {
    /// Its key.
    pub id: ArticleId,
    /// Its title.
    pub title: String,
    /// Since when it is out.
    pub retired_at: Option<Timestamp>,
    /// How often its row was saved.
    pub version: RowVersion,
}

/// The article of this slug, if the database holds one.
///
/// # Errors
///
/// The database's own.
pub fn find(connection: &mut Connection, slug: &str) -> Result<Option<Kept>, DbError> {
    articles::table
        .filter(articles::slug.eq(slug))
        .select((articles::id, articles::title, articles::retired_at, articles::version))
        .first(connection)
        .optional()
}

/// Those of these articles that are out.
pub(super) fn list_out(connection: &mut Connection, slugs: &[String]) -> Result<HashSet<String>, DbError> {
    let mut found = HashSet::new();
    for slugs in slugs.chunks(CHUNK) {
        let out = articles::table.filter(articles::retired_at.is_not_null()).filter(articles::slug.eq_any(slugs));
        found.extend(out.select(articles::slug).load::<String>(connection)?);
    }
    Ok(found)
}

/// Writes since when an article is out; false where it was saved since it was
/// read. Whoever is about to publish a new text of it is overtaken by this.
///
/// # Errors
///
/// The database's own.
pub fn save_retired(tx: &mut Tx, article: &Kept, retired_at: Option<Timestamp>) -> Result<bool, DbError> {
    let unchanged = articles::table.filter(articles::id.eq(article.id)).filter(articles::version.eq(article.version));
    let set = (articles::retired_at.eq(retired_at), articles::version.eq(article.version.next()));
    Ok(diesel::update(unchanged).set(set).execute(tx)? == 1)
}

/// An article that is out, with what its address says.
#[derive(Debug, Clone)]
pub struct RetiredRow {
    /// Its slug.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Since when.
    pub retired_at: Timestamp,
    /// Why.
    pub why: String,
    /// What took its place.
    pub successor: Option<String>,
}

/// The articles that are out, the latest first, and how many there are in all.
///
/// # Errors
///
/// The database's own.
pub fn list_retired(connection: &mut Connection, skip: i64, limit: i64) -> Result<(Vec<RetiredRow>, i64), DbError> {
    let out = || articles::table.filter(articles::retired_at.is_not_null());
    let total: i64 = out().count().get_result(connection)?;
    let rows: Vec<(String, String, Option<Timestamp>)> = out()
        .order((articles::retired_at.desc(), articles::slug))
        .offset(skip)
        .limit(limit)
        .select((articles::slug, articles::title, articles::retired_at))
        .load(connection)?;
    let slugs: Vec<&String> = rows.iter().map(|(slug, ..)| slug).collect();
    let said: Vec<(String, Option<String>, String)> = redirects::table
        .filter(redirects::slug.eq_any(slugs))
        .select((redirects::slug, redirects::target, redirects::why))
        .load(connection)?;
    let mut said: HashMap<String, (Option<String>, String)> =
        said.into_iter().map(|(slug, target, why)| (slug, (target, why))).collect();
    let row = |(slug, title, retired_at): (String, String, Option<Timestamp>)| {
        let (successor, why) = said.remove(&slug).unwrap_or_default();
        Some(RetiredRow { slug, title, retired_at: retired_at?, why, successor })
    };
    Ok((rows.into_iter().filter_map(row).collect(), total))
}
