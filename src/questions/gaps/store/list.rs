//! Gaps as they are read.

use std::collections::HashMap;

use diesel::prelude::*;

use super::CHUNK;
use crate::accounts::PersonName;
use crate::clock::Timestamp;
use crate::db::keys::{GapId, PersonId, RowVersion};
use crate::db::schema::{gap_questions, gap_searches, gaps, people, questions};
use crate::db::{Connection, DbError};
use crate::questions::gaps::access;
use crate::questions::gaps::model::{Gap, GapNumber, GapState, Search};
use crate::questions::model::Question;
use crate::questions::store::{list_numbered, readable};
use crate::questions::{QuestionError, Reader};

type Sums = (i64, i64, i64, i64);
type Closed = (Option<Timestamp>, Option<PersonId>, Option<String>, String, Option<Timestamp>);
type Row = (GapId, i64, String, GapState, Sums, Timestamp, Closed, RowVersion);

type Columns = (
    gaps::id,
    gaps::number,
    gaps::words,
    gaps::state,
    (gaps::searches, gaps::questions, gaps::waited_minutes, gaps::weight),
    gaps::latest_at,
    (gaps::closed_at, gaps::closed_by, gaps::closed_slug, gaps::closed_why, gaps::reopened_at),
    gaps::version,
);

const COLUMNS: Columns = (
    gaps::id,
    gaps::number,
    gaps::words,
    gaps::state,
    (gaps::searches, gaps::questions, gaps::waited_minutes, gaps::weight),
    gaps::latest_at,
    (gaps::closed_at, gaps::closed_by, gaps::closed_slug, gaps::closed_why, gaps::reopened_at),
    gaps::version,
);

/// Which part of the queue.
#[derive(Debug, Clone, Copy)]
pub struct Page {
    /// Open ones or closed ones.
    pub state: GapState,
    /// Weight and number of the gap before the first; none at the top.
    pub after: Option<(i64, i64)>,
    /// How many at the most.
    pub limit: i64,
}

/// A part of the queue, the heaviest first, as far as `reader` may know of it.
pub fn list(connection: &mut Connection, reader: &Reader, page: Page) -> Result<Vec<Gap>, DbError> {
    let mut query = gaps::table
        .filter(gaps::state.eq(page.state))
        .order((gaps::weight.desc(), gaps::number.asc()))
        .limit(page.limit)
        .select(COLUMNS)
        .into_boxed();
    if !matches!(reader, Reader::NetSec | Reader::Site) {
        query = query.filter(gaps::searches.gt(0).or(gaps::questions.gt(0)));
    }
    if let Some((weight, number)) = page.after {
        // The first part lets the index begin where the page does.
        query = query.filter(gaps::weight.le(weight));
        query = query.filter(gaps::weight.lt(weight).or(gaps::weight.eq(weight).and(gaps::number.gt(number))));
    }
    let rows: Vec<Row> = query.load(connection)?;
    named(connection, rows)
}

/// Those of these gaps that `reader` may know of, as [`access::may_see`] says it of one.
///
/// # Errors
///
/// The database's own.
pub fn list_readable(connection: &mut Connection, reader: &Reader, numbers: &[i64]) -> Result<Vec<i64>, DbError> {
    let mut found = Vec::new();
    for chunk in numbers.chunks(CHUNK) {
        let these = gaps::table.filter(gaps::number.eq_any(chunk.to_vec()));
        let rows: Vec<Row> = these.select(COLUMNS).load(connection)?;
        let gaps = named(connection, rows)?;
        found.extend(gaps.iter().filter(|gap| access::may_see(reader, gap)).map(|gap| gap.number.0));
    }
    Ok(found)
}

/// The gap with this number.
///
/// # Errors
///
/// [`QuestionError::NoGap`] if there is none that `reader` may know of.
pub fn find(connection: &mut Connection, reader: &Reader, number: GapNumber) -> Result<Gap, QuestionError> {
    let row: Option<Row> =
        gaps::table.filter(gaps::number.eq(number.0)).select(COLUMNS).first(connection).optional()?;
    let mut found = named(connection, row.into_iter().collect())?;
    found.pop().filter(|gap| access::may_see(reader, gap)).ok_or(QuestionError::NoGap)
}

