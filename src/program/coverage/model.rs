//! One team's coverage, and what it follows from.

use super::exposure::Asked;
use super::rules::Service;
use crate::clock::Day;
use crate::db::keys::{DepartmentId, PersonId, TeamId, TermId};
use crate::program::time::rules::Band;
use crate::program::{Serving, TermRole, TermState};
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

/// One term that served, serves, or is about to.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermFact {
    /// Its key.
    pub id: TermId,
    /// Who serves.
    pub person: PersonId,
    /// What they serve as.
    pub role: TermRole,
    /// The days on which it counts.
    pub service: Service,
    /// Its last day; none: open end.
    pub last: Option<Day>,
    /// The last day that was agreed, which stays when it is given an earlier one.
    pub agreed: Option<Day>,
    /// The day on which it was ended.
    pub ended_on: Option<Day>,
    /// Whether it continues an earlier term of the same person.
    pub is_renewal: bool,
    /// Whether another term continues it.
    pub is_renewed: bool,
    /// Why it was ended; may be empty.
    pub reason: String,
    /// The day of the first review, answer or time entry from its first day on.
    pub first_work: Option<Day>,
}

impl TermFact {
    /// Whether it was ended before the last day that was agreed, or had none.
    pub fn ended_early(&self) -> bool {
        !self.is_renewed
            && self
                .left_on()
                .is_some_and(|left| left >= self.service.from && self.agreed.is_none_or(|agreed| left < agreed))
    }

    /// The day on which it was ended, or its last, where that was earlier; none
    /// where it goes on. What ran out is written down as ended at midnight after
    /// its last day.
    pub fn left_on(&self) -> Option<Day> {
        self.ended_on.map(|ended| self.last.map_or(ended, |last| ended.min(last)))
    }
}

/// A nomination that waits for somebody's word.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WaitingTerm {
    /// Its key.
    pub id: TermId,
    /// What somebody is nominated as.
    pub role: TermRole,
    /// Whose word it waits for.
    pub state: TermState,
    /// Since when: nominated, or approved.
    pub since: Day,
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
    /// The day on which it was added.
    pub created_on: Day,
    /// Who belongs to it and can sign in.
    pub members: Vec<PersonId>,
    /// Who serves it today, champions first.
    pub serving: Vec<Serving>,
    /// How it stands.
    pub state: CoverageState,
    /// The last day of the champion's term, where one is set.
    pub ends_on: Option<Day>,
    /// How the time was honoured; none where nothing is owed, or it is too early to say.
    pub band: Option<Band>,
    /// Whether somebody serves, but nobody for long enough to say how much was given.
    pub is_early: bool,
    /// Required courses that those who serve have in date, and should have.
    pub training: (i64, i64),
    /// Nominations that wait for a word.
    pub waiting: Vec<WaitingTerm>,
    /// Every term that served, serves or is about to, the first begun first.
    pub terms: Vec<TermFact>,
    /// The days of meetings to which everybody who serves was invited while
    /// somebody served it, and whether one of them was there.
    pub meetings: Vec<(Day, bool)>,
    /// What it asked; only teams without a champion are looked up.
    pub asked: Asked,
}

impl CoverageRow {
    /// Whether the team was there on `day`.
    pub fn existed(&self, day: Day) -> bool {
        self.created_on <= day
    }

    /// Whether a champion served it on `day`.
    pub fn was_covered(&self, day: Day) -> bool {
        self.terms.iter().any(|term| term.role == TermRole::Champion && term.service.covers(day))
    }
}
