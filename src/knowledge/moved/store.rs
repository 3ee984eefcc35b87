//! Every query about addresses that articles of the database had.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::model::Place;
use crate::clock::Timestamp;
use crate::db::schema::{article_reads, article_redirects, articles, feedback};
use crate::db::{Connection, DbError, Tx};
use crate::knowledge::freshness;

/// The kind under which redirects announce their changes.
pub const CHANGE_KIND: &str = "article_redirect";

/// Every address that led to an article of the database.
pub fn list_redirects(connection: &mut Connection) -> Result<BTreeMap<String, Place>, DbError> {
    let rows: Vec<(String, Option<String>, String)> = article_redirects::table
        .select((article_redirects::slug, article_redirects::target, article_redirects::why))
        .load(connection)?;
    let place = |target: Option<String>, why: String| match target {
        Some(slug) if why.is_empty() => Place::Renamed(slug),
        successor => Place::Removed { why, successor },
    };
    Ok(rows.into_iter().map(|(slug, target, why)| (slug, place(target, why))).collect())
}

/// Says where `slug` leads from now on.
pub fn save_redirect(tx: &mut Tx, now: Timestamp, slug: &str, target: Option<&str>, why: &str) -> Result<(), DbError> {
    delete_redirect(tx, slug)?;
    diesel::insert_into(article_redirects::table)
        .values((
            article_redirects::slug.eq(slug),
            article_redirects::target.eq(target),
            article_redirects::why.eq(why),
            article_redirects::moved_at.eq(now),
        ))
        .execute(tx)?;
    Ok(())
}

/// Forgets that `slug` led anywhere: it is an article again.
pub fn delete_redirect(tx: &mut Tx, slug: &str) -> Result<(), DbError> {
    diesel::delete(article_redirects::table.filter(article_redirects::slug.eq(slug))).execute(tx)?;
    Ok(())
}

/// Gives the published article `old` the address `new`, with what readers said
/// of it and how often it was read. Says whether there is such an article.
pub fn rename_article(tx: &mut Tx, old: &str, new: &str) -> Result<bool, DbError> {
    let rows =
        diesel::update(articles::table.filter(articles::slug.eq(old))).set(articles::slug.eq(new)).execute(tx)?;
    if rows == 0 {
        return Ok(false);
    }
    diesel::update(feedback::table.filter(feedback::slug.eq(old))).set(feedback::slug.eq(new)).execute(tx)?;
    freshness::rename(tx, old, new)?;
    // An address that was read before keeps its own counts: two rows of one day would be one key.
    let taken: i64 = article_reads::table.filter(article_reads::slug.eq(new)).count().get_result(tx)?;
    if taken == 0 {
        let reads = article_reads::table.filter(article_reads::slug.eq(old));
        diesel::update(reads).set(article_reads::slug.eq(new)).execute(tx)?;
    }
    Ok(true)
}
