//! Every query about the sums.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::{BigInt, Integer, Text};

use crate::clock::Day;
use crate::db::keys::{PersonId, TeamId};
use crate::db::schema::time_months;
use crate::db::{Connection, DbError, Tx};
use crate::program::time::TimeEntry;

/// What was given to one team in one month, by everybody together.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Queryable)]
pub struct TeamMonth {
    /// The team.
    pub team: TeamId,
    /// The first day of the month.
    pub month: Day,
    /// Minutes, more than none.
    pub minutes: i64,
}

/// Counts an entry that was just written.
pub(in crate::program::time) fn add(tx: &mut Tx, entry: &TimeEntry) -> Result<(), DbError> {
    if raise(tx, entry)? {
        return Ok(());
    }
    // Two who log the first time of a month at once both come here; one of them
    // makes the row, and both count on it.
    diesel::sql_query(
        "INSERT INTO time_months (month, team_id, person_id, minutes, entries) \
         VALUES ($1, $2, $3, 0, 0) ON CONFLICT DO NOTHING",
    )
    .bind::<Integer, _>(entry.day.month_start())
    .bind::<Text, _>(entry.team_id)
    .bind::<Text, _>(entry.person_id)
    .execute(tx)?;
    if raise(tx, entry)? { Ok(()) } else { Err(DbError::NotFound) }
}

/// Takes an entry out that was just taken away, or is about to be counted anew.
pub(in crate::program::time) fn take(tx: &mut Tx, entry: &TimeEntry) -> Result<(), DbError> {
    let key = (entry.day.month_start(), entry.team_id, entry.person_id);
    let lowered = diesel::update(time_months::table.find(key))
        .set((
            time_months::minutes.eq(time_months::minutes - i64::from(entry.minutes)),
            time_months::entries.eq(time_months::entries - 1),
        ))
        .execute(tx)?;
    if lowered == 0 {
        // The entry was never counted: better no change than a sum that drifts.
        return Err(DbError::NotFound);
    }
    diesel::delete(time_months::table.find(key).filter(time_months::entries.eq(0))).execute(tx)?;
    Ok(())
}

/// Counts the entry; false where its month has no sum yet.
fn raise(tx: &mut Tx, entry: &TimeEntry) -> Result<bool, DbError> {
    let sum = time_months::table.find((entry.day.month_start(), entry.team_id, entry.person_id));
    let raised = diesel::update(sum)
        .set((
            time_months::minutes.eq(time_months::minutes + i64::from(entry.minutes)),
            time_months::entries.eq(time_months::entries + 1),
        ))
        .execute(tx)?;
    Ok(raised == 1)
}

/// What every team was given in each month from that of `from` to that of `to`,
/// by month; months in which a team was given nothing are missing. One query,
/// and as many rows as there are teams and months.
///
/// # Errors
///
/// The database's own.
pub fn list_of_teams(connection: &mut Connection, from: Day, to: Day) -> Result<Vec<TeamMonth>, DbError> {
    time_months::table
        .filter(time_months::month.between(from.month_start(), to.month_start()))
        .group_by((time_months::month, time_months::team_id))
        .order((time_months::month, time_months::team_id))
        .select((time_months::team_id, time_months::month, sum()))
        .load(connection)
}

/// What every team was given in the months from that of `from` to that of `to`
/// together, of all teams or of `only` some; teams that were given nothing are missing.
///
/// # Errors
///
/// The database's own.
pub fn minutes_of_teams(
    connection: &mut Connection,
    only: Option<&[TeamId]>,
    from: Day,
    to: Day,
) -> Result<HashMap<TeamId, i64>, DbError> {
    let months = time_months::month.between(from.month_start(), to.month_start());
    let columns = (time_months::team_id, sum());
    // Grouped queries can't be boxed with a condition or without.
    let sums: Vec<(TeamId, i64)> = match only {
        None => time_months::table.filter(months).group_by(time_months::team_id).select(columns).load(connection)?,
        Some(teams) => time_months::table
            .filter(months)
            .filter(time_months::team_id.eq_any(teams))
            .group_by(time_months::team_id)
            .select(columns)
            .load(connection)?,
    };
    Ok(sums.into_iter().collect())
}

/// What one team was given in each month from that of `from` to that of `to`, by month.
///
/// # Errors
///
/// The database's own.
pub fn list_of_team(connection: &mut Connection, team: TeamId, from: Day, to: Day) -> Result<Vec<(Day, i64)>, DbError> {
    time_months::table
        .filter(time_months::team_id.eq(team))
        .filter(time_months::month.between(from.month_start(), to.month_start()))
        .group_by(time_months::month)
        .order(time_months::month)
        .select((time_months::month, sum()))
        .load(connection)
}

/// What one person gave in each month from that of `from` to that of `to`, to
/// all teams together, by month. For their own eyes, and those who look after them.
///
/// # Errors
///
/// The database's own.
pub fn list_of_person(
    connection: &mut Connection,
    person: PersonId,
    from: Day,
    to: Day,
) -> Result<Vec<(Day, i64)>, DbError> {
    time_months::table
        .filter(time_months::person_id.eq(person))
        .filter(time_months::month.between(from.month_start(), to.month_start()))
        .group_by(time_months::month)
        .order(time_months::month)
        .select((time_months::month, sum()))
        .load(connection)
}

fn sum() -> diesel::expression::SqlLiteral<BigInt> {
    diesel::dsl::sql("CAST(SUM(time_months.minutes) AS BIGINT)")
}

/// Months of some people as they are kept: person, team, month, minutes, entries.
pub(super) type KeptRow = (PersonId, TeamId, Day, i64, i32);

/// What is kept of people whose keys lie above `after` and up to `last`.
pub(super) fn list_kept(connection: &mut Connection, after: &str, last: PersonId) -> Result<Vec<KeptRow>, DbError> {
    time_months::table
        .filter(time_months::person_id.gt(after))
        .filter(time_months::person_id.le(last))
        .select((
            time_months::person_id,
            time_months::team_id,
            time_months::month,
            time_months::minutes,
            time_months::entries,
        ))
        .load(connection)
}

/// Days of some people as their entries say: person, team, day, minutes, entries.
pub(super) type CountedRow = (PersonId, TeamId, Day, Option<i64>, i64);

/// What the entries of people whose keys lie above `after` and up to `last` come to, by day.
pub(super) fn list_counted(
    connection: &mut Connection,
    after: &str,
    last: PersonId,
) -> Result<Vec<CountedRow>, DbError> {
    use crate::db::schema::time_entries as entries;
    entries::table
        .filter(entries::person_id.gt(after))
        .filter(entries::person_id.le(last))
        .group_by((entries::person_id, entries::team_id, entries::day))
        .select((
            entries::person_id,
            entries::team_id,
            entries::day,
            diesel::dsl::sum(entries::minutes),
            diesel::dsl::count_star(),
        ))
        .load(connection)
}
