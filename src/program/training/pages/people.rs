//! Whose training ends, and what waits to be verified.

use askama::Template;

use super::words::StandingWords;
use crate::clock::Day;
use crate::program::training::model::CompletionRow;
use crate::web::form::Choice;
use crate::web::{Moment, Shell, csv};

/// One person's course that ends or has ended.
#[derive(Debug, Clone)]
pub struct ExpiringLine {
    pub handle: String,
    pub name: String,
    pub team: String,
    pub course_slug: String,
    pub course: String,
    pub last: Day,
    /// Days from today to the last one; negative once it is over.
    pub left: i32,
    pub is_required: bool,
    /// The new version that is asked for; empty where it is only age.
    pub renewal: String,
    pub words: StandingWords,
}

/// Whose training ends within sixty days, or has ended.
#[derive(Template)]
#[template(path = "program/training/expiring.html")]
pub struct ExpiringPage {
    pub shell: Shell,
    pub lines: Vec<ExpiringLine>,
    pub total: usize,
    pub windows: Vec<Choice>,
    pub departments: Vec<Choice>,
    pub csv_href: String,
    pub previous: String,
    pub next: String,
    pub range: String,
    /// Whether the viewer sees everybody, or those whom they manage.
    pub sees_all: bool,
}

impl ExpiringPage {
    fn title(&self) -> String {
        match self.total {
            0 => "Nobody's training ends soon".into(),
            1 => "1 course of somebody ends soon or has ended".into(),
            total => format!("{total} courses end soon or have ended"),
        }
    }
}

/// The same rows as CSV.
pub fn document(lines: &[ExpiringLine]) -> String {
    let header = ["name", "handle", "team", "course", "last_day", "days_left", "required", "new_version"];
    let cells = |line: &ExpiringLine| {
        [
            line.name.clone(),
            line.handle.clone(),
            line.team.clone(),
            line.course.clone(),
            line.last.to_string(),
            line.left.to_string(),
            if line.is_required { "yes".into() } else { "no".into() },
            line.renewal.clone(),
        ]
    };
    csv::document(&header, lines.iter().map(cells))
}

/// A completion that waits for a lead.
pub struct UnverifiedLine {
    pub person: (String, String),
    pub row: CompletionRow,
    pub since: Moment,
}

/// What waits to be verified, the longest waiting first.
#[derive(Template)]
#[template(path = "program/training/unverified.html")]
pub struct UnverifiedPage {
    pub shell: Shell,
    pub lines: Vec<UnverifiedLine>,
    pub previous: String,
    pub next: String,
    pub range: String,
}
