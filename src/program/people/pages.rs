//! Somebody's page.

use askama::Template;

use crate::accounts::Person;
use crate::clock::Day;
use crate::program::kudos::Kudo;
use crate::program::teams::span;
use crate::program::terms::TermRow;
use crate::program::time::{EntryLine, Week};
use crate::program::training::{CompletionRow, Course};
use crate::program::{Serving, TeamName};
use crate::web::Shell;

/// One person, as the viewer may see them.
#[derive(Template)]
#[template(path = "program/people/show.html")]
pub struct ShowPage {
    pub shell: Shell,
    pub person: Person,
    /// Their teams, each with the one to ask there today.
    pub teams: Vec<(TeamName, Option<Serving>)>,
    /// Terms that serve today.
    pub serving: Vec<TermRow>,
    /// Terms that served, or will.
    pub past: Vec<TermRow>,
    /// Courses that they have in date, which everybody may know.
    pub in_date: Vec<Course>,
    /// What only they, the lead and their managers see.
    pub details: Option<Details>,
    /// The last day on which they are away, if they are.
    pub away_until: Option<Day>,
    pub can_enter_leave: bool,
    /// The belt's name; empty where they have none.
    pub belt: String,
    /// What they were thanked for last.
    pub kudos: Vec<Kudo>,
    pub is_self: bool,
    pub is_admin: bool,
    /// Whether their name was erased, and how to reach them with it.
    pub is_former: bool,
}

/// What one person gave and learnt.
pub struct Details {
    /// Their hours, which they alone see.
    pub time: Option<OwnTime>,
    pub completions: Vec<CompletionRow>,
    pub due: Vec<Course>,
}

/// The time that somebody gave, for themselves.
pub struct OwnTime {
    pub week: Week,
    pub entries: Vec<EntryLine>,
}

impl ShowPage {
    fn span(&self, row: &TermRow) -> String {
        span(row.term.starts_on, row.term.through())
    }

    /// Terms for which somebody said thanks.
    fn thanked(&self) -> Vec<&TermRow> {
        self.serving.iter().chain(&self.past).filter(|row| !row.term.thanks.is_empty()).collect()
    }
}
