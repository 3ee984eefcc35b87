//! Searches and questions that gaps are made of.

use std::collections::{BTreeMap, HashMap};

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use super::CHUNK;
use crate::clock::{Day, Timestamp};
use crate::db::keys::{GapId, QuestionId};
use crate::db::schema::{gap_questions, gap_searches, searches};
use crate::db::{DbError, Tx};

/// Words that were searched for without an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct SearchRow {
    /// To which gap they belong.
    pub gap: GapId,
    /// The latest day, and how often on it.
    pub latest: (Day, i64),
}

/// What was searched for without an answer on days from `from` up to `until`,
/// with how often on the latest of them.
pub fn missed_on(tx: &mut Tx, from: Day, until: Day) -> Result<BTreeMap<String, (Day, i64)>, DbError> {
    let rows: Vec<(String, Day, i64, i64)> = searches::table
        .filter(searches::day.between(from, until))
        .filter(searches::times.gt(searches::answered))
        .order(searches::day)
        .select((searches::words, searches::day, searches::times, searches::answered))
        .load(tx)?;
    Ok(rows.into_iter().map(|(words, day, times, answered)| (words, (day, times - answered))).collect())
}

/// How often each was searched for without an answer, on all days that are kept.
pub fn missed_since_ever(tx: &mut Tx, words: &[String]) -> Result<HashMap<String, i64>, DbError> {
    let missed = || diesel::dsl::sql::<Nullable<BigInt>>("CAST(SUM(times - answered) AS BIGINT)");
    let mut all = HashMap::new();
    for chunk in words.chunks(CHUNK) {
        let rows: Vec<(String, Option<i64>)> = searches::table
            .filter(searches::words.eq_any(chunk.to_vec()))
            .group_by(searches::words)
            .select((searches::words, missed()))
            .load(tx)?;
        all.extend(rows.into_iter().map(|(words, times)| (words, times.unwrap_or(0))));
    }
    Ok(all)
}

/// What is known of these searches.
pub fn find_searches(tx: &mut Tx, words: &[String]) -> Result<HashMap<String, SearchRow>, DbError> {
    let mut known = HashMap::new();
    for chunk in words.chunks(CHUNK) {
        let rows: Vec<(String, GapId, Day, i64)> = gap_searches::table
            .filter(gap_searches::words.eq_any(chunk.to_vec()))
            .select((gap_searches::words, gap_searches::gap_id, gap_searches::latest_day, gap_searches::of_day))
            .load(tx)?;
        known.extend(
            rows.into_iter().map(|(words, gap, day, of_day)| (words, SearchRow { gap, latest: (day, of_day) })),
        );
    }
    Ok(known)
}

/// Keeps how often some words were searched for without an answer.
pub fn save_search(tx: &mut Tx, words: &str, row: &SearchRow, times: i64) -> Result<(), DbError> {
    let (day, of_day) = row.latest;
    let changed = diesel::update(gap_searches::table.find(words))
        .set((gap_searches::times.eq(times), gap_searches::latest_day.eq(day), gap_searches::of_day.eq(of_day)))
        .execute(tx)?;
    if changed == 0 {
        diesel::insert_into(gap_searches::table)
            .values((
                gap_searches::words.eq(words),
                gap_searches::gap_id.eq(row.gap),
                gap_searches::times.eq(times),
                gap_searches::latest_day.eq(day),
                gap_searches::of_day.eq(of_day),
            ))
            .execute(tx)?;
    }
    Ok(())
}

/// Forgets searches that are no longer kept. Returns the gaps that had them.
pub fn delete_forgotten(tx: &mut Tx) -> Result<Vec<GapId>, DbError> {
    let oldest: Option<Day> = searches::table.select(diesel::dsl::min(searches::day)).first(tx)?;
    let mut gone = gap_searches::table.into_boxed();
    if let Some(oldest) = oldest {
        gone = gone.filter(gap_searches::latest_day.lt(oldest));
    }
    let rows: Vec<(String, GapId)> = gone.select((gap_searches::words, gap_searches::gap_id)).load(tx)?;
    for chunk in rows.chunks(CHUNK) {
        let words: Vec<&str> = chunk.iter().map(|(words, _)| words.as_str()).collect();
        diesel::delete(gap_searches::table.filter(gap_searches::words.eq_any(words))).execute(tx)?;
    }
    let mut gaps: Vec<GapId> = rows.into_iter().map(|(_, gap)| gap).collect();
    gaps.sort_unstable();
    gaps.dedup();
    Ok(gaps)
}

/// A question that went to Network Security.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct AskedRow {
    /// Whether everyone may read it.
    pub is_for_everyone: bool,
    /// Whether an answer is owed.
    pub is_open: bool,
    /// Minutes of working time that it was waited for.
    pub waited_minutes: i64,
}

/// The gap that a question belongs to.
pub fn find_asked(tx: &mut Tx, question: QuestionId) -> Result<Option<GapId>, DbError> {
    gap_questions::table.find(question).select(gap_questions::gap_id).first(tx).optional()
}

/// Adds a question to a gap.
pub fn insert_asked(
    tx: &mut Tx,
    question: QuestionId,
    gap: GapId,
    row: AskedRow,
    now: Timestamp,
) -> Result<(), DbError> {
    diesel::insert_into(gap_questions::table)
        .values((
            gap_questions::question_id.eq(question),
            gap_questions::gap_id.eq(gap),
            gap_questions::is_for_everyone.eq(i32::from(row.is_for_everyone)),
            gap_questions::is_open.eq(i32::from(row.is_open)),
            gap_questions::waited_minutes.eq(row.waited_minutes),
            gap_questions::counted_at.eq(now),
        ))
        .execute(tx)?;
    Ok(())
}

/// Keeps what became of a question.
pub fn save_asked(tx: &mut Tx, question: QuestionId, row: AskedRow, now: Timestamp) -> Result<(), DbError> {
    diesel::update(gap_questions::table.find(question))
        .set((
            gap_questions::is_for_everyone.eq(i32::from(row.is_for_everyone)),
            gap_questions::is_open.eq(i32::from(row.is_open)),
            gap_questions::waited_minutes.eq(row.waited_minutes),
            gap_questions::counted_at.eq(now),
        ))
        .execute(tx)?;
    Ok(())
}

/// The numbers of open questions that were counted before `before`, the longest
/// ago first: they go on waiting.
pub fn list_stale_asked(tx: &mut Tx, before: Timestamp, limit: i64) -> Result<Vec<i64>, DbError> {
    use crate::db::schema::questions;
    gap_questions::table
        .inner_join(questions::table)
        .filter(gap_questions::is_open.eq(1))
        .filter(gap_questions::counted_at.lt(before))
        .order((gap_questions::counted_at, questions::number))
        .limit(limit)
        .select(questions::number)
        .load(tx)
}
