//! Every query about addresses that articles of the database had.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;

use super::model::{Place, STEPS};
use crate::clock::{Day, Timestamp};
use crate::db::schema::{article_drafts, article_reads, article_redirects, articles, feedback};
use crate::db::{Connection, DbError, Tx};
use crate::knowledge::store::add_reads;
use crate::knowledge::{freshness, insight};

/// Slugs of one query; SQLite takes some thousand variables.
const CHUNK: usize = 500;

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

/// Where those of these slugs lead that were renamed; the others are missing.
/// What is counted in memory for an address that just changed is counted on
/// under the new one.
pub fn current_slugs<'a>(
    connection: &mut Connection,
    slugs: impl Iterator<Item = &'a str>,
) -> Result<HashMap<String, String>, DbError> {
    let mut current: HashMap<String, String> = HashMap::new();
    let mut asked: Vec<String> = slugs.map(str::to_owned).collect();
    for _ in 0..STEPS {
        asked.sort();
        asked.dedup();
        let mut next = Vec::new();
        for chunk in asked.chunks(CHUNK) {
            let rows: Vec<(String, Option<String>)> = article_redirects::table
                .filter(article_redirects::slug.eq_any(chunk))
                .filter(article_redirects::why.eq(""))
                .select((article_redirects::slug, article_redirects::target))
                .load(connection)?;
            for (slug, target) in rows {
                let Some(target) = target else { continue };
                current.values_mut().filter(|known| **known == slug).for_each(|known| known.clone_from(&target));
                current.entry(slug).or_insert_with(|| target.clone());
                next.push(target);
            }
        }
        if next.is_empty() {
            break;
        }
        asked = next;
    }
    Ok(current)
}

/// Gives the published article `old` the address `new`, with all that is known
/// of it by its address: what readers said, how often it was read and found,
/// and what is being written. Says whether there is such an article.
pub fn rename_article(tx: &mut Tx, old: &str, new: &str) -> Result<bool, DbError> {
    let rows =
        diesel::update(articles::table.filter(articles::slug.eq(old))).set(articles::slug.eq(new)).execute(tx)?;
    if rows == 0 {
        return Ok(false);
    }
    diesel::update(feedback::table.filter(feedback::slug.eq(old))).set(feedback::slug.eq(new)).execute(tx)?;
    let drafts = article_drafts::table.filter(article_drafts::slug.eq(old));
    diesel::update(drafts).set(article_drafts::slug.eq(new)).execute(tx)?;
    freshness::rename(tx, old, new)?;
    insight::rename(tx, old, new)?;
    rename_reads(tx, old, new)?;
    Ok(true)
}

/// An address that was read before has counts of its own: those of one day are
/// added up, since two rows of one day would be one key.
fn rename_reads(tx: &mut Tx, old: &str, new: &str) -> Result<(), DbError> {
    let of = |slug: &str| article_reads::table.filter(article_reads::slug.eq(slug.to_owned()));
    if of(new).count().get_result::<i64>(tx)? == 0 {
        diesel::update(of(old)).set(article_reads::slug.eq(new)).execute(tx)?;
        return Ok(());
    }
    let counts: Vec<(Day, i64)> =
        of(old).order(article_reads::day).select((article_reads::day, article_reads::reads)).load(tx)?;
    for (day, count) in counts {
        add_reads(tx, new, day, count)?;
    }
    diesel::delete(of(old)).execute(tx)?;
    Ok(())
}
