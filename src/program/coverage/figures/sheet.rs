//! The rows behind a figure, as a table that pages, CSV and spreadsheets share.

use std::collections::BTreeMap;

use super::rules::{self, FirstWork, Period};
use super::{Figure, reason_words};
use crate::clock::Day;
use crate::program::TermState;
use crate::program::coverage::model::{CoverageRow, TermFact};
use crate::program::coverage::overview::{DepartmentShare, Overview, Share};
use crate::program::time::rules::Band;
use crate::web::csv;
use crate::web::fold::fold;

/// One column of a table: its name in a CSV, its heading, and whether it holds
/// numbers, which stand to the right.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Column {
    pub key: &'static str,
    pub label: &'static str,
    pub is_number: bool,
}

/// One cell.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Cell {
    /// What a reader sees.
    pub text: String,
    /// What a machine reads, where that differs: a date as `2026-11-21`.
    pub plain: String,
    /// The number, where it is one.
    pub number: Option<i64>,
    /// Where it leads, below the base; empty: nowhere.
    pub path: String,
}

impl Cell {
    /// Words.
    pub fn text(words: impl Into<String>) -> Self {
        let text = words.into();
        Cell { plain: text.clone(), text, ..Cell::default() }
    }

    /// A number.
    pub fn number(number: i64) -> Self {
        Cell { number: Some(number), ..Cell::text(number.to_string()) }
    }

    /// A number of things.
    pub fn count(number: usize) -> Self {
        Cell::number(i64::try_from(number).unwrap_or(i64::MAX))
    }

    /// A date; empty without one.
    pub fn day(day: Option<Day>) -> Self {
        let (text, plain) = (day.map(Day::words), day.map(|day| day.to_string()));
        Cell { text: text.unwrap_or_default(), plain: plain.unwrap_or_default(), ..Cell::default() }
    }

    /// A team, which leads to its page.
    pub fn team(row: &CoverageRow) -> Self {
        Cell { path: format!("/teams/{}", row.slug), ..Cell::text(row.name.0.as_str()) }
    }
}

/// A table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Sheet {
    /// Its heading.
    pub title: String,
    /// Its columns.
    pub columns: Vec<Column>,
    /// Its rows, each with a cell for each column.
    pub rows: Vec<Vec<Cell>>,
}

impl Column {
    /// A column of words.
    pub const fn words(key: &'static str, label: &'static str) -> Self {
        Column { key, label, is_number: false }
    }

    /// A column of numbers.
    pub const fn number(key: &'static str, label: &'static str) -> Self {
        Column { key, label, is_number: true }
    }
}

const TEAM: Column = Column::words("team", "Team");
const DEPARTMENT: Column = Column::words("department", "Department");
const ROLE: Column = Column::words("role", "As");

impl Sheet {
    /// An empty table.
    pub fn new(title: impl Into<String>, columns: &[Column]) -> Self {
        Sheet { title: title.into(), columns: columns.to_vec(), rows: Vec::new() }
    }

    /// The rows behind a figure over these teams.
    pub fn behind(figure: Figure, rows: &[&CoverageRow], overview: &Overview, period: Period) -> Self {
        let title = figure.title();
        match figure {
            Figure::Covered => departments(title, &overview.departments),
            Figure::People => people(title, &overview.departments),
            Figure::Training => training(title, rows),
            Figure::Time => time(title, rows),
            Figure::Nominations => nominations(title, rows),
            Figure::Attendance => attendance(title, rows, period),
            Figure::Ending => Sheet::ending(rows, period),
            Figure::EndedEarly => Sheet::ended_early(rows, period),
            Figure::FirstWork => first_work(title, rows, period),
        }
    }

    /// A name with its share.
    pub fn share_cells(name: &str, share: Share) -> Vec<Cell> {
        vec![
            Cell::text(name),
            Cell::count(share.teams),
            Cell::count(share.covered),
            Cell::count(crate::program::coverage::chart::percent(share.covered, share.teams)),
            Cell::text(share.band().map_or("", |band| band.label())),
        ]
    }

    /// Terms of these teams that end within 30 days after the period.
    pub fn ending(rows: &[&CoverageRow], period: Period) -> Sheet {
        let mut sheet =
            Sheet::new(Figure::Ending.title(), &[TEAM, DEPARTMENT, ROLE, Column::words("last_day", "Last day")]);
        for (row, term) in terms(rows).filter(|(_, term)| rules::is_ending(term, period.to)) {
            sheet.rows.push(vec![
                Cell::team(row),
                Cell::text(row.department.1.as_str()),
                Cell::text(term.role.label()),
                Cell::day(term.last),
            ]);
        }
        sheet.rows.sort_by(|one, other| one[3].plain.cmp(&other[3].plain));
        sheet
    }

    /// Terms of these teams that ended early in the period.
    pub fn ended_early(rows: &[&CoverageRow], period: Period) -> Sheet {
        let columns = [
            TEAM,
            DEPARTMENT,
            ROLE,
            Column::words("first_day", "First day"),
            Column::words("last_day_agreed", "Last day agreed"),
            Column::words("ended", "Ended"),
            Column::words("reason", "Reason"),
        ];
        let mut sheet = Sheet::new(Figure::EndedEarly.title(), &columns);
        for (row, term) in terms(rows).filter(|(_, term)| rules::ended_early_in(term, period)) {
            sheet.rows.push(vec![
                Cell::team(row),
                Cell::text(row.department.1.as_str()),
                Cell::text(term.role.label()),
                Cell::day(Some(term.service.from)),
                Cell::day(term.agreed),
                Cell::day(term.left_on()),
                Cell::text(reason_words(term)),
            ]);
        }
        sheet.rows.sort_by(|one, other| other[5].plain.cmp(&one[5].plain));
        sheet
    }

