//! The page of an import.

use askama::Template;

use super::import::{Imported, Planned};
use crate::program::exchange::Fault;
use crate::program::time::rules::duration_words;
use crate::web::{FieldProblem, Shell};

/// Lines that the preview shows.
const SHOWN: usize = 50;

/// A file to choose, what is wrong with it, or what taking it in would do.
#[derive(Template)]
#[template(path = "program/time/import.html")]
pub struct ImportPage {
    pub shell: Shell,
    /// The file's name; empty before one was chosen.
    pub name: String,
    /// The file, to be sent again by who takes it in.
    pub content: String,
    pub plan: Option<Imported>,
    pub faults: Vec<Fault>,
    pub problems: Vec<FieldProblem>,
}

impl ImportPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    /// What is new first: that is what somebody wants to look at.
    fn shown<'p>(&self, plan: &'p Imported) -> Vec<&'p Planned> {
        let mut rows: Vec<&Planned> = plan.rows.iter().collect();
        rows.sort_by_key(|row| !row.is_new);
        rows.truncate(SHOWN);
        rows
    }

    fn more(&self, plan: &Imported) -> usize {
        plan.rows.len().saturating_sub(SHOWN)
    }

    fn length(&self, row: &Planned) -> String {
        duration_words(i64::from(row.entry.minutes))
    }
}
