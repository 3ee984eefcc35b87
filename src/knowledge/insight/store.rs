//! Every query about searches: what was looked for on which day, what was
//! opened, and what was asked instead.

use diesel::Connection as _;
use diesel::prelude::*;
use diesel::result::DatabaseErrorKind;
use diesel::sql_types::{BigInt, Nullable};

use super::log::{Batch, Counts};
use crate::clock::Day;
use crate::db::schema::{search_clicks, searches};
use crate::db::{Connection, DbError, Tx};
use crate::knowledge::moved::current_slugs;

/// Different searches that are kept of one day. A large company has some
/// hundreds; without a bound a program could fill the disk without an account.
const OF_A_DAY: i64 = 10_000;
/// Articles that are kept as opened from one search on one day.
const OPENED: i64 = 50;

/// Adds what was counted.
///
/// # Errors
///
/// The database's own.
pub fn add_batch(tx: &mut Tx, batch: &Batch) -> Result<(), DbError> {
    let shown = batch.searches.values().filter_map(|counts| counts.latest.as_ref().map(|(_, slug)| slug.as_str()));
    let opened = batch.clicks.keys().map(|(_, slug, _)| slug.as_str());
    let renamed = current_slugs(tx, shown.chain(opened))?;
    for ((words, day), counts) in &batch.searches {
        let mut counts = counts.clone();
        if let Some((_, best)) = &mut counts.latest
            && let Some(new) = renamed.get(best)
        {
            best.clone_from(new);
        }
        add_search(tx, words, *day, &counts)?;
    }
    for ((words, slug, day), count) in &batch.clicks {
        add_clicks(tx, words, renamed.get(slug).unwrap_or(slug), *day, *count)?;
    }
    Ok(())
}