    /// Some of its rows.
    pub fn part(&self, rows: std::ops::Range<usize>) -> Sheet {
        Sheet { title: self.title.clone(), columns: self.columns.clone(), rows: self.rows[rows].to_vec() }
    }

    /// As CSV.
    pub fn csv(&self) -> String {
        let header: Vec<&str> = self.columns.iter().map(|column| column.key).collect();
        csv::document(&header, self.rows.iter().map(|row| row.iter().map(|cell| cell.plain.clone())))
    }
}

fn departments(title: &str, departments: &[DepartmentShare]) -> Sheet {
    let columns = [
        DEPARTMENT,
        Column::number("teams", "Teams"),
        Column::number("covered", "With a champion"),
        Column::number("percent", "Percent"),
        Column::words("band", "Covered"),
    ];
    let mut sheet = Sheet::new(title, &columns);
    sheet.rows = departments.iter().map(|one| Sheet::share_cells(&one.name, one.now)).collect();
    sheet
}

fn people(title: &str, departments: &[DepartmentShare]) -> Sheet {
    let columns = [
        DEPARTMENT,
        Column::number("people", "People"),
        Column::number("champions", "Champions"),
        Column::words("ratio", "Champion to people"),
    ];
    let mut sheet = Sheet::new(title, &columns);
    let cells = |one: &DepartmentShare| {
        vec![
            Cell::text(one.name.as_str()),
            Cell::count(one.people),
            Cell::count(one.champions),
            Cell::text(one.ratio()),
        ]
    };
    sheet.rows = departments.iter().map(cells).collect();
    sheet
}

fn training(title: &str, rows: &[&CoverageRow]) -> Sheet {
    let columns = [TEAM, DEPARTMENT, Column::number("in_date", "In date"), Column::number("required", "Required")];
    let mut sheet = Sheet::new(title, &columns);
    let cells = |row: &&CoverageRow| {
        let (done, wanted) = row.training;
        vec![Cell::team(row), Cell::text(row.department.1.as_str()), Cell::number(done), Cell::number(wanted)]
    };
    sheet.rows = rows.iter().filter(|row| row.training.1 > 0).map(cells).collect();
    sheet
}

fn attendance(title: &str, rows: &[&CoverageRow], period: Period) -> Sheet {
    let columns = [TEAM, DEPARTMENT, Column::number("was_there", "Was there"), Column::number("meetings", "Meetings")];
    let mut sheet = Sheet::new(title, &columns);
    for row in rows {
        let (there, all) = rules::attendance(&[*row], period);
        if all > 0 {
            let cells = [Cell::team(row), Cell::text(row.department.1.as_str()), Cell::count(there), Cell::count(all)];
            sheet.rows.push(cells.to_vec());
        }
    }
    sheet
}

fn time(title: &str, rows: &[&CoverageRow]) -> Sheet {
    let mut sheet = Sheet::new(title, &[TEAM, DEPARTMENT, Column::words("time_given", "Time given")]);
    let cells = |row: &&CoverageRow| {
        let band = Cell::text(row.band.map_or("", Band::label));
        vec![Cell::team(row), Cell::text(row.department.1.as_str()), band]
    };
    sheet.rows = rows.iter().filter(|row| row.band.is_some()).map(cells).collect();
    sheet
}

fn nominations(title: &str, rows: &[&CoverageRow]) -> Sheet {
    let columns = [TEAM, DEPARTMENT, ROLE, Column::words("waits_for", "Waits for"), Column::words("since", "Since")];
    let mut sheet = Sheet::new(title, &columns);
    for row in rows {
        sheet.rows.extend(row.waiting.iter().map(|term| {
            let waits_for = if term.state == TermState::Nominated { "approval" } else { "the nominee's answer" };
            vec![
                Cell::team(row),
                Cell::text(row.department.1.as_str()),
                Cell::text(term.role.label()),
                Cell::text(waits_for),
                Cell::day(Some(term.since)),
            ]
        }));
    }
    // The longest waiting first: those are what somebody has to look after.
    sheet.rows.sort_by(|one, other| one[4].plain.cmp(&other[4].plain));
    sheet
}

fn terms<'r>(rows: &[&'r CoverageRow]) -> impl Iterator<Item = (&'r CoverageRow, &'r TermFact)> {
    rows.iter().flat_map(|row| row.terms.iter().map(|term| (*row, term)))
}

/// By department, and with a middle only where enough terms make one: a line
/// for each term would be a line for each person.
fn first_work(title: &str, rows: &[&CoverageRow], period: Period) -> Sheet {
    let columns = [
        DEPARTMENT,
        Column::number("terms_begun", "Terms begun"),
        Column::number("with_a_contribution", "With a contribution"),
        Column::words("median", "Median"),
    ];
    let mut sheet = Sheet::new(title, &columns);
    let mut by_name: BTreeMap<String, (&str, Vec<&TermFact>)> = BTreeMap::new();
    for (row, term) in terms(rows) {
        let name = row.department.1.as_str();
        by_name.entry(fold(name)).or_insert_with(|| (name, Vec::new())).1.push(term);
    }
    for (name, terms) in by_name.into_values() {
        let first = FirstWork::of(terms.into_iter(), period);
        if first.begun > 0 {
            sheet.rows.push(vec![
                Cell::text(name),
                Cell::count(first.begun),
                Cell::count(first.worked),
                Cell::text(first.words()),
            ]);
        }
    }
    sheet
}
