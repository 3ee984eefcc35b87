//! The page of coverage, and its table as CSV.

use askama::Template;

use super::access;
use super::chart::{Chart, percent};
use super::figures::{Figure, Figures};
use super::model::CoverageRow;
use super::overview::{DepartmentShare, MONTHS_BEFORE, Share};
use super::query::CoverageQuery;
use super::rules::{counted, sentence};
use super::view::View;
use crate::program::TermRole;
use crate::program::terms::access::nominates;
use crate::program::time::rules::{Band, EARLY_DAYS};
use crate::web::form::Choice;
use crate::web::{Member, Moment, Shell, csv};

/// Rows of one page of the table.
const PAGE: usize = 50;
/// Teams without a champion that are named above the table.
const HOLES: usize = 12;
/// Departments that the page shows; the rows behind the share have all.
const DEPARTMENTS: usize = 20;

/// Where the holes are.
#[derive(Template)]
#[template(path = "program/coverage/show.html")]
pub struct CoveragePage<'s> {
    pub shell: Shell,
    pub sentence: String,
    pub figures: Figures,
    /// When it was counted.
    pub at: Moment,
    /// The first teams without a champion, each with whether the reader may
    /// nominate one, and how many there are more.
    pub holes: Vec<(&'s CoverageRow, bool)>,
    pub more_holes: usize,
    pub holes_href: String,
    pub departments: Vec<DepartmentShare>,
    pub more_departments: usize,
    /// The ends of months at which departments are looked at again.
    pub before: Vec<String>,
    pub rows: Vec<&'s CoverageRow>,
    /// Whether any team is there at all, whatever the filter.
    pub any: bool,
    /// The filter, and the order for the form that filters.
    pub query: CoverageQuery,
    pub department_choices: Vec<Choice>,
    pub states: Vec<Choice>,
    pub bands: Vec<Choice>,
    pub columns: Vec<Column>,
    pub range: String,
    pub previous: String,
    pub next: String,
    pub csv_href: String,
    pub chart: Chart,
    /// Which teams a manager sees here; empty for those who see all.
    pub scope: &'static str,
    /// Words and address of the switch to more or fewer teams; empty: none.
    pub switch: (String, String),
}

/// One column that can be sorted by.
pub struct Column {
    pub label: &'static str,
    /// The order by it; empty where there is none.
    pub href: String,
    /// `ascending`, `descending`, or empty.
    pub sort: &'static str,
}

impl<'s> CoveragePage<'s> {
    /// What `member` sees of `view`.
    pub fn new(shell: Shell, member: &Member, query: CoverageQuery, view: &View<'s>, at: Moment) -> Self {
        let (overview, base) = (view.overview(), shell.base.as_str());
        let shown = view.table(&query);
        let first = query.page.saturating_mul(PAGE).min(shown.len());
        let last = first.saturating_add(PAGE).min(shown.len());
        let turned = |page: usize| CoverageQuery { page, ..query.clone() }.href(base, "/coverage");
        let open = CoverageQuery { sort: "-state".into(), teams: query.teams.clone(), ..CoverageQuery::default() };
        let months: Vec<_> = overview.months.iter().map(|(day, share)| (*day, share.teams, share.covered)).collect();
        let can_nominate = |row: &CoverageRow| nominates(member, row.team_id, row.department_id);
        let before = |back: &usize| overview.months[overview.months.len() - 1 - back].0.words();
        CoveragePage {
            sentence: sentence(overview.figures.share, overview.figures.ending_this_month),
            figures: overview.figures.clone(),
            holes: view.holes(HOLES).into_iter().map(|row| (row, can_nominate(row))).collect(),
            more_holes: overview.holes.len().saturating_sub(HOLES),
            holes_href: open.href(base, "/coverage"),
            departments: overview.departments.iter().take(DEPARTMENTS).cloned().collect(),
            more_departments: overview.departments.len().saturating_sub(DEPARTMENTS),
            before: MONTHS_BEFORE.iter().map(before).collect(),
            rows: shown.rows(first..last),
            any: !view.is_empty(),
            department_choices: query.departments(overview),
            states: query.states(),
            bands: query.bands(),
            columns: columns(base, &query),
            range: if shown.len() > PAGE {
                format!("{} to {last} of {}", first + 1, shown.len())
            } else {
                String::new()
            },
            previous: query.page.checked_sub(1).map(turned).unwrap_or_default(),
            next: if last < shown.len() { turned(query.page + 1) } else { String::new() },
            csv_href: CoverageQuery { page: 0, ..query.clone() }.href(base, "/coverage.csv"),
            chart: Chart::new(&months),
            scope: view.scope(),
            switch: switch(base, view.is_narrow, member),
            at,
            query,
            shell,
        }
    }

    /// The figures with their values and what is said under them, in the order of the page.
    fn figure_lines(&self) -> Vec<(Figure, String, String)> {
        Figure::ALL.iter().map(|figure| (*figure, self.figures.value(*figure), self.figures.beside(*figure))).collect()
    }

    fn figure_href(&self, figure: &Figure) -> String {
        self.shell.to(&format!("/coverage/figures/{}?teams={}", figure.as_str(), self.query.teams))
    }

