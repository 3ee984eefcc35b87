//! Every query about articles that were published, and how often articles were
//! opened.

use diesel::Connection as _;
use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use crate::clock::{Day, Timestamp};
use crate::db::keys::{ArticleId, PersonId, RowVersion};
use crate::db::schema::{article_reads, articles, people};
use crate::db::{Connection, DbError, Tx};

/// A row of `articles`; lists are JSON arrays of text.
#[derive(Debug, Clone, Queryable)]
pub struct ArticleRow {
    pub slug: String,
    pub title: String,
    pub category: String,
    pub tags: String,
    pub phrasings: String,
    pub related: String,
    pub body: String,
    pub question_number: Option<i64>,
    pub author: String,
    pub reviewed_on: Day,
    pub review_after: Day,
    /// Who stands behind it; empty where that is its author.
    pub owner: String,
    /// Since when it is not served any more.
    pub retired_at: Option<Timestamp>,
}

/// What is written when an article is published.
pub struct InsertedArticle<'a> {
    pub slug: &'a str,
    pub title: &'a str,
    pub category: &'a str,
    pub tags: String,
    pub phrasings: String,
    pub related: String,
    pub body: &'a str,
    pub question_number: Option<i64>,
    pub author: PersonId,
    pub now: Timestamp,
    pub reviewed_on: Day,
    pub review_after: Day,
}

/// Whether no published article has this slug.
pub fn is_slug_free(tx: &mut Tx, slug: &str) -> Result<bool, DbError> {
    let taken: i64 = articles::table.filter(articles::slug.eq(slug)).count().get_result(tx)?;
    Ok(taken == 0)
}

/// Adds a published article.
pub fn insert_article(tx: &mut Tx, new: &InsertedArticle<'_>) -> Result<ArticleId, DbError> {
    let id = ArticleId::generate();
    diesel::insert_into(articles::table)
        .values((
            articles::id.eq(id),
            articles::slug.eq(new.slug),
            articles::title.eq(new.title),
            articles::category.eq(new.category),
            articles::tags.eq(&new.tags),
            articles::phrasings.eq(&new.phrasings),
            articles::related.eq(&new.related),
            articles::body.eq(new.body),
            articles::question_number.eq(new.question_number),
            articles::author_id.eq(new.author),
            articles::published_at.eq(new.now),
            articles::reviewed_on.eq(new.reviewed_on),
            articles::review_after.eq(new.review_after),
            articles::version.eq(RowVersion::FIRST),
        ))
        .execute(tx)?;
    Ok(id)
}

/// The published articles of these slugs, or all where there are none named;
/// with those that were retired.
pub fn list_articles(connection: &mut Connection, slugs: Option<&[String]>) -> Result<Vec<ArticleRow>, DbError> {
    let mut query = articles::table
        .inner_join(people::table)
        .select((
            articles::slug,
            articles::title,
            articles::category,
            articles::tags,
            articles::phrasings,
            articles::related,
            articles::body,
            articles::question_number,
            people::name,
            articles::reviewed_on,
            articles::review_after,
            articles::owner,
            articles::retired_at,
        ))
        .order(articles::slug)
        .into_boxed();
    if let Some(slugs) = slugs {
        query = query.filter(articles::slug.eq_any(slugs.to_vec()));
    }
    query.load(connection)
}

/// Adds to how often an article was opened on a day.
pub fn add_reads(tx: &mut Tx, slug: &str, day: Day, count: i64) -> Result<(), DbError> {
    if raise_reads(tx, slug, day, count)? {
        return Ok(());
    }
    // Another node may add the row between the two: then there is one to raise.
    let inserted = tx.transaction(|tx| {
        diesel::insert_into(article_reads::table)
            .values((article_reads::slug.eq(slug), article_reads::day.eq(day), article_reads::reads.eq(count)))
            .execute(tx)
    });
    match inserted {
        Ok(_) => Ok(()),
        Err(DbError::DatabaseError(diesel::result::DatabaseErrorKind::UniqueViolation, _)) => {
            raise_reads(tx, slug, day, count).map(drop)
        }
        Err(error) => Err(error),
    }
}

fn raise_reads(tx: &mut Tx, slug: &str, day: Day, count: i64) -> Result<bool, DbError> {
    let row = article_reads::table.filter(article_reads::slug.eq(slug)).filter(article_reads::day.eq(day));
    let raised = diesel::update(row).set(article_reads::reads.eq(article_reads::reads + count)).execute(tx)?;
    Ok(raised > 0)
}

/// The slugs of the articles that were opened most from `since` on, with how
/// often, most first; `limit` at the most.
///
/// # Errors
///
/// The database's own.
pub fn most_read(connection: &mut Connection, since: Day, limit: i64) -> Result<Vec<(String, i64)>, DbError> {
    let total = || diesel::dsl::sql::<Nullable<BigInt>>("CAST(SUM(article_reads.reads) AS BIGINT)");
    let rows: Vec<(String, Option<i64>)> = article_reads::table
        .filter(article_reads::day.ge(since))
        .group_by(article_reads::slug)
        .select((article_reads::slug, total()))
        .order((total().desc(), article_reads::slug))
        .limit(limit)
        .load(connection)?;
    Ok(rows.into_iter().map(|(slug, reads)| (slug, reads.unwrap_or(0))).collect())
}
