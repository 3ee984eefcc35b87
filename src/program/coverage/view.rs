//! The part of the coverage that one member sees.

use std::ops::Range;
use std::sync::Arc;

use super::access;
use super::book::Snapshot;
use super::figures::{Figure, Sheet};
use super::model::CoverageRow;
use super::overview::Overview;
use super::part::Part;
use super::query::CoverageQuery;
use crate::web::Member;

/// Whether only the teams are wanted that somebody looks after themselves.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct Narrow(bool);

impl Narrow {
    /// As the address says it: `mine`.
    pub fn of(teams: &str) -> Self {
        Narrow(teams == "mine")
    }
}

/// The teams that a member sees, by name, and what is said of them together.
pub struct View<'s> {
    /// Whether these are no more than what they look after.
    pub is_narrow: bool,
    snapshot: &'s Snapshot,
    part: Arc<Part>,
}

/// Some rows of a view, filtered and in an order.
pub struct Table<'s> {
    snapshot: &'s Snapshot,
    places: Arc<[usize]>,
}

impl<'s> View<'s> {
    /// Whether `member` sees all teams like this.
    pub fn is_whole(member: &Member, narrow: Narrow) -> bool {
        access::sees_all(member) && !narrow.0
    }

    /// What `member` sees of the coverage.
    pub fn of(snapshot: &'s Snapshot, member: &Member, narrow: Narrow) -> Self {
        let is_narrow = !Self::is_whole(member, narrow);
        let part =
            if is_narrow { snapshot.parts.managed_by(&snapshot.rows, member) } else { Arc::clone(&snapshot.whole) };
        View { is_narrow, snapshot, part }
    }

    /// Whether they see no team at all.
    pub fn is_empty(&self) -> bool {
        self.part.is_empty()
    }

    /// The teams, by name.
    pub fn rows(&self) -> Vec<&'s CoverageRow> {
        self.part.rows(&self.snapshot.rows)
    }

    /// What is said of these teams together.
    pub fn overview(&self) -> &Overview {
        self.part.overview(&self.snapshot.rows, self.snapshot.today())
    }

    /// The first teams without a champion, the most exposed first.
    pub fn holes(&self, limit: usize) -> Vec<&'s CoverageRow> {
        let holes = self.overview().holes.iter().take(limit);
        holes.map(|index| self.part.row(&self.snapshot.rows, *index)).collect()
    }

    /// The rows that `query` asks for.
    pub fn table(&self, query: &CoverageQuery) -> Table<'s> {
        Table { snapshot: self.snapshot, places: self.part.table(&self.snapshot.rows, self.overview(), query) }
    }

    /// The rows behind a figure, made by `make` where nobody has looked at them yet.
    pub fn sheet(&self, figure: Figure, make: impl FnOnce() -> Sheet) -> Arc<Sheet> {
        self.part.sheets.find_or(figure, make)
    }

    /// Whose teams they are; empty where it is all of them.
    pub fn scope(&self) -> &'static str {
        if self.is_narrow { "The teams that you look after." } else { "" }
    }
}

impl<'s> Table<'s> {
    /// How many rows there are.
    pub fn len(&self) -> usize {
        self.places.len()
    }

    /// Some of them.
    pub fn rows(&self, range: Range<usize>) -> Vec<&'s CoverageRow> {
        self.places[range].iter().map(|place| &*self.snapshot.rows[*place]).collect()
    }
}