    fn nominate_href(&self, row: &CoverageRow) -> String {
        self.shell.to(&format!("/teams/{}/nominations/new", row.slug))
    }

    fn department_href(&self, department: &DepartmentShare) -> String {
        let query = CoverageQuery {
            department: department.slug.clone(),
            teams: self.query.teams.clone(),
            ..CoverageQuery::default()
        };
        query.href(&self.shell.base, "/coverage")
    }
}

impl Figures {
    /// The figure as it is read.
    pub fn value(&self, figure: Figure) -> String {
        match figure {
            Figure::Covered => self.share.words(),
            Figure::Ending => self.ending.to_string(),
            Figure::Nominations => self.waiting.to_string(),
            Figure::Training if self.training.1 > 0 => {
                format!("{} %", percent(self.training.0 as usize, self.training.1 as usize))
            }
            Figure::Training => "–".into(),
            Figure::Time => of(self.given.0, self.given.1),
            Figure::Attendance if self.attendance.1 > 0 => {
                format!("{} %", percent(self.attendance.0, self.attendance.1))
            }
            Figure::Attendance => "–".into(),
            Figure::EndedEarly => of(self.ended_early.0, self.ended_early.1),
            Figure::FirstWork => self.first_work.words(),
            Figure::People => super::overview::ratio(self.people.0, self.people.1),
        }
    }

    /// What is said under it; empty: nothing.
    pub fn beside(&self, figure: Figure) -> String {
        match figure {
            Figure::Covered => format!("{} of {}", self.share.covered, self.share.teams),
            Figure::Training if self.training.1 > 0 => of(self.training.0, self.training.1),
            Figure::Nominations if self.nominated > 0 => {
                format!("{} without a champion", counted(self.nominated, "team", "teams"))
            }
            Figure::Time => format!("since the first of last month; too early to say for the first {EARLY_DAYS} days"),
            Figure::Attendance if self.attendance.1 > 0 => {
                format!("{} in twelve months", of(self.attendance.0, self.attendance.1))
            }
            Figure::EndedEarly => match self.reasons.first() {
                Some((reason, count)) => format!("in twelve months; most often: {reason} ({count})"),
                None => "in twelve months".into(),
            },
            Figure::FirstWork => match self.first_work.begun - self.first_work.worked {
                0 => "median of terms begun in twelve months".into(),
                none => format!("median of terms begun in twelve months; {none} without any yet"),
            },
            _ => String::new(),
        }
    }
}

/// "3 of 7"; a dash where there is nothing to count.
fn of<N: std::fmt::Display + Default + PartialEq>(part: N, whole: N) -> String {
    if whole == N::default() { "–".into() } else { format!("{part} of {whole}") }
}

impl Share {
    /// "83 %"; a dash where there were no teams.
    pub fn words(self) -> String {
        if self.teams == 0 { "–".into() } else { format!("{} %", percent(self.covered, self.teams)) }
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

    /// "2 open questions, 9 asked in 90 days"; empty where it asked nothing.
    pub fn asked_words(&self) -> String {
        let open = counted(self.asked.open as usize, "open question", "open questions");
        match (self.asked.open, self.asked.lately) {
            (0, 0) => String::new(),
            (_, 0) => open,
            (0, lately) => format!("{lately} asked in 90 days"),
            (_, lately) => format!("{open}, {lately} asked in 90 days"),
        }
    }

    /// Names of those who serve as `role`.
    fn names(&self, role: TermRole) -> String {
        let named = self.serving.iter().filter(|person| person.role == role).map(|person| person.name.as_str());
        named.collect::<Vec<_>>().join("; ")
    }
}

/// Names of the CSV's columns.
const COLUMNS: [&str; 11] = [
    "team",
    "slug",
    "department",
    "champion",
    "deputy",
    "term_ends",
    "time_given",
    "training",
    "state",
    "open_questions",
    "asked_in_90_days",
];

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
                row.asked.open.to_string(),
                row.asked.lately.to_string(),
            ]
        }),
    )
}

/// The column that no order goes by: beside one name in each row it would rank people.
const BAND: &str = "time";

fn columns(base: &str, query: &CoverageQuery) -> Vec<Column> {
    let current = if query.sort.is_empty() { "team" } else { query.sort.as_str() };
    [("team", "Team"), ("department", "Department"), (BAND, "Time given"), ("training", "Training"), ("state", "State")]
        .into_iter()
        .map(|(key, label)| {
            if key == BAND {
                return Column { label, href: String::new(), sort: "" };
            }
            let (sort, next) = match current.strip_prefix('-') {
                Some(column) if column == key => ("descending", key.to_owned()),
                None if current == key => ("ascending", format!("-{key}")),
                _ => ("", key.to_owned()),
            };
            let href = CoverageQuery { sort: next, page: 0, ..query.clone() }.href(base, "/coverage");
            Column { label, href, sort }
        })
        .collect()
}

/// Whoever manages some teams and may see all can look at either.
fn switch(base: &str, is_mine: bool, member: &Member) -> (String, String) {
    if !access::sees_all(member) || member.manages.is_empty() {
        return (String::new(), String::new());
    }
    let (words, teams) = if is_mine { ("Show all teams", "") } else { ("Only the teams I look after", "mine") };
    (words.into(), format!("{base}/coverage?teams={teams}"))
}
