//! The report as a page that is made for paper.

use askama::Template;

use super::{DepartmentLine, Report};
use crate::program::coverage::chart::Chart;
use crate::program::coverage::figures::{Cell, Figure, Sheet};
use crate::program::coverage::rules::{counted, sentence};
use crate::web::form::Choice;
use crate::web::{Moment, Shell};

/// Rows of a list on paper; the spreadsheet has all.
const LINES: usize = 40;
/// Departments on paper.
const DEPARTMENTS: usize = 60;

/// A quarter on a few sheets.
#[derive(Template)]
#[template(path = "program/coverage/report.html")]
pub struct ReportPage {
    pub shell: Shell,
    pub report: Report,
    pub chart: Chart,
    /// When it was counted.
    pub at: Moment,
    /// Whose teams it covers; empty where it is all.
    pub scope: &'static str,
    /// The quarters of which there is a report.
    pub quarters: Vec<Choice>,
    /// What follows the address of the other forms.
    pub teams: String,
}

impl ReportPage {
    /// The sentence that it opens with.
    fn sentence(&self) -> String {
        sentence(self.report.all.figures.share, self.report.all.figures.ending_this_month)
    }

    fn days(&self) -> String {
        let period = self.report.period;
        let end = if self.report.is_running { ", which goes on" } else { "" };
        format!("{} to {}{end}", period.from.words(), period.to.words())
    }

    /// The figures: what, in this quarter, in the one before.
    fn lines(&self) -> Vec<(Figure, String, String)> {
        let line = |figure: &Figure| {
            let (now, before) = self.report.values(*figure);
            (*figure, now, before)
        };
        Figure::ALL.iter().map(line).collect()
    }

    fn departments(&self) -> &[DepartmentLine] {
        &self.report.departments[..self.report.departments.len().min(DEPARTMENTS)]
    }

    /// What is said below a list that is cut; empty where it is whole.
    fn rest(&self, rows: usize, shown: usize) -> String {
        match rows.saturating_sub(shown) {
            0 => String::new(),
            more => format!("And {} in the spreadsheet.", counted(more, "more", "more")),
        }
    }

    /// The lists, and what stands where one is empty.
    fn lists(&self) -> [(&Sheet, &'static str); 4] {
        [
            (&self.report.holes, "Every team has a champion."),
            (&self.report.ending, "No term ends soon."),
            (&self.report.ended_early, "No term ended early."),
            (&self.report.reasons, "No term ended early."),
        ]
    }

    /// What of a list stands on paper.
    fn shown<'r>(&self, sheet: &'r Sheet) -> &'r [Vec<Cell>] {
        &sheet.rows[..sheet.rows.len().min(LINES)]
    }

    fn href(&self, ending: &str) -> String {
        self.shell.to(&format!("/coverage/report{ending}?quarter={}&teams={}", self.report.quarter, self.teams))
    }
}
