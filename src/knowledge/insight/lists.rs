//! Which searches stand out: the most frequent, those that found nothing, and
//! those whose answers nobody opened.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Bool, Nullable};

use crate::clock::Day;
use crate::db::schema::{search_clicks, searches};
use crate::db::{Connection, DbError};

/// Searches of which the latest is looked at for each that is listed: those
/// that are answered by now drop out.
const CANDIDATES: i64 = 4;
/// Values of one `IN`; SQLite refuses too many.
const CHUNK: usize = 500;

/// From one day up to and including another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Day,
    /// The last day.
    pub until: Day,
}

/// One search and what became of it in a period.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SearchLine {
    /// What was looked for, normalised.
    pub words: String,
    /// How often.
    pub times: i64,
    /// How often an answer was found.
    pub answered: i64,
    /// How often an article was opened from the results.
    pub clicks: i64,
    /// How often a question was asked instead.
    pub asks: i64,
    /// The last day on which it was looked for.
    pub latest: Day,
    /// Articles that the latest search showed.
    pub hits: i64,
    /// The slug of the first of them; empty where there was none.
    pub best_slug: String,
    /// The slug of the article that was opened most; empty where none was.
    pub opened_slug: String,
    /// Whether the latest searches found no answer.
    is_open: bool,
}

/// The most frequent searches, the most frequent first; `limit` at the most.
///
/// # Errors
///
/// The database's own.
pub fn list_top(connection: &mut Connection, period: Period, limit: i64) -> Result<Vec<SearchLine>, DbError> {
    list(connection, period, "SUM(times) > 0", "SUM(times)", limit)
}

/// Searches that nothing answers, the most frequent first; `limit` at the most.
/// What was answered when it was last looked for is left out. The gap queue of
/// the question log reads this.
///
/// # Errors
///
/// The database's own.
pub fn list_unanswered(connection: &mut Connection, period: Period, limit: i64) -> Result<Vec<SearchLine>, DbError> {
    let (which, order) = ("SUM(times) > SUM(answered)", "SUM(times) - SUM(answered)");
    let mut lines = list(connection, period, which, order, limit.saturating_mul(CANDIDATES))?;
    lines.retain(|line| line.is_open);
    lines.truncate(usize::try_from(limit).unwrap_or(usize::MAX));
    Ok(lines)
}

/// Searches that were answered more than once and from which nobody ever opened
/// an article, the most frequent first; `limit` at the most.
///
/// # Errors
///
/// The database's own.
pub fn list_unopened(connection: &mut Connection, period: Period, limit: i64) -> Result<Vec<SearchLine>, DbError> {
    list(connection, period, "SUM(answered) > 1 AND SUM(clicks) = 0", "SUM(answered)", limit)
}

type Sum = diesel::expression::SqlLiteral<Nullable<BigInt>>;

fn sum(words: &str) -> Sum {
    let cast = words.replace("SUM", "CAST(SUM").replace(')', ") AS BIGINT)");
    diesel::dsl::sql::<Nullable<BigInt>>(&cast)
}

fn list(
    connection: &mut Connection,
    period: Period,
    which: &str,
    order: &str,
    limit: i64,
) -> Result<Vec<SearchLine>, DbError> {
    type Row = (String, Option<i64>, Option<i64>, Option<i64>, Option<i64>, Option<Day>);
    let rows: Vec<Row> = searches::table
        .filter(searches::day.between(period.from, period.until))
        .group_by(searches::words)
        .having(diesel::dsl::sql::<Bool>(which))
        .order((sum(order).desc(), searches::words))
        .limit(limit)
        .select((
            searches::words,
            sum("SUM(times)"),
            sum("SUM(answered)"),
            sum("SUM(clicks)"),
            sum("SUM(asks)"),
            diesel::dsl::max(searches::day),
        ))
        .load(connection)?;
    let words: Vec<String> = rows.iter().map(|row| row.0.clone()).collect();
    let mut latest = latest_of(connection, period, &words)?;
    let mut opened = opened_of(connection, period, &words)?;
    let number = |value: Option<i64>| value.unwrap_or(0);
    Ok(rows
        .into_iter()
        .map(|(words, times, answered, clicks, asks, day)| {
            let last = latest.remove(&words).unwrap_or_default();
            SearchLine {
                times: number(times),
                answered: number(answered),
                clicks: number(clicks),
                asks: number(asks),
                latest: last.day.or(day).unwrap_or(period.until),
                hits: last.hits,
                best_slug: last.best_slug,
                opened_slug: opened.remove(&words).unwrap_or_default(),
                is_open: last.is_open,
                words,
            }
        })
        .collect())
}

#[derive(Default)]
struct Latest {
    day: Option<Day>,
    hits: i64,
    best_slug: String,
    is_open: bool,
}

/// The last day on which each was looked for, and what it showed then.
fn latest_of(
    connection: &mut Connection,
    period: Period,
    words: &[String],
) -> Result<HashMap<String, Latest>, DbError> {
    let mut latest = HashMap::new();
    for chunk in words.chunks(CHUNK) {
        let rows: Vec<(String, Day, i64, i64, i64, String)> = searches::table
            .filter(searches::words.eq_any(chunk))
            .filter(searches::day.between(period.from, period.until))
            .filter(searches::times.gt(0))
            .order(searches::day)
            .select((
                searches::words,
                searches::day,
                searches::times,
                searches::answered,
                searches::hits,
                searches::best_slug,
            ))
            .load(connection)?;
        for (words, day, times, answered, hits, best_slug) in rows {
            latest.insert(words, Latest { day: Some(day), hits, best_slug, is_open: answered < times });
        }
    }
    Ok(latest)
}

/// The article that was opened most from each.
fn opened_of(
    connection: &mut Connection,
    period: Period,
    words: &[String],
) -> Result<HashMap<String, String>, DbError> {
    let mut opened = HashMap::new();
    for chunk in words.chunks(CHUNK) {
        let rows: Vec<(String, String)> = search_clicks::table
            .filter(search_clicks::words.eq_any(chunk))
            .filter(search_clicks::day.between(period.from, period.until))
            .group_by((search_clicks::words, search_clicks::slug))
            .order((sum("SUM(clicks)").desc(), search_clicks::slug))
            .select((search_clicks::words, search_clicks::slug))
            .load(connection)?;
        for (words, slug) in rows {
            opened.entry(words).or_insert(slug);
        }
    }
    Ok(opened)
}
