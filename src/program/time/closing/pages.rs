//! The page of months.

use askama::Template;

use crate::web::{FieldProblem, Moment, Shell};

/// One month.
pub struct MonthLine {
    /// `2026-10`
    pub value: String,
    /// `October 2026`
    pub words: String,
    pub is_closed: bool,
    /// How it came to that; empty where nobody did anything.
    pub why: String,
    /// What was typed as the reason to open it.
    pub reason: String,
    /// What was wrong with that.
    pub problem: String,
}

/// What somebody did.
pub struct DoneLine {
    pub words: String,
    pub reason: String,
    pub at: Moment,
}

/// The months of the last year, with what can be done with each.
#[derive(Template)]
#[template(path = "program/time/months.html")]
pub struct MonthsPage {
    pub shell: Shell,
    pub months: Vec<MonthLine>,
    pub done: Vec<DoneLine>,
    /// What the calendar does by itself, in a sentence.
    pub calendar: String,
    pub problems: Vec<FieldProblem>,
}
