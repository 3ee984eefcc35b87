//! The pages of time entries.

use askama::Template;

use super::model::EntryRow;
use super::rules::{self, duration_words};
use crate::clock::Day;
use crate::program::conflict::Conflict;
use crate::web::form::Choice;
use crate::web::{FieldProblem, Shell};

/// How full somebody's week is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Week {
    /// Minutes given since Monday.
    pub given: i64,
    /// Minutes granted for the week.
    pub granted: i64,
}

impl Week {
    /// "2 h 15 of 4 h"
    pub fn words(&self) -> String {
        format!("{} of {}", duration_words(self.given), duration_words(self.granted))
    }

    /// The scale of the bar, which must not end below what was given.
    pub fn scale(&self) -> i64 {
        self.granted.max(self.given).max(1)
    }
}

/// One entry as lists show it.
pub struct EntryLine {
    /// The entry.
    pub row: EntryRow,
    /// Whether it can still be changed.
    pub is_open: bool,
}

impl EntryLine {
    /// The entry, as seen on `today`.
    pub fn new(row: EntryRow, today: Day) -> Self {
        EntryLine { is_open: rules::is_open(row.entry.day, today), row }
    }

    /// "1 h 30"
    pub fn length(&self) -> String {
        duration_words(i64::from(self.row.entry.minutes))
    }

    /// What is asked before it is taken away.
    pub fn question(&self) -> String {
        format!("Take away {} of {}?", self.length(), self.row.entry.day.words())
    }
}

/// Somebody's own entries, and the two ways to add one.
#[derive(Template)]
#[template(path = "program/time/list.html")]
pub struct ListPage {
    pub shell: Shell,
    pub week: Week,
    pub entries: Vec<EntryLine>,
    pub previous: String,
    pub next: String,
    pub teams: Vec<Choice>,
    pub activities: Vec<Choice>,
    pub line: String,
    pub length: String,
    pub note: String,
    pub day: String,
    pub target: String,
    /// Whether the fields, not the line, were sent last.
    pub by_fields: bool,
    pub problems: Vec<FieldProblem>,
}

impl ListPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    /// What is wrong with the line; a day that does not fit is said there, too.
    fn line_problem(&self) -> &str {
        if self.by_fields {
            return "";
        }
        ["line", "day"].iter().map(|field| self.problem(field)).find(|words| !words.is_empty()).unwrap_or_default()
    }

    fn field_problem(&self, field: &str) -> &str {
        if self.by_fields { self.problem(field) } else { "" }
    }
}

/// The form for one entry.
#[derive(Template)]
#[template(path = "program/time/edit.html")]
pub struct EditPage {
    pub shell: Shell,
    pub id: String,
    pub teams: Vec<Choice>,
    pub activities: Vec<Choice>,
    pub length: String,
    pub note: String,
    pub day: String,
    pub version: i32,
    /// Where saving, and cancelling, lead back to.
    pub target: String,
    pub problems: Vec<FieldProblem>,
    pub conflict: Option<Conflict>,
}

impl EditPage {
    fn field_problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn own(&self, rest: &str) -> String {
        self.shell.to(&format!("/time/{}{rest}", self.id))
    }
}
