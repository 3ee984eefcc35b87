//! Every query about time entries.

use diesel::dsl::sum;
use diesel::prelude::*;

use super::model::{EntryRow, TimeEntry};
use super::sums;
use crate::clock::Day;
use crate::db::keys::{PersonId, TimeEntryId};
use crate::db::schema::{teams, time_entries};
use crate::db::{Connection, DbError, Tx};
use crate::program::ProgramError;

/// The entry with this key.
///
/// # Errors
///
/// [`ProgramError::NotFound`] if there is none.
pub fn find_entry(connection: &mut Connection, id: TimeEntryId) -> Result<TimeEntry, ProgramError> {
    let found = time_entries::table.find(id).select(time_entries::all_columns).first(connection).optional()?;
    found.ok_or(ProgramError::NotFound("time entry"))
}

/// A person's entries, the latest day first, at most `limit` after the first `skip`.
///
/// # Errors
///
/// The database's own.
pub fn list_entries(
    connection: &mut Connection,
    person: PersonId,
    skip: i64,
    limit: i64,
) -> Result<Vec<EntryRow>, ProgramError> {
    list_between(connection, person, (None, None), skip, limit)
}

/// An entry with its team.
///
/// # Errors
///
/// [`ProgramError::NotFound`] if there is none.
pub fn find_row(connection: &mut Connection, id: TimeEntryId) -> Result<EntryRow, ProgramError> {
    let found = time_entries::table
        .inner_join(teams::table.on(teams::id.eq(time_entries::team_id)))
        .filter(time_entries::id.eq(id))
        .select((time_entries::all_columns, (teams::slug, teams::name)))
        .first(connection)
        .optional()?;
    found.ok_or(ProgramError::NotFound("time entry"))
}

/// A person's entries of some days, the latest day first, at most `limit` after
/// the first `skip`.
///
/// # Errors
///
/// The database's own.
pub fn list_between(
    connection: &mut Connection,
    person: PersonId,
    (from, to): (Option<Day>, Option<Day>),
    skip: i64,
    limit: i64,
) -> Result<Vec<EntryRow>, ProgramError> {
    let mut query = time_entries::table
        .inner_join(teams::table.on(teams::id.eq(time_entries::team_id)))
        .filter(time_entries::person_id.eq(person))
        .into_boxed();
    if let Some(from) = from {
        query = query.filter(time_entries::day.ge(from));
    }
    if let Some(to) = to {
        query = query.filter(time_entries::day.le(to));
    }
    Ok(query
        .order((time_entries::day.desc(), time_entries::id.desc()))
        .offset(skip)
        .limit(limit)
        .select((time_entries::all_columns, (teams::slug, teams::name)))
        .load(connection)?)
}

/// Minutes that a person gave from `from` to `to`, both included.
///
/// # Errors
///
/// The database's own.
pub fn minutes_of(connection: &mut Connection, person: PersonId, from: Day, to: Day) -> Result<i64, ProgramError> {
    let sum: Option<i64> = time_entries::table
        .filter(time_entries::person_id.eq(person))
        .filter(time_entries::day.between(from, to))
        .select(sum(time_entries::minutes))
        .first(connection)?;
    Ok(sum.unwrap_or(0))
}

/// What a person gave on each day from `from` to `to`, both included; days
/// without any are missing.
///
/// # Errors
///
/// The database's own.
pub fn list_days(
    connection: &mut Connection,
    person: PersonId,
    from: Day,
    to: Day,
) -> Result<Vec<(Day, i64)>, ProgramError> {
    Ok(time_entries::table
        .filter(time_entries::person_id.eq(person))
        .filter(time_entries::day.between(from, to))
        .group_by(time_entries::day)
        .order(time_entries::day)
        .select((time_entries::day, sum(time_entries::minutes).assume_not_null()))
        .load(connection)?)
}

pub(super) fn insert(tx: &mut Tx, entry: &TimeEntry) -> Result<(), DbError> {
    diesel::insert_into(time_entries::table).values(entry).execute(tx)?;
    sums::add(tx, entry)
}

/// Saves an entry as it is in `after`. Returns false, and writes nothing, where
/// `before` is not what is there any more.
pub(super) fn save(tx: &mut Tx, before: &TimeEntry, after: &TimeEntry) -> Result<bool, DbError> {
    let unchanged =
        time_entries::table.filter(time_entries::id.eq(before.id)).filter(time_entries::version.eq(before.version));
    let rows = diesel::update(unchanged)
        .set((
            time_entries::team_id.eq(after.team_id),
            time_entries::day.eq(after.day),
            time_entries::minutes.eq(after.minutes),
            time_entries::activity.eq(after.activity),
            time_entries::note.eq(&after.note),
            time_entries::version.eq(after.version),
        ))
        .execute(tx)?;
    if rows == 0 {
        return Ok(false);
    }
    sums::take(tx, before)?;
    sums::add(tx, after)?;
    Ok(true)
}

/// Takes an entry away. Returns false, and writes nothing, where it is not what
/// is there any more.
pub(super) fn delete(tx: &mut Tx, entry: &TimeEntry) -> Result<bool, DbError> {
    let unchanged =
        time_entries::table.filter(time_entries::id.eq(entry.id)).filter(time_entries::version.eq(entry.version));
    if diesel::delete(unchanged).execute(tx)? == 0 {
        return Ok(false);
    }
    sums::take(tx, entry)?;
    Ok(true)
}