fn named(connection: &mut Connection, rows: Vec<Row>) -> Result<Vec<Gap>, DbError> {
    let mut ids: Vec<PersonId> = rows.iter().filter_map(|row| row.6.1).collect();
    ids.sort_unstable();
    ids.dedup();
    let names: Vec<(PersonId, String, String)> = people::table
        .filter(people::id.eq_any(ids))
        .select((people::id, people::name, people::handle))
        .load(connection)?;
    let names: HashMap<PersonId, PersonName> =
        names.into_iter().map(|(id, name, handle)| (id, PersonName { id, name, handle })).collect();
    let gap = |row: Row| {
        let (id, number, words, state, (searches, questions, waited_minutes, weight), latest_at, closed, version) = row;
        let (closed_at, closed_by, closed_slug, closed_why, reopened_at) = closed;
        Gap {
            id,
            number: GapNumber(number),
            words,
            state,
            searches,
            questions,
            waited_minutes,
            weight,
            latest_at,
            closed_at,
            closed_by: closed_by.and_then(|id| names.get(&id).cloned()),
            closed_slug,
            closed_why,
            reopened_at,
            version,
        }
    };
    Ok(rows.into_iter().map(gap).collect())
}

/// The gap that some words belong to.
///
/// # Errors
///
/// The database's own.
pub fn find_of_search(connection: &mut Connection, words: &str) -> Result<Option<GapNumber>, DbError> {
    let of_words = gap_searches::table.filter(gap_searches::words.eq(words)).select(gap_searches::gap_id);
    let number: Option<i64> =
        gaps::table.filter(gaps::id.eq_any(of_words)).select(gaps::number).first(connection).optional()?;
    Ok(number.map(GapNumber))
}

/// The searches of a gap, the most frequent first.
pub fn list_searches(connection: &mut Connection, gap: GapId, limit: i64) -> Result<Vec<Search>, DbError> {
    let rows: Vec<(String, i64)> = gap_searches::table
        .filter(gap_searches::gap_id.eq(gap))
        .order((gap_searches::times.desc(), gap_searches::words))
        .limit(limit)
        .select((gap_searches::words, gap_searches::times))
        .load(connection)?;
    Ok(rows.into_iter().map(|(words, times)| Search { words, times }).collect())
}

/// The questions of a gap that `reader` may read, the newest first.
pub fn list_asked(
    connection: &mut Connection,
    reader: &Reader,
    gap: GapId,
    limit: i64,
) -> Result<Vec<Question>, DbError> {
    let of_gap = gap_questions::table.filter(gap_questions::gap_id.eq(gap)).select(gap_questions::question_id);
    let numbers: Vec<i64> = questions::table
        .filter(questions::id.eq_any(of_gap))
        .filter(readable(reader))
        .order(questions::number.desc())
        .limit(limit)
        .select(questions::number)
        .load(connection)?;
    let mut found = list_numbered(connection, &numbers)?;
    found.sort_by_key(|question| std::cmp::Reverse(question.number));
    Ok(found)
}

/// Questions that are not for everyone, by gap: how many, and the title of one.
/// For Network Security alone.
pub fn list_restricted(connection: &mut Connection, gaps: &[GapId]) -> Result<HashMap<GapId, (i64, String)>, DbError> {
    let rows: Vec<(GapId, String)> = gap_questions::table
        .inner_join(questions::table)
        .filter(gap_questions::gap_id.eq_any(gaps.to_vec()))
        .filter(gap_questions::is_for_everyone.eq(0))
        .order(questions::number.desc())
        .select((gap_questions::gap_id, questions::title))
        .load(connection)?;
    let mut all: HashMap<GapId, (i64, String)> = HashMap::new();
    for (gap, title) in rows {
        let entry = all.entry(gap).or_default();
        (entry.0, entry.1) = (entry.0 + 1, title);
    }
    Ok(all)
}
