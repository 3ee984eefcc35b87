//! The part of the coverage that one member sees.

use std::borrow::Cow;

use super::access;
use super::book::Snapshot;
use super::model::CoverageRow;
use super::overview::Overview;
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
    /// The teams.
    pub rows: Vec<&'s CoverageRow>,
    /// Whether these are no more than what they look after.
    pub is_narrow: bool,
    overview: Cow<'s, Overview>,
}

impl<'s> View<'s> {
    /// Whether `member` sees all teams like this.
    pub fn is_whole(member: &Member, narrow: Narrow) -> bool {
        access::sees_all(member) && !narrow.0
    }

    /// What `member` sees of the coverage.
    pub fn of(snapshot: &'s Snapshot, member: &Member, narrow: Narrow) -> Self {
        let all = snapshot.rows.iter().map(AsRef::as_ref);
        if Self::is_whole(member, narrow) {
            return View { rows: all.collect(), is_narrow: false, overview: Cow::Borrowed(snapshot.overview()) };
        }
        let rows: Vec<&CoverageRow> = all.filter(|row| member.manages(row.team_id, row.department_id)).collect();
        let overview = Cow::Owned(Overview::over(&rows, snapshot.today()));
        View { rows, is_narrow: true, overview }
    }

    /// What is said of these teams together.
    pub fn overview(&self) -> &Overview {
        &self.overview
    }

    /// Whose teams they are; empty where it is all of them.
    pub fn scope(&self) -> &'static str {
        if self.is_narrow { "The teams that you look after." } else { "" }
    }
}
