//! Every query about time entries.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Nullable};

use super::model::{EntryRow, TimeEntry};
use super::rules::{self, Band};
use super::sums;
use crate::clock::Day;
use crate::db::keys::{PersonId, TeamId, TimeEntryId};
use crate::db::schema::{teams, terms, time_entries};
use crate::db::{Connection, DbError, Tx};
use crate::program::ProgramError;
use crate::program::terms::serving_on;

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
        .select(diesel::dsl::sql::<Nullable<BigInt>>("CAST(SUM(time_entries.minutes) AS BIGINT)"))
        .first(connection)?;
    Ok(sum.unwrap_or(0))
}

/// Minutes that were given for each team from `from` to `to`, both included;
/// teams without any are missing.
///
/// # Errors
///
/// The database's own.
pub fn minutes_of_teams(connection: &mut Connection, from: Day, to: Day) -> Result<HashMap<TeamId, i64>, ProgramError> {
    let sums: Vec<(TeamId, Option<i64>)> = time_entries::table
        // Team by team, through their index: SQLite would read all years otherwise.
        .filter(time_entries::team_id.eq_any(teams::table.select(teams::id)))
        .filter(time_entries::day.between(from, to))
        .group_by(time_entries::team_id)
        .select((
            time_entries::team_id,
            diesel::dsl::sql::<Nullable<BigInt>>("CAST(SUM(time_entries.minutes) AS BIGINT)"),
        ))
        .load(connection)?;
    Ok(sums.into_iter().map(|(team, sum)| (team, sum.unwrap_or(0))).collect())
}

/// Minutes that are granted to those who serve each team on `to`, for the days
/// of `from..=to` on which they served.
///
/// # Errors
///
/// The database's own.
pub fn granted_to_teams(connection: &mut Connection, from: Day, to: Day) -> Result<HashMap<TeamId, i64>, ProgramError> {
    let rows: Vec<(TeamId, i32, Option<Day>, Option<Day>)> = terms::table
        .filter(serving_on(to))
        .select((terms::team_id, terms::allocation_percent, terms::starts_on, terms::ends_on))
        .load(connection)?;
    let mut granted = HashMap::new();
    for (team, percent, first, last) in rows {
        let days = rules::days_served(first.unwrap_or(from), last, from, to);
        *granted.entry(team).or_insert(0) += rules::granted_minutes(i64::from(percent), days);
    }
    Ok(granted)
}

/// How much of its granted time one team was given in the four weeks up to
/// `today`; none where nobody serves it for two weeks yet.
///
/// # Errors
///
/// The database's own.
pub fn band_of_team(connection: &mut Connection, team: TeamId, today: Day) -> Result<Option<Band>, ProgramError> {
    let from = today.plus_days(1 - rules::BAND_DAYS);
    let given: Option<i64> = time_entries::table
        .filter(time_entries::team_id.eq(team))
        .filter(time_entries::day.between(from, today))
        .select(diesel::dsl::sql::<Nullable<BigInt>>("CAST(SUM(time_entries.minutes) AS BIGINT)"))
        .first(connection)?;
    let rows: Vec<(i32, Option<Day>, Option<Day>)> = terms::table
        .filter(terms::team_id.eq(team))
        .filter(serving_on(today))
        .select((terms::allocation_percent, terms::starts_on, terms::ends_on))
        .load(connection)?;
    let is_early = |first: Option<Day>| first.is_none_or(|first| today.days_since(first) < rules::EARLY_DAYS);
    if rows.iter().all(|(_, first, _)| is_early(*first)) {
        return Ok(None);
    }
    let granted = rows.iter().map(|(percent, first, last)| {
        let days = rules::days_served(first.unwrap_or(from), *last, from, today);
        rules::granted_minutes(i64::from(*percent), days)
    });
    Ok(rules::band(given.unwrap_or(0), granted.sum()))
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
        .select((time_entries::day, diesel::dsl::sql::<BigInt>("CAST(SUM(time_entries.minutes) AS BIGINT)")))
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
