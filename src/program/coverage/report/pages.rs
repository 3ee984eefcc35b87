//! The report as a page that is made for paper.

use std::sync::Arc;

use askama::Template;

use super::{DepartmentLine, Report};
use crate::program::coverage::chart::Chart;
use crate::program::coverage::figures::{Cell, Figure, Sheet};
use crate::program::coverage::rules::sentence;
use crate::web::form::Choice;
use crate::web::{Moment, Shell};

/// Rows of a list on paper; the rows behind it, and the spreadsheet, have all.
const LINES: usize = 20;
/// Departments on paper.
const DEPARTMENTS: usize = 20;

/// A quarter on a few sheets.
#[derive(Template)]
#[template(path = "program/coverage/report.html")]
pub struct ReportPage {
    pub shell: Shell,
    pub report: Arc<Report>,
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

/// One figure: in this quarter, in the one before, and where its rows are.
struct Line {
    figure: Figure,
    now: String,
    before: String,
    /// The rows behind it; empty where they are not known any more.
    href: String,
}

/// A list of which the first rows stand on paper.
struct List<'r> {
    sheet: &'r Sheet,
    /// What stands where it is empty.
    empty: &'static str,
    /// What is said before it; may be empty.
    note: &'static str,
    /// Where all its rows are.
    href: String,
}

impl ReportPage {
    /// The sentence that it opens with.
    fn sentence(&self) -> String {
        sentence(self.report.all.figures.share, self.report.all.figures.ending_this_month)
    }

    /// The figures.
    fn lines(&self) -> Vec<Line> {
        let line = |figure: &Figure| {
            let (now, before) = self.report.values(*figure);
            let href = if self.report.knows(*figure) { self.rows_href(*figure) } else { String::new() };
            Line { figure: *figure, now, before, href }
        };
        Figure::ALL.iter().map(line).collect()
    }

    /// The first departments: where most teams lack a champion, then by name.
    fn departments(&self) -> Vec<&DepartmentLine> {
        let mut lines: Vec<&DepartmentLine> = self.report.departments.iter().collect();
        lines.sort_by_key(|line| std::cmp::Reverse(line.figures.share.teams - line.figures.share.covered));
        lines.truncate(DEPARTMENTS);
        lines
    }

    /// Words of the link to all rows, where not all stand on paper.
    fn all_rows(&self, rows: usize, what: &str) -> String {
        if rows > LINES { format!("All {rows} {what}") } else { String::new() }
    }

    /// The lists, the most exposed teams first.
    fn lists(&self) -> [List<'_>; 4] {
        let holes_href = if self.report.is_of_today() {
            self.shell.to(&format!("/coverage?sort=-state&teams={}#teams", self.teams))
        } else {
            self.href(".xlsx")
        };
        let exposure = "What has most questions open and asked most stands first.";
        let ended_early = || self.rows_href(Figure::EndedEarly);
        [
            List {
                sheet: &self.report.holes,
                empty: "Every team has a champion.",
                note: if self.report.is_of_today() { exposure } else { "" },
                href: holes_href,
            },
            List {
                sheet: &self.report.ending,
                empty: "No term ends soon.",
                note: "",
                href: self.rows_href(Figure::Ending),
            },
            List { sheet: &self.report.ended_early, empty: "No term ended early.", note: "", href: ended_early() },
            List { sheet: &self.report.reasons, empty: "No term ended early.", note: "", href: ended_early() },
        ]
    }

    /// What of a list stands on paper.
    fn shown<'r>(&self, list: &List<'r>) -> &'r [Vec<Cell>] {
        &list.sheet.rows[..list.sheet.rows.len().min(LINES)]
    }

    fn rows_href(&self, figure: Figure) -> String {
        let (quarter, teams) = (self.report.quarter, &self.teams);
        self.shell.to(&format!("/coverage/figures/{}?quarter={quarter}&teams={teams}", figure.as_str()))
    }

    fn href(&self, ending: &str) -> String {
        self.shell.to(&format!("/coverage/report{ending}?quarter={}&teams={}", self.report.quarter, self.teams))
    }
}
