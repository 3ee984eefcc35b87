//! Every query about reviews and reports.

use std::collections::HashMap;

use diesel::prelude::*;

use super::model::{Flag, FlagOutcome, Reviewed};
use crate::clock::{Day, Timestamp};
use crate::db::keys::{FlagId, PersonId, ReviewedId};
use crate::db::schema::{article_flags as flags, article_reviews as reviews, articles, people};
use crate::db::{Connection, DbError, Tx};

type FlagRow = (FlagId, String, String, Timestamp, Option<PersonId>, String, FlagOutcome, String, Option<Timestamp>);

fn flag(row: FlagRow) -> Flag {
    let (id, slug, fingerprint, reported_at, person, words, outcome, outcome_words, settled_at) = row;
    Flag { id, slug, fingerprint, reported_at, person, words, outcome, outcome_words, settled_at }
}

/// The reports that are open or were settled since, the oldest first: of these
/// slugs, or of all where none are named.
pub fn list_flags(
    connection: &mut Connection,
    slugs: Option<&[String]>,
    since: Timestamp,
) -> Result<Vec<Flag>, DbError> {
    let mut query = flags::table
        .filter(flags::outcome.eq(FlagOutcome::Open).or(flags::settled_at.ge(since)))
        .select((
            flags::id,
            flags::slug,
            flags::fingerprint,
            flags::reported_at,
            flags::person_id,
            flags::words,
            flags::outcome,
            flags::outcome_words,
            flags::settled_at,
        ))
        .order(flags::id)
        .into_boxed();
    if let Some(slugs) = slugs {
        query = query.filter(flags::slug.eq_any(slugs.to_vec()));
    }
    Ok(query.load::<FlagRow>(connection)?.into_iter().map(flag).collect())
}

/// Adds a report.
pub fn insert_flag(tx: &mut Tx, new: &Flag) -> Result<(), DbError> {
    diesel::insert_into(flags::table)
        .values((
            flags::id.eq(new.id),
            flags::slug.eq(&new.slug),
            flags::fingerprint.eq(&new.fingerprint),
            flags::reported_at.eq(new.reported_at),
            flags::person_id.eq(new.person),
            flags::words.eq(&new.words),
            flags::outcome.eq(new.outcome),
        ))
        .execute(tx)?;
    Ok(())
}

/// Changes the words of an open report; false where there is none of this key
/// on this article.
pub fn save_flag_words(tx: &mut Tx, id: FlagId, slug: &str, words: &str) -> Result<bool, DbError> {
    let own = flags::table.filter(flags::id.eq(id)).filter(flags::slug.eq(slug));
    let open = own.filter(flags::outcome.eq(FlagOutcome::Open));
    Ok(diesel::update(open).set(flags::words.eq(words)).execute(tx)? > 0)
}

/// The person's open report on this text.
pub fn find_own_flag(tx: &mut Tx, slug: &str, fingerprint: &str, person: PersonId) -> Result<Option<FlagId>, DbError> {
    flags::table
        .filter(flags::slug.eq(slug))
        .filter(flags::fingerprint.eq(fingerprint))
        .filter(flags::person_id.eq(person))
        .filter(flags::outcome.eq(FlagOutcome::Open))
        .select(flags::id)
        .first(tx)
        .optional()
}

/// Whether a report has this key.
pub fn exists_flag(tx: &mut Tx, id: FlagId) -> Result<bool, DbError> {
    let found: i64 = flags::table.filter(flags::id.eq(id)).count().get_result(tx)?;
    Ok(found > 0)
}

/// How many reports came without sign-in: open ones on this article, and all since.
pub fn count_nameless(tx: &mut Tx, slug: &str, since: Timestamp) -> Result<(i64, i64), DbError> {
    let nameless = || flags::table.filter(flags::person_id.is_null());
    let of_article = nameless().filter(flags::slug.eq(slug)).filter(flags::outcome.eq(FlagOutcome::Open));
    let of_all = nameless().filter(flags::reported_at.ge(since));
    Ok((of_article.count().get_result(tx)?, of_all.count().get_result(tx)?))
}

/// Settles the open reports on this text; returns how many there were.
pub fn settle_flags(
    tx: &mut Tx,
    (slug, fingerprint): (&str, &str),
    outcome: FlagOutcome,
    words: &str,
    by: PersonId,
    now: Timestamp,
) -> Result<usize, DbError> {
    let open = flags::table
        .filter(flags::slug.eq(slug))
        .filter(flags::fingerprint.eq(fingerprint))
        .filter(flags::outcome.eq(FlagOutcome::Open));
    diesel::update(open)
        .set((
            flags::outcome.eq(outcome),
            flags::outcome_words.eq(words),
            flags::settled_by.eq(by),
            flags::settled_at.eq(now),
        ))
        .execute(tx)
}

