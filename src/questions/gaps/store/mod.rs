//! Every query about gaps.

mod list;
mod members;
mod progress;

use diesel::prelude::*;

pub use list::{Page, find, find_of_search, list, list_asked, list_readable, list_restricted, list_searches};
pub use members::{
    AskedRow, SearchRow, delete_forgotten, find_asked, find_searches, insert_asked, list_stale_asked, missed_on,
    missed_since_ever, save_asked, save_search,
};
pub use progress::{Progress, progress, save_progress};

use super::likeness;
use super::model::{GapNumber, GapState};
use crate::clock::Timestamp;
use crate::db::keys::{GapId, PersonId, RowVersion};
use crate::db::schema::{gap_questions, gap_searches, gap_terms, gaps, questions};
use crate::db::{DbError, Tx, counters};

/// Values of one `IN`; SQLite refuses too many.
pub(super) const CHUNK: usize = 500;
/// Gaps that share a stem with some words and are held against them.
const CANDIDATES: i64 = 60;

/// Gaps that share the most stems, each by number, key and the words that it
/// began with.
pub fn candidates(tx: &mut Tx, terms: &[String]) -> Result<Vec<(i64, GapId, String)>, DbError> {
    let shared = diesel::dsl::count_star();
    let rows: Vec<(GapId, i64)> = gap_terms::table
        .filter(gap_terms::term.eq_any(terms.to_vec()))
        .group_by(gap_terms::gap_id)
        .order((shared.desc(), gap_terms::gap_id))
        .limit(CANDIDATES)
        .select((gap_terms::gap_id, shared))
        .load(tx)?;
    let ids: Vec<GapId> = rows.into_iter().map(|(id, _)| id).collect();
    gaps::table.filter(gaps::id.eq_any(ids)).select((gaps::number, gaps::id, gaps::seed)).load(tx)
}

/// Begins a gap with these words.
pub fn insert(tx: &mut Tx, seed: &str, terms: &[String], at: Timestamp) -> Result<GapId, DbError> {
    let id = GapId::generate();
    let number = counters::next(tx, "gaps")?;
    diesel::insert_into(gaps::table)
        .values((
            gaps::id.eq(id),
            gaps::number.eq(number),
            gaps::seed.eq(seed),
            gaps::words.eq(""),
            gaps::state.eq(GapState::Open),
            (gaps::searches.eq(0), gaps::questions.eq(0), gaps::waited_minutes.eq(0), gaps::weight.eq(0)),
            gaps::first_at.eq(at),
            gaps::latest_at.eq(at),
            gaps::version.eq(RowVersion::FIRST),
        ))
        .execute(tx)?;
    insert_terms(tx, id, terms)?;
    Ok(id)
}

fn insert_terms(tx: &mut Tx, gap: GapId, terms: &[String]) -> Result<(), DbError> {
    for term in terms {
        let row = (gap_terms::term.eq(term), gap_terms::gap_id.eq(gap));
        diesel::insert_into(gap_terms::table).values(row).execute(tx)?;
    }
    Ok(())
}

