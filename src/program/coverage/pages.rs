//! The page of coverage, and its table as CSV.

use askama::Template;

use super::chart::{Chart, percent};
use super::model::{CoverageRow, Totals};
use crate::program::TermRole;
use crate::program::time::rules::Band;
use crate::web::form::Choice;
use crate::web::{Shell, csv};

/// Where the holes are.
#[derive(Template)]
#[template(path = "program/coverage/show.html")]
pub struct CoveragePage {
    pub shell: Shell,
    pub sentence: String,
    pub totals: Totals,
    /// The first teams without a champion, and how many there are more.
    pub holes: Vec<CoverageRow>,
    pub more_holes: usize,
    pub holes_href: String,
    pub rows: Vec<CoverageRow>,
    /// Whether any team is there at all, whatever the filter.
    pub any: bool,
    pub departments: Vec<Choice>,
    pub states: Vec<Choice>,
    /// The present order, for the form that filters.
    pub sort: String,
    pub columns: Vec<Column>,
    pub range: String,
    pub previous: String,
    pub next: String,
    pub csv_href: String,
    pub chart: Chart,
    /// Which teams a manager sees here; empty for those who see all.
    pub scope: String,
    /// Words and address of the switch to more or fewer teams; empty: none.
    pub switch: (String, String),
}

/// One column that can be sorted by.
pub struct Column {
    pub label: &'static str,
    pub href: String,
    /// `ascending`, `descending`, or empty.
    pub sort: &'static str,
}

impl CoveragePage {
    fn percent(&self) -> String {
        match self.totals.teams {
            0 => "none yet".into(),
            teams => format!("{} %", percent(self.totals.covered, teams)),
        }
    }

    fn given(&self) -> String {
        format!("{} of {}", self.totals.given.0, self.totals.given.1)
    }

    fn nominate_href(&self, row: &CoverageRow) -> String {
        self.shell.to(&format!("/teams/{}/nominations/new", row.slug))
    }
}

impl CoverageRow {
    /// How much of the granted time was given, in one word.
    pub fn band_words(&self) -> &'static str {
        if self.is_early {
            return "too early";
        }
        self.band.map_or("", Band::label)
    }

    /// "2 of 3"; empty where nobody serves or nothing is required.
    pub fn training_words(&self) -> String {
        match self.training {
            (_, 0) => String::new(),
            (done, wanted) => format!("{done} of {wanted}"),
        }
    }

    /// Names of those who serve as `role`.
    fn names(&self, role: TermRole) -> String {
        let named = self.serving.iter().filter(|person| person.role == role).map(|person| person.name.as_str());
        named.collect::<Vec<_>>().join("; ")
    }
}

/// Names of the CSV's columns.
const COLUMNS: [&str; 9] =
    ["team", "slug", "department", "champion", "deputy", "term_ends", "time_given", "training", "state"];

/// The table as CSV, in the order of `rows`.
pub fn document(rows: &[&CoverageRow]) -> String {
    csv::document(
        &COLUMNS,
        rows.iter().map(|row| {
            [
                row.name.0.clone(),
                row.slug.clone(),
                row.department.1.clone(),
                row.names(TermRole::Champion),
                row.names(TermRole::Deputy),
                row.ends_on.map(|day| day.to_string()).unwrap_or_default(),
                row.band_words().to_owned(),
                row.training_words(),
                row.state.as_str().to_owned(),
            ]
        }),
    )
}