/// Opens again what a review settled at that instant.
pub fn reopen_flags(tx: &mut Tx, slug: &str, settled_at: Timestamp) -> Result<usize, DbError> {
    let settled = flags::table
        .filter(flags::slug.eq(slug))
        .filter(flags::outcome.eq(FlagOutcome::StillRight))
        .filter(flags::settled_at.eq(settled_at));
    diesel::update(settled)
        .set((
            flags::outcome.eq(FlagOutcome::Open),
            flags::settled_by.eq(None::<PersonId>),
            flags::settled_at.eq(None::<Timestamp>),
        ))
        .execute(tx)
}

type ReviewRow = (ReviewedId, String, String, PersonId, String, Timestamp, Day, Day, Day, Day);

/// The newest review of each article: of these slugs, or of all where none are named.
pub fn list_reviews(
    connection: &mut Connection,
    slugs: Option<&[String]>,
) -> Result<HashMap<String, Reviewed>, DbError> {
    let mut query = reviews::table
        .inner_join(people::table)
        .select((
            reviews::id,
            reviews::slug,
            reviews::fingerprint,
            reviews::reviewed_by,
            people::name,
            reviews::reviewed_at,
            reviews::reviewed_on,
            reviews::review_after,
            reviews::before_reviewed_on,
            reviews::before_review_after,
        ))
        .order((reviews::reviewed_at, reviews::id))
        .into_boxed();
    if let Some(slugs) = slugs {
        query = query.filter(reviews::slug.eq_any(slugs.to_vec()));
    }
    let rows: Vec<ReviewRow> = query.load(connection)?;
    let review = |row: ReviewRow| {
        let (id, slug, fingerprint, by, by_name, at, reviewed_on, review_after, first, second) = row;
        Reviewed { id, slug, fingerprint, by, by_name, at, reviewed_on, review_after, before: (first, second) }
    };
    // Later ones replace the earlier.
    Ok(rows.into_iter().map(review).map(|one| (one.slug.clone(), one)).collect())
}

/// Adds a review.
pub fn insert_review(tx: &mut Tx, new: &Reviewed) -> Result<(), DbError> {
    diesel::insert_into(reviews::table)
        .values((
            reviews::id.eq(new.id),
            reviews::slug.eq(&new.slug),
            reviews::fingerprint.eq(&new.fingerprint),
            reviews::reviewed_by.eq(new.by),
            reviews::reviewed_at.eq(new.at),
            reviews::reviewed_on.eq(new.reviewed_on),
            reviews::review_after.eq(new.review_after),
            reviews::before_reviewed_on.eq(new.before.0),
            reviews::before_review_after.eq(new.before.1),
        ))
        .execute(tx)?;
    Ok(())
}

/// Removes a review; false where somebody was faster.
pub fn delete_review(tx: &mut Tx, id: ReviewedId) -> Result<bool, DbError> {
    Ok(diesel::delete(reviews::table.filter(reviews::id.eq(id))).execute(tx)? > 0)
}

/// Sets the dates of an article that was published here; nothing for files.
pub fn save_dates(tx: &mut Tx, slug: &str, (reviewed_on, review_after): (Day, Day)) -> Result<(), DbError> {
    diesel::update(articles::table.filter(articles::slug.eq(slug)))
        .set((articles::reviewed_on.eq(reviewed_on), articles::review_after.eq(review_after)))
        .execute(tx)?;
    Ok(())
}

/// Takes reviews and reports along to an article's new address.
pub fn rename(tx: &mut Tx, old: &str, new: &str) -> Result<(), DbError> {
    diesel::update(reviews::table.filter(reviews::slug.eq(old))).set(reviews::slug.eq(new)).execute(tx)?;
    diesel::update(flags::table.filter(flags::slug.eq(old))).set(flags::slug.eq(new)).execute(tx)?;
    Ok(())
}

/// Who published which article: of these slugs, or of all where none are named.
pub fn list_authors(
    connection: &mut Connection,
    slugs: Option<&[String]>,
) -> Result<HashMap<String, PersonId>, DbError> {
    let mut query = articles::table.select((articles::slug, articles::author_id)).into_boxed();
    if let Some(slugs) = slugs {
        query = query.filter(articles::slug.eq_any(slugs.to_vec()));
    }
    let rows: Vec<(String, PersonId)> = query.load(connection)?;
    Ok(rows.into_iter().collect())
}
