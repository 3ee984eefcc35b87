//! Some of the teams that were counted: which they are, and what is said of
//! them together. All of it is made once, when somebody first looks.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, OnceLock, PoisonError};

use super::figures::Sheets;
use super::model::CoverageRow;
use super::overview::Overview;
use super::query::CoverageQuery;
use crate::clock::Day;
use crate::web::{Member, Scope};

/// Tables of one part that are kept; each takes a few bytes for a team.
const TABLES: usize = 100;
/// Parts that are kept, one for each manager's scopes.
const PARTS: usize = 1_000;

/// Some teams of a count.
#[derive(Debug, Default)]
pub struct Part {
    /// Where they stand among the rows of the count.
    places: Vec<usize>,
    overview: OnceLock<Overview>,
    tables: Mutex<HashMap<CoverageQuery, Arc<[usize]>>>,
    /// Rows behind figures that somebody looked at.
    pub(super) sheets: Sheets,
}

impl Part {
    /// All teams.
    pub fn whole(rows: &[Arc<CoverageRow>]) -> Self {
        Part { places: (0..rows.len()).collect(), ..Part::default() }
    }

    /// Those that `member` looks after.
    fn managed_by(rows: &[Arc<CoverageRow>], member: &Member) -> Self {
        let is_theirs = |place: &usize| member.manages(rows[*place].team_id, rows[*place].department_id);
        Part { places: (0..rows.len()).filter(is_theirs).collect(), ..Part::default() }
    }

    /// Whether there is no team.
    pub fn is_empty(&self) -> bool {
        self.places.is_empty()
    }

    /// The teams in their order.
    pub fn rows<'r>(&self, all: &'r [Arc<CoverageRow>]) -> Vec<&'r CoverageRow> {
        self.places.iter().map(|place| &*all[*place]).collect()
    }

    /// The team at one place of that order.
    pub fn row<'r>(&self, all: &'r [Arc<CoverageRow>], index: usize) -> &'r CoverageRow {
        &all[self.places[index]]
    }

    /// What is said of them together on `today`.
    pub fn overview(&self, all: &[Arc<CoverageRow>], today: Day) -> &Overview {
        self.overview.get_or_init(|| Overview::over(&self.rows(all), today))
    }

    /// Where the rows that `query` asks for stand among all, in its order.
    pub fn table(&self, all: &[Arc<CoverageRow>], overview: &Overview, query: &CoverageQuery) -> Arc<[usize]> {
        let key = query.filter_and_order();
        let lock = || self.tables.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&key) {
            return Arc::clone(known);
        }
        // Made without the lock: others look at other tables meanwhile.
        let made: Arc<[usize]> = key.apply(all, &self.places, overview).into();
        let mut tables = lock();
        if tables.len() >= TABLES {
            tables.clear();
        }
        Arc::clone(tables.entry(key).or_insert(made))
    }
}

/// The parts that managers look at, by their scopes.
#[derive(Debug, Default)]
pub struct Parts(Mutex<HashMap<Vec<Scope>, Arc<Part>>>);

impl Parts {
    /// The teams that `member` looks after.
    pub fn managed_by(&self, rows: &[Arc<CoverageRow>], member: &Member) -> Arc<Part> {
        let lock = || self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(known) = lock().get(&member.manages) {
            return Arc::clone(known);
        }
        let made = Arc::new(Part::managed_by(rows, member));
        let mut parts = lock();
        if parts.len() >= PARTS {
            parts.clear();
        }
        Arc::clone(parts.entry(member.manages.clone()).or_insert(made))
    }
}
