//! What is said of some teams together: how many are covered now and over a
//! year, by department, and the figures of the program.

use std::collections::{BTreeMap, HashSet};

use super::figures::{Figures, Period};
use super::model::{CoverageRow, CoverageState};
use super::rules::month_ends;
use crate::clock::Day;
use crate::db::keys::PersonId;
use crate::program::TermRole;
use crate::text_enum;

text_enum! {
    /// How much of a department is covered.
    pub enum CoverageBand {
        /// No team of it.
        None = "none",
        /// Fewer than half of its teams.
        Some = "some",
        /// At least half of them.
        Half = "half",
        /// At least four of five.
        Most = "most",
    }
}

impl CoverageBand {
    /// The band of so many covered teams; none where there was no team.
    pub fn of(covered: usize, teams: usize) -> Option<Self> {
        match (covered, teams) {
            (_, 0) => None,
            (0, _) => Some(CoverageBand::None),
            (covered, teams) if covered * 5 >= teams * 4 => Some(CoverageBand::Most),
            (covered, teams) if covered * 2 >= teams => Some(CoverageBand::Half),
            _ => Some(CoverageBand::Some),
        }
    }

    /// The band in words.
    pub fn label(self) -> &'static str {
        match self {
            CoverageBand::None => "none",
            CoverageBand::Some => "some",
            CoverageBand::Half => "half",
            CoverageBand::Most => "most",
        }
    }

    /// The kind of chip that shows it.
    pub fn chip(self) -> &'static str {
        match self {
            CoverageBand::None => "forbidden",
            CoverageBand::Some => "preflight",
            CoverageBand::Half => "baseline",
            CoverageBand::Most => "open",
        }
    }
}

/// Teams that there were on a day, and how many of them a champion served.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Share {
    /// Teams.
    pub teams: usize,
    /// Teams with a champion.
    pub covered: usize,
}

impl Share {
    /// The share of `rows` on `day`.
    pub fn on(rows: &[&CoverageRow], day: Day) -> Self {
        let mut share = Share::default();
        for row in rows.iter().filter(|row| row.existed(day)) {
            share.teams += 1;
            share.covered += usize::from(row.was_covered(day));
        }
        share
    }

    /// How much is covered; none where there was no team.
    pub fn band(self) -> Option<CoverageBand> {
        CoverageBand::of(self.covered, self.teams)
    }
}

/// One department's coverage.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DepartmentShare {
    /// Its address.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// How much is covered today.
    pub now: Share,
    /// The same at the ends of months before, the latest first.
    pub before: Vec<Share>,
    /// People who serve one of its teams as champion today.
    pub champions: usize,
    /// People who belong to one of its teams.
    pub people: usize,
}

impl DepartmentShare {
    /// "1 per 9"; a dash without a champion.
    pub fn ratio(&self) -> String {
        ratio(self.champions, self.people)
    }
}

/// People for each champion, rounded: "1 per 9".
pub fn ratio(champions: usize, people: usize) -> String {
    match (people + champions / 2).checked_div(champions) {
        Some(each) => format!("1 per {}", each.max(1)),
        None => "–".into(),
    }
}

/// Some teams at a glance.
#[derive(Debug, Clone)]
pub struct Overview {
    /// The numbers.
    pub figures: Figures,
    /// Every department that has one of the teams, by name.
    pub departments: Vec<DepartmentShare>,
    /// The share at each month's end of a year and today, the oldest first.
    pub months: Vec<(Day, Share)>,
    /// Where the first teams without a champion stand among the rows, the most exposed first.
    pub holes: Vec<usize>,
}

/// Months back at whose ends departments are looked at again.
pub const MONTHS_BEFORE: [usize; 3] = [3, 6, 11];

impl Overview {
    /// Everything about these teams on `today`.
    pub fn over(rows: &[&CoverageRow], today: Day) -> Self {
        let ends = month_ends(today);
        let months = ends.iter().map(|day| (*day, Share::on(rows, *day))).collect();
        Overview {
            figures: Figures::over(rows, Period::year_to(today)),
            departments: departments(rows, &ends),
            months,
            holes: holes(rows),
        }
    }
}

/// Teams without a champion: what is open counts first, then what was asked
/// lately. They are told apart by name where both are the same.
pub fn holes(rows: &[&CoverageRow]) -> Vec<usize> {
    let mut holes: Vec<usize> = (0..rows.len()).filter(|index| !rows[*index].state.is_covered()).collect();
    holes.sort_by_key(|index| std::cmp::Reverse(rows[*index].asked));
    holes
}

/// Teams of a state among these.
pub fn count(rows: &[&CoverageRow], state: CoverageState) -> usize {
    rows.iter().filter(|row| row.state == state).count()
}

fn departments(rows: &[&CoverageRow], ends: &[Day]) -> Vec<DepartmentShare> {
    let mut by_name: BTreeMap<(String, &str), Vec<&CoverageRow>> = BTreeMap::new();
    for row in rows {
        let key = (crate::web::fold::fold(&row.department.1), row.department.0.as_str());
        by_name.entry(key).or_default().push(row);
    }
    let share = |rows: Vec<&CoverageRow>| DepartmentShare {
        slug: rows[0].department.0.clone(),
        name: rows[0].department.1.clone(),
        now: Share { teams: rows.len(), covered: rows.iter().filter(|row| row.state.is_covered()).count() },
        before: MONTHS_BEFORE.iter().map(|back| Share::on(&rows, ends[ends.len() - 1 - back])).collect(),
        champions: champions(&rows, ends[ends.len() - 1]),
        people: people(&rows),
    };
    by_name.into_values().map(share).collect()
}

/// People who serve one of these teams as champion on `day`; who serves two
/// counts once, and who only stands in for somebody does not.
pub fn champions(rows: &[&CoverageRow], day: Day) -> usize {
    let terms = rows.iter().flat_map(|row| &row.terms);
    let serving = terms.filter(|term| term.role == TermRole::Champion && term.service.covers(day));
    serving.map(|term| term.person).collect::<HashSet<PersonId>>().len()
}

/// People who belong to one of these teams; who belongs to two counts once.
pub fn people(rows: &[&CoverageRow]) -> usize {
    rows.iter().flat_map(|row| &row.members).copied().collect::<HashSet<PersonId>>().len()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn bands_are_none_some_half_and_most() {
        use CoverageBand as B;
        for (covered, teams, expected) in [
            (0, 0, None),
            (0, 3, Some(B::None)),
            (1, 3, Some(B::Some)),
            (1, 2, Some(B::Half)),
            (3, 4, Some(B::Half)),
            (4, 5, Some(B::Most)),
            (5, 5, Some(B::Most)),
        ] {
            assert_eq!(CoverageBand::of(covered, teams), expected, "{covered} of {teams}");
        }
    }

    #[test]
    fn people_are_shared_out_among_champions() {
        for (champions, people, words) in [(0, 9, "–"), (1, 9, "1 per 9"), (2, 9, "1 per 5"), (3, 1, "1 per 1")] {
            assert_eq!(ratio(champions, people), words, "{champions} for {people}");
        }
    }
}
