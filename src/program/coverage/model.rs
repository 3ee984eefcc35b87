//! One team's coverage, and the figures over all.

use crate::clock::Day;
use crate::db::keys::{DepartmentId, TeamId};
use crate::program::Serving;
use crate::program::time::rules::Band;
use crate::text_enum;

text_enum! {
    /// How a team stands.
    pub enum CoverageState {
        /// A champion serves it.
        Covered = "covered",
        /// A champion serves it, and the term ends within 30 days.
        Ending = "ending",
        /// Nobody serves it as champion, but somebody is nominated.
        Nominated = "nominated",
        /// Nobody serves it as champion.
        Uncovered = "uncovered",
    }
}

impl CoverageState {
    /// The state in words.
    pub fn label(self) -> &'static str {
        match self {
            CoverageState::Covered => "covered",
            CoverageState::Ending => "term ends soon",
            CoverageState::Nominated => "nomination under way",
            CoverageState::Uncovered => "no champion",
        }
    }

    /// The kind of chip that shows it.
    pub fn chip(self) -> &'static str {
        match self {
            CoverageState::Covered => "open",
            CoverageState::Ending => "preflight",
            CoverageState::Nominated => "baseline",
            CoverageState::Uncovered => "forbidden",
        }
    }

    /// Whether a champion serves the team today.
    pub fn is_covered(self) -> bool {
        matches!(self, CoverageState::Covered | CoverageState::Ending)
    }
}

/// One team.
#[derive(Debug, Clone)]
pub struct CoverageRow {
    /// Its key.
    pub team_id: TeamId,
    /// Its address.
    pub slug: String,
    /// Its name, and the form that it is sorted by.
    pub name: (String, String),
    /// The department's key.
    pub department_id: DepartmentId,
    /// The department's address and name.
    pub department: (String, String),
    /// Who serves it today, champions first.
    pub serving: Vec<Serving>,
    /// How it stands.
    pub state: CoverageState,
    /// The last day of the champion's term, where one is set.
    pub ends_on: Option<Day>,
    /// How much of the granted time was given in four weeks; none where none was granted.
    pub band: Option<Band>,
    /// Whether somebody serves, but nobody for long enough to say how much was given.
    pub is_early: bool,
    /// Required courses that those who serve have in date, and should have.
    pub training: (i64, i64),
}

/// Figures over some teams.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Totals {
    /// Teams.
    pub teams: usize,
    /// Teams that a champion serves.
    pub covered: usize,
    /// Teams whose champion's term ends within this calendar month.
    pub ending_this_month: usize,
    /// Teams without a champion for whom somebody is nominated.
    pub nominated: usize,
    /// Teams that were given at least 80 % of their time, among those with any granted.
    pub given: (usize, usize),
}
