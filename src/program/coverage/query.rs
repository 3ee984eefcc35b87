//! Which teams the table shows, in which order.

use std::collections::HashMap;
use std::sync::Arc;

use serde::Deserialize;

use super::model::{CoverageRow, CoverageState};
use super::overview::Overview;
use crate::program::time::rules::Band;
use crate::web::form::Choice;
use crate::web::shell::query_value;

/// What is shown, in which order. Everything stands in the address, so that it
/// can be sent to somebody.
#[derive(Debug, Default, Clone, PartialEq, Eq, Hash, Deserialize)]
#[serde(default)]
pub struct CoverageQuery {
    /// The department's address; empty: all.
    pub department: String,
    /// A state; empty: all.
    pub state: String,
    /// A band of the time given; empty: all.
    pub time: String,
    /// `team`, `department`, `training` or `state`, with `-` in front for the other way round. There is none by the
    /// time given: with one champion a team that would put people in order.
    pub sort: String,
    /// `mine`: only what the viewer manages, where they could see all.
    pub teams: String,
    pub page: usize,
}

/// Bands as addresses name them.
pub const BANDS: [Band; 3] = [Band::Given, Band::Partly, Band::Hardly];

impl CoverageQuery {
    /// The address of another view of the same teams.
    pub fn href(&self, base: &str, path: &str) -> String {
        let CoverageQuery { department, state, time, sort, teams, page } = self;
        let (department, state, time) = (query_value(department), query_value(state), query_value(time));
        let (sort, teams) = (query_value(sort), query_value(teams));
        // Whoever filters or sorts the table stays at it.
        let place = if path == "/coverage" { "#teams" } else { "" };
        format!(
            "{base}{path}?department={department}&state={state}&time={time}&sort={sort}&teams={teams}&page={page}{place}"
        )
    }

    fn shows(&self, row: &CoverageRow) -> bool {
        (self.department.is_empty() || row.department.0 == self.department)
            && (self.state.is_empty() || row.state.as_str() == self.state)
            && (self.time.is_empty() || row.band.is_some_and(|band| band.label() == self.time))
    }

    /// What decides which rows are shown, in which order, without whose they are
    /// and which page of them it is.
    pub fn filter_and_order(&self) -> Self {
        CoverageQuery { teams: String::new(), page: 0, ..self.clone() }
    }

    /// Which of the rows at `places` are shown, filtered and sorted. Rows that
    /// compare equal stay by name.
    pub fn apply(&self, rows: &[Arc<CoverageRow>], places: &[usize], overview: &Overview) -> Vec<usize> {
        let mut shown: Vec<usize> = places.iter().copied().filter(|place| self.shows(&rows[*place])).collect();
        let row = |place: &usize| &rows[*place];
        let (column, is_descending) = match self.sort.strip_prefix('-') {
            Some(column) => (column, true),
            None => (self.sort.as_str(), false),
        };
        match column {
            "department" => {
                let departments = overview.departments.iter().enumerate();
                let order: HashMap<&str, usize> = departments.map(|(order, one)| (one.slug.as_str(), order)).collect();
                shown.sort_by_key(|place| order.get(row(place).department.0.as_str()));
            }
            "training" => shown.sort_by_key(|place| {
                let (done, wanted) = row(place).training;
                (done * 1_000).checked_div(wanted).unwrap_or(-1)
            }),
            "state" => {
                shown.sort_by_key(|place| CoverageState::ALL.iter().position(|state| *state == row(place).state));
            }
            _ => {}
        }
        if is_descending {
            shown.reverse();
        }
        shown
    }

    /// The department's choices.
    pub fn departments(&self, overview: &Overview) -> Vec<Choice> {
        overview.departments.iter().map(|one| Choice::new(&one.slug, &one.name, &self.department)).collect()
    }

    /// The state's choices.
    pub fn states(&self) -> Vec<Choice> {
        CoverageState::ALL.iter().map(|state| Choice::new(state.as_str(), state.label(), &self.state)).collect()
    }

    /// The choices of the time given.
    pub fn bands(&self) -> Vec<Choice> {
        BANDS.iter().map(|band| Choice::new(band.label(), band.label(), &self.time)).collect()
    }
}