/// Adds to what happened to these words on that day. Returns whether it is
/// kept: a day has room for so many different searches.
///
/// # Errors
///
/// The database's own.
pub fn add_search(tx: &mut Tx, words: &str, day: Day, counts: &Counts) -> Result<bool, DbError> {
    if raise_search(tx, words, day, counts)? {
        return Ok(true);
    }
    let of_day: i64 = searches::table.filter(searches::day.eq(day)).count().get_result(tx)?;
    if of_day >= OF_A_DAY {
        return Ok(false);
    }
    let (hits, best) = counts.latest.clone().unwrap_or_default();
    // Another node may add the row between the two: then there is one to raise.
    let inserted = tx.transaction(|tx| {
        diesel::insert_into(searches::table)
            .values((
                searches::words.eq(words),
                searches::day.eq(day),
                searches::times.eq(counts.times),
                searches::answered.eq(counts.answered),
                searches::clicks.eq(counts.clicks),
                searches::asks.eq(counts.asks),
                searches::hits.eq(hits),
                searches::best_slug.eq(best),
            ))
            .execute(tx)
    });
    match inserted {
        Err(DbError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => raise_search(tx, words, day, counts),
        other => other.map(|_| true),
    }
}

fn raise_search(tx: &mut Tx, words: &str, day: Day, counts: &Counts) -> Result<bool, DbError> {
    let row = || searches::table.filter(searches::words.eq(words)).filter(searches::day.eq(day));
    let raised = diesel::update(row())
        .set((
            searches::times.eq(searches::times + counts.times),
            searches::answered.eq(searches::answered + counts.answered),
            searches::clicks.eq(searches::clicks + counts.clicks),
            searches::asks.eq(searches::asks + counts.asks),
        ))
        .execute(tx)?;
    if let (true, Some((hits, best))) = (raised > 0, &counts.latest) {
        diesel::update(row()).set((searches::hits.eq(hits), searches::best_slug.eq(best))).execute(tx)?;
    }
    Ok(raised > 0)
}

/// Adds to how often an article was opened from the results for these words.
///
/// # Errors
///
/// The database's own.
pub fn add_clicks(tx: &mut Tx, words: &str, slug: &str, day: Day, count: i64) -> Result<(), DbError> {
    // The search itself may still be in another node's memory; its row is here then before it.
    let is_kept = add_search(tx, words, day, &Counts { clicks: count, ..Counts::default() })?;
    if !is_kept || raise_clicks(tx, words, slug, day, count)? {
        return Ok(());
    }
    let of_words = search_clicks::table.filter(search_clicks::words.eq(words)).filter(search_clicks::day.eq(day));
    if of_words.count().get_result::<i64>(tx)? >= OPENED {
        return Ok(());
    }
    let inserted = tx.transaction(|tx| {
        diesel::insert_into(search_clicks::table)
            .values((
                search_clicks::words.eq(words),
                search_clicks::slug.eq(slug),
                search_clicks::day.eq(day),
                search_clicks::clicks.eq(count),
            ))
            .execute(tx)
    });
    match inserted {
        Err(DbError::DatabaseError(DatabaseErrorKind::UniqueViolation, _)) => {
            raise_clicks(tx, words, slug, day, count).map(drop)
        }
        other => other.map(drop),
    }
}

fn raise_clicks(tx: &mut Tx, words: &str, slug: &str, day: Day, count: i64) -> Result<bool, DbError> {
    let row = search_clicks::table
        .filter(search_clicks::words.eq(words))
        .filter(search_clicks::slug.eq(slug))
        .filter(search_clicks::day.eq(day));
    let raised = diesel::update(row).set(search_clicks::clicks.eq(search_clicks::clicks + count)).execute(tx)?;
    Ok(raised > 0)
}

/// Takes what was found and opened along to an article's new address. Where that
/// address was opened before, the counts of one day are added up.
///
/// # Errors
///
/// The database's own.
pub fn rename(tx: &mut Tx, old: &str, new: &str) -> Result<(), DbError> {
    diesel::update(searches::table.filter(searches::best_slug.eq(old))).set(searches::best_slug.eq(new)).execute(tx)?;
    let of = |slug: &str| search_clicks::table.filter(search_clicks::slug.eq(slug.to_owned()));
    if of(new).count().get_result::<i64>(tx)? == 0 {
        diesel::update(of(old)).set(search_clicks::slug.eq(new)).execute(tx)?;
        return Ok(());
    }
    let rows: Vec<(String, Day, i64)> = of(old)
        .order((search_clicks::words, search_clicks::day))
        .select((search_clicks::words, search_clicks::day, search_clicks::clicks))
        .load(tx)?;
    for (words, day, count) in rows {
        if !raise_clicks(tx, &words, new, day, count)? {
            let row = of(old).filter(search_clicks::words.eq(&words)).filter(search_clicks::day.eq(day));
            diesel::update(row).set(search_clicks::slug.eq(new)).execute(tx)?;
        }
    }
    diesel::delete(of(old)).execute(tx)?;
    Ok(())
}

/// Forgets the searches of before `day`.
///
/// # Errors
///
/// The database's own.
pub fn forget(tx: &mut Tx, day: Day) -> Result<(), DbError> {
    diesel::delete(searches::table.filter(searches::day.lt(day))).execute(tx)?;
    diesel::delete(search_clicks::table.filter(search_clicks::day.lt(day))).execute(tx)?;
    Ok(())
}

/// What happened on one day.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct DayCounts {
    /// Searches.
    pub times: i64,
    /// Of them, with an answer.
    pub answered: i64,
    /// Of them, from which an article was opened.
    pub clicked: i64,
    /// Questions that were asked instead.
    pub asks: i64,
}

fn sum(column: &str) -> diesel::expression::SqlLiteral<Nullable<BigInt>> {
    diesel::dsl::sql::<Nullable<BigInt>>(&format!("CAST(SUM({column}) AS BIGINT)"))
}

/// A search that opened three articles was one that led somewhere.
const CLICKED: &str = "CASE WHEN clicks > times THEN times ELSE clicks END";

/// What happened on each day of `from` up to and including `until` on which anything did.
///
/// # Errors
///
/// The database's own.
pub fn by_day(connection: &mut Connection, from: Day, until: Day) -> Result<Vec<(Day, DayCounts)>, DbError> {
    type Row = (Day, Option<i64>, Option<i64>, Option<i64>, Option<i64>);
    let rows: Vec<Row> = searches::table
        .filter(searches::day.between(from, until))
        .group_by(searches::day)
        .order(searches::day)
        .select((searches::day, sum("times"), sum("answered"), sum(CLICKED), sum("asks")))
        .load(connection)?;
    let number = |value: Option<i64>| value.unwrap_or(0);
    Ok(rows
        .into_iter()
        .map(|(day, times, answered, clicked, asks)| {
            let counts = DayCounts {
                times: number(times),
                answered: number(answered),
                clicked: number(clicked),
                asks: number(asks),
            };
            (day, counts)
        })
        .collect())
}
