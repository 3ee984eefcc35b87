//! What a quarter's report asks the database for beside the coverage itself.

use std::collections::{HashMap, HashSet};

use crate::clock::Day;
use crate::db::Connection;
use crate::db::keys::{PersonId, TeamId};
use crate::program::ProgramError;
use crate::program::coverage::model::CoverageRow;
use crate::program::ladder::Ladder;
use crate::program::terms::TermRole;
use crate::program::training::training_of_serving;

/// Required courses in date and required, of those who served each team on `day`.
///
/// # Errors
///
/// The database's own.
pub fn training_on(
    connection: &mut Connection,
    ladder: &Ladder,
    rows: &[&CoverageRow],
    day: Day,
) -> Result<HashMap<TeamId, (i64, i64)>, ProgramError> {
    let mut served: HashMap<PersonId, Vec<TermRole>> = HashMap::new();
    for term in rows.iter().flat_map(|row| &row.terms).filter(|term| term.service.covers(day)) {
        served.entry(term.person).or_default().push(term.role);
    }
    let counts = training_of_serving(connection, ladder, &served, day)?;
    let of = |row: &&CoverageRow| {
        let serving: HashSet<PersonId> =
            row.terms.iter().filter(|term| term.service.covers(day)).map(|term| term.person).collect();
        let counts = serving.iter().filter_map(|person| counts.get(person));
        (row.team_id, counts.fold((0, 0), |sum, count| (sum.0 + count.in_date, sum.1 + count.required)))
    };
    Ok(rows.iter().map(of).collect())
}