/// Adds a gap's members up anew. Returns whether it was closed and is open
/// again, as it is where `came_up` says when something came to it, and what time it is.
pub fn add_up(tx: &mut Tx, gap: GapId, came_up: Option<(Timestamp, Timestamp)>) -> Result<Option<GapNumber>, DbError> {
    type Sum = Option<i64>;
    let total = |column: &str| {
        diesel::dsl::sql::<diesel::sql_types::Nullable<diesel::sql_types::BigInt>>(&format!(
            "CAST(SUM({column}) AS BIGINT)"
        ))
    };
    let searches: Sum = gap_searches::table.filter(gap_searches::gap_id.eq(gap)).select(total("times")).first(tx)?;
    let for_all =
        || gap_questions::table.filter(gap_questions::gap_id.eq(gap)).filter(gap_questions::is_for_everyone.eq(1));
    let asked: i64 = for_all().count().get_result(tx)?;
    let waited: Sum = for_all().select(total("waited_minutes")).first(tx)?;
    let (searches, waited) = (searches.unwrap_or(0), waited.unwrap_or(0));
    let words = name(tx, gap)?;
    let row: (i64, GapState, Timestamp) =
        gaps::table.find(gap).select((gaps::number, gaps::state, gaps::latest_at)).first(tx)?;
    let (number, state, latest_at) = row;
    let reopens = came_up.map(|(_, now)| now).filter(|_| state == GapState::Closed);
    diesel::update(gaps::table.find(gap))
        .set((
            gaps::words.eq(words),
            gaps::searches.eq(searches),
            gaps::questions.eq(asked),
            gaps::waited_minutes.eq(waited),
            gaps::weight.eq(searches + asked + waited / 60),
            gaps::latest_at.eq(came_up.map_or(latest_at, |(at, _)| at.max(latest_at))),
            reopens.map(|at| {
                (gaps::state.eq(GapState::Open), gaps::reopened_at.eq(Some(at)), gaps::version.eq(gaps::version + 1))
            }),
        ))
        .execute(tx)?;
    Ok(reopens.map(|_| GapNumber(number)))
}

/// What a gap is called: the search that came most often, or the first question
/// for everyone.
fn name(tx: &mut Tx, gap: GapId) -> Result<String, DbError> {
    let searched: Option<String> = gap_searches::table
        .filter(gap_searches::gap_id.eq(gap))
        .order((gap_searches::times.desc(), gap_searches::words))
        .select(gap_searches::words)
        .first(tx)
        .optional()?;
    if let Some(words) = searched {
        return Ok(words);
    }
    let asked: Option<String> = gap_questions::table
        .inner_join(questions::table)
        .filter(gap_questions::gap_id.eq(gap))
        .filter(gap_questions::is_for_everyone.eq(1))
        .order(questions::number)
        .select(questions::title)
        .first(tx)
        .optional()?;
    Ok(asked.unwrap_or_default())
}

/// Lets a gap begin with what is left in it, or go where nothing is. Searches
/// that are no longer kept must not live on in it.
pub fn begin_anew(tx: &mut Tx, gap: GapId) -> Result<(), DbError> {
    let mut seed = name(tx, gap)?;
    if seed.is_empty() {
        let asked: Option<String> = gap_questions::table
            .inner_join(questions::table)
            .filter(gap_questions::gap_id.eq(gap))
            .order(questions::number)
            .select(questions::title)
            .first(tx)
            .optional()?;
        seed = asked.unwrap_or_default();
    }
    diesel::delete(gap_terms::table.filter(gap_terms::gap_id.eq(gap))).execute(tx)?;
    if seed.is_empty() {
        diesel::delete(gaps::table.find(gap)).execute(tx)?;
        return Ok(());
    }
    insert_terms(tx, gap, &likeness::terms(&seed))?;
    diesel::update(gaps::table.find(gap)).set(gaps::seed.eq(seed)).execute(tx)?;
    add_up(tx, gap, None).map(drop)
}

/// Closes a gap that was read at version `seen`; false where it was saved since.
pub fn save_closed(
    tx: &mut Tx,
    gap: GapId,
    seen: RowVersion,
    (by, now): (PersonId, Timestamp),
    (slug, why): (Option<&str>, &str),
) -> Result<bool, DbError> {
    let unchanged = gaps::table.filter(gaps::id.eq(gap)).filter(gaps::version.eq(seen));
    let rows = diesel::update(unchanged.filter(gaps::state.eq(GapState::Open)))
        .set((
            gaps::state.eq(GapState::Closed),
            gaps::closed_at.eq(Some(now)),
            gaps::closed_by.eq(Some(by)),
            gaps::closed_slug.eq(slug),
            gaps::closed_why.eq(why),
            gaps::reopened_at.eq(None::<Timestamp>),
            gaps::version.eq(seen.next()),
        ))
        .execute(tx)?;
    Ok(rows == 1)
}
