//! How far the searches and the changes of questions were read.

use diesel::prelude::*;

use crate::clock::Day;
use crate::db::schema::{gap_progress, searches};
use crate::db::{DbError, Tx};

/// The name of the only row.
const NAME: &str = "gaps";

/// How far it was read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Progress {
    /// The last change that was looked at.
    pub change: i64,
    /// The last day whose searches were looked at; that day may go on.
    pub day: Day,
}

/// How far it was read; before the first search where none was.
pub fn progress(tx: &mut Tx) -> Result<Progress, DbError> {
    let (change, day): (i64, Day) =
        gap_progress::table.find(NAME).select((gap_progress::change, gap_progress::day)).first(tx)?;
    let first: Option<Day> = searches::table.select(diesel::dsl::min(searches::day)).first(tx)?;
    Ok(Progress { change, day: first.map_or(day, |first| day.max(first)) })
}

/// Notes how far it is read now. Other nodes wait here until this one is done,
/// and false tells them that it went on meanwhile.
pub fn save_progress(tx: &mut Tx, before: i64, now: Progress) -> Result<bool, DbError> {
    let unchanged = gap_progress::table.filter(gap_progress::name.eq(NAME)).filter(gap_progress::change.eq(before));
    let rows = diesel::update(unchanged)
        .set((gap_progress::change.eq(now.change), gap_progress::day.eq(now.day)))
        .execute(tx)?;
    Ok(rows == 1)
}
