//! Every query about what readers said.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable};

use super::model::{Feedback, HelpfulCounts, Reason, SaidWords};
use crate::clock::{Day, Timestamp};
use crate::db::keys::FeedbackId;
use crate::db::schema::feedback;
use crate::db::{Connection, DbError, Tx};

/// Words of readers that are shown with an article.
const LATEST: i64 = 5;

/// Changes what the same reader said before; false where they said nothing yet.
pub(super) fn replace_feedback(tx: &mut Tx, slug: &str, word: &Feedback) -> Result<bool, DbError> {
    let own = feedback::table.filter(feedback::id.eq(word.id)).filter(feedback::slug.eq(slug));
    let replaced = diesel::update(own)
        .set((
            feedback::helpful.eq(word.helpful),
            feedback::words.eq(&word.words),
            feedback::reason.eq(reason_of(word)),
        ))
        .execute(tx)?;
    Ok(replaced > 0)
}

/// Keeps what a reader said.
pub(super) fn insert_feedback(tx: &mut Tx, now: Timestamp, slug: &str, word: &Feedback) -> Result<(), DbError> {
    // A key that came with another article's page says nothing of this one.
    let taken: i64 = feedback::table.filter(feedback::id.eq(word.id)).count().get_result(tx)?;
    let id = if taken == 0 { word.id } else { FeedbackId::generate() };
    diesel::insert_into(feedback::table)
        .values((
            feedback::id.eq(id),
            feedback::slug.eq(slug),
            feedback::helpful.eq(word.helpful),
            feedback::words.eq(&word.words),
            feedback::given_at.eq(now),
            feedback::reason.eq(reason_of(word)),
        ))
        .execute(tx)?;
    Ok(())
}

fn reason_of(word: &Feedback) -> &'static str {
    word.reason.map_or("", Reason::as_str)
}

/// How many words were given since.
pub(super) fn count_since(tx: &mut Tx, since: Timestamp) -> Result<i64, DbError> {
    feedback::table.filter(feedback::given_at.ge(since)).count().get_result(tx)
}

type Sum = diesel::expression::SqlLiteral<Nullable<BigInt>>;

fn yes() -> Sum {
    diesel::dsl::sql("CAST(SUM(CASE WHEN helpful THEN 1 ELSE 0 END) AS BIGINT)")
}

fn no() -> Sum {
    diesel::dsl::sql("CAST(SUM(CASE WHEN helpful THEN 0 ELSE 1 END) AS BIGINT)")
}

/// What readers said of the article: counts, reasons and their latest words.
///
/// # Errors
///
/// The database's own.
pub fn counts_of(connection: &mut Connection, slug: &str) -> Result<HelpfulCounts, DbError> {
    let (yes, no): (Option<i64>, Option<i64>) =
        feedback::table.filter(feedback::slug.eq(slug)).select((yes(), no())).first(connection)?;
    let given: Vec<(String, i64)> = feedback::table
        .filter(feedback::slug.eq(slug))
        .filter(feedback::reason.ne(""))
        .group_by(feedback::reason)
        .select((feedback::reason, diesel::dsl::count_star()))
        .order((diesel::dsl::count_star().desc(), feedback::reason))
        .load(connection)?;
    let latest: Vec<(Timestamp, bool, String)> = feedback::table
        .filter(feedback::slug.eq(slug))
        .filter(feedback::words.ne(""))
        .order((feedback::given_at.desc(), feedback::id.desc()))
        .limit(LATEST)
        .select((feedback::given_at, feedback::helpful, feedback::words))
        .load(connection)?;
    Ok(HelpfulCounts {
        yes: yes.unwrap_or(0),
        no: no.unwrap_or(0),
        reasons: given.into_iter().filter_map(|(reason, count)| Some((Reason::parse(&reason)?, count))).collect(),
        latest: latest.into_iter().map(|(at, helpful, words)| SaidWords { at, helpful, words }).collect(),
    })
}

/// How many readers said yes and no, by the slug of the article.
///
/// # Errors
///
/// The database's own.
pub fn counts_by_slug(connection: &mut Connection) -> Result<HashMap<String, (i64, i64)>, DbError> {
    let rows: Vec<(String, Option<i64>, Option<i64>)> =
        feedback::table.group_by(feedback::slug).select((feedback::slug, yes(), no())).load(connection)?;
    Ok(rows.into_iter().map(|(slug, yes, no)| (slug, (yes.unwrap_or(0), no.unwrap_or(0)))).collect())
}

/// How one article did.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpfulLine {
    /// Its slug.
    pub slug: String,
    /// Readers whose answer it was.
    pub yes: i64,
    /// Readers whose answer it was not.
    pub no: i64,
}

/// Articles of which readers said from `from` up to and including `until` that
/// they were not the answer, the most often said first; `limit` at the most.
///
/// # Errors
///
/// The database's own.
pub fn list_unhelpful(
    connection: &mut Connection,
    from: Day,
    until: Day,
    limit: i64,
) -> Result<Vec<HelpfulLine>, DbError> {
    let rows: Vec<(String, Option<i64>, Option<i64>)> = feedback::table
        .filter(feedback::given_at.ge(from.start_utc()))
        .filter(feedback::given_at.lt(until.plus_days(1).start_utc()))
        .group_by(feedback::slug)
        .having(diesel::dsl::sql::<Bool>("SUM(CASE WHEN helpful THEN 0 ELSE 1 END) > 0"))
        .order((no().desc(), yes(), feedback::slug))
        .limit(limit)
        .select((feedback::slug, yes(), no()))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .map(|(slug, yes, no)| HelpfulLine { slug, yes: yes.unwrap_or(0), no: no.unwrap_or(0) })
        .collect())
}
