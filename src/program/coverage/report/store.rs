//! What a quarter's report asks the database for beside the coverage itself.

use std::collections::{HashMap, HashSet};

use crate::clock::Day;
use crate::db::Connection;
use crate::db::keys::{PersonId, TeamId};
use crate::program::ProgramError;
use crate::program::coverage::Period;
use crate::program::coverage::model::CoverageRow;
use crate::program::terms::TermRole;
use crate::program::time::{rules as time_rules, sums};
use crate::program::training::training_of_serving;

/// Required courses in date and required, of those who served each team on `day`.
///
/// # Errors
///
/// The database's own.
pub fn training_on(
    connection: &mut Connection,
    rows: &[&CoverageRow],
    day: Day,
) -> Result<HashMap<TeamId, (i64, i64)>, ProgramError> {
    let mut served: HashMap<PersonId, Vec<TermRole>> = HashMap::new();
    for term in rows.iter().flat_map(|row| &row.terms).filter(|term| term.service.covers(day)) {
        served.entry(term.person).or_default().push(term.role);
    }
    let counts = training_of_serving(connection, &served, day)?;
    let of = |row: &&CoverageRow| {
        let serving: HashSet<PersonId> =
            row.terms.iter().filter(|term| term.service.covers(day)).map(|term| term.person).collect();
        let counts = serving.iter().filter_map(|person| counts.get(person));
        (row.team_id, counts.fold((0, 0), |sum, count| (sum.0 + count.in_date, sum.1 + count.required)))
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
