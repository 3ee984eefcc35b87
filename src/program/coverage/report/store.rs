//! What a quarter's report asks the database for beside the coverage itself.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use crate::clock::Day;
use crate::db::keys::{CourseId, PersonId, TeamId};
use crate::db::schema::{completions, courses};
use crate::db::{Connection, DbError};
use crate::program::ProgramError;
use crate::program::coverage::Period;
use crate::program::coverage::model::CoverageRow;
use crate::program::time::{rules as time_rules, sums};

/// Required courses in date and required, of those who served each team on `day`.
///
/// # Errors
///
/// The database's own.
pub fn training_on(
    connection: &mut Connection,
    rows: &[&CoverageRow],
    day: Day,
) -> Result<HashMap<TeamId, (i64, i64)>, DbError> {
    let required: i64 = courses::table.filter(courses::required.eq(true)).count().get_result(connection)?;
    let done: Vec<(PersonId, CourseId)> = completions::table
        .inner_join(courses::table)
        .filter(courses::required.eq(true))
        .filter(completions::completed_on.le(day))
        .filter(completions::valid_until.is_null().or(completions::valid_until.ge(day)))
        .select((completions::person_id, completions::course_id))
        .distinct()
        .load(connection)?;
    let mut in_date: HashMap<PersonId, i64> = HashMap::new();
    for (person, _) in done {
        *in_date.entry(person).or_default() += 1;
    }
    let of = |row: &&CoverageRow| {
        let serving: HashSet<PersonId> =
            row.terms.iter().filter(|term| term.service.covers(day)).map(|term| term.person).collect();
        let done = serving.iter().map(|person| in_date.get(person).copied().unwrap_or(0)).sum();
        (row.team_id, (done, required * serving.len() as i64))
    };
    Ok(rows.iter().map(of).collect())
}

/// How much of its granted time each team was given in the period; teams that
/// nobody served for two weeks of it are missing.
///
/// # Errors
///
/// The database's own.
pub fn bands_in(
    connection: &mut Connection,
    rows: &[&CoverageRow],
    period: Period,
) -> Result<HashMap<TeamId, time_rules::Band>, ProgramError> {
    let given = sums::minutes_of_teams(connection, period.from, period.to)?;
    let band = |row: &&CoverageRow| {
        let (mut granted, mut longest) = (0, 0);
        for term in &row.terms {
            let last = term.service.until.map(|until| until.plus_days(-1));
            let days = time_rules::days_served(term.service.from, last, period.from, period.to);
            granted += time_rules::granted_minutes(i64::from(term.percent), days);
            longest = longest.max(days);
        }
        let is_early = longest < i64::from(time_rules::EARLY_DAYS);
        let band = time_rules::band(given.get(&row.team_id).copied().unwrap_or(0), granted)?;
        (!is_early).then_some((row.team_id, band))
    };
    Ok(rows.iter().filter_map(band).collect())
}
