//! Coverage as a page, and as CSV of exactly the same rows.

use std::collections::HashSet;

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::Deserialize;

use super::access;
use super::chart::Chart;
use super::model::{CoverageRow, CoverageState};
use super::pages::{Column, CoveragePage, document};
use super::rules::{sentence, totals};
use super::store::{list_coverage, share_by_month};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::program::ProgramError;
use crate::web::fold::fold;
use crate::web::form::Choice;
use crate::web::shell::query_value;
use crate::web::{Member, Shell, csv, page};

/// Rows of one page of the table.
const PAGE: usize = 100;
/// Teams without a champion that are named above the table.
const HOLES: usize = 12;

/// What is shown, in which order. Everything stands in the address, so that it
/// can be sent to somebody.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct CoverageQuery {
    /// The department's address; empty: all.
    department: String,
    /// A state; empty: all.
    state: String,
    /// `team`, `department`, `time`, `training` or `state`, with `-` in front for the other way round.
    sort: String,
    /// `mine`: only what the viewer manages, where they could see all.
    teams: String,
    page: usize,
}

impl CoverageQuery {
    /// The address of another view of the same teams.
    fn href(&self, base: &str, path: &str) -> String {
        let CoverageQuery { department, state, sort, teams, page } = self;
        let (department, state) = (query_value(department), query_value(state));
        let (sort, teams) = (query_value(sort), query_value(teams));
        // Whoever filters or sorts the table stays at it.
        let place = if path == "/coverage" { "#teams" } else { "" };
        format!("{base}{path}?department={department}&state={state}&sort={sort}&teams={teams}&page={page}{place}")
    }

    fn shows(&self, row: &CoverageRow) -> bool {
        (self.department.is_empty() || row.department.0 == self.department)
            && (self.state.is_empty() || row.state.as_str() == self.state)
    }

    /// The rows to show, filtered and sorted. Rows that compare equal stay by name.
    fn apply<'r>(&self, rows: &'r [CoverageRow]) -> Vec<&'r CoverageRow> {
        let mut shown: Vec<_> = rows.iter().filter(|row| self.shows(row)).collect();
        let (column, is_descending) = match self.sort.strip_prefix('-') {
            Some(column) => (column, true),
            None => (self.sort.as_str(), false),
        };
        match column {
            "department" => shown.sort_by_cached_key(|row| fold(&row.department.1)),
            "time" => shown.sort_by_key(|row| row.band),
            "training" => shown.sort_by_key(|row| (row.training.0 * 1_000).checked_div(row.training.1).unwrap_or(-1)),
            "state" => shown.sort_by_key(|row| CoverageState::ALL.iter().position(|state| *state == row.state)),
            _ => {}
        }
        if is_descending {
            shown.reverse();
        }
        shown
    }

    /// Whether the viewer wants, or can have, no more than what they manage.
    fn is_narrow(&self, member: &Member) -> bool {
        !access::sees_all(member) || self.teams == "mine"
    }

    fn admits(&self, member: &Member, row: &CoverageRow) -> bool {
        !self.is_narrow(member) || member.manages(row.team_id, row.department_id)
    }
}

/// `GET /coverage.csv`
pub async fn list_csv(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    query: Query<CoverageQuery>,
) -> Result<HttpResponse, AppError> {
    let today = clock.now().day();
    let mut rows = db.read(move |connection| list_coverage(connection, today)).await?;
    rows.retain(|row| query.admits(&member, row));
    Ok(csv::download(&format!("coverage-{today}.csv"), document(&query.apply(&rows))))
}

/// `GET /coverage`
pub async fn show(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    query: Query<CoverageQuery>,
) -> Result<HttpResponse, AppError> {
    let (today, query) = (clock.now().day(), query.into_inner());
    let (wanted, viewer) = (query.clone(), member.clone());
    let (rows, shares) = db
        .read(move |connection| {
            let mut rows = list_coverage(connection, today)?;
            rows.retain(|row| wanted.admits(&viewer, row));
            let teams: HashSet<_> = rows.iter().map(|row| row.team_id).collect();
            let shares = share_by_month(connection, today, &teams)?;
            Ok::<_, ProgramError>((rows, shares))
        })
        .await?;
    let all: Vec<_> = rows.iter().collect();
    let totals = totals(&all, today);
    let shown = query.apply(&rows);
    let first = query.page.saturating_mul(PAGE).min(shown.len());
    let last = first.saturating_add(PAGE).min(shown.len());
    let mut holes: Vec<_> = rows.iter().filter(|row| !row.state.is_covered()).cloned().collect();
    let more_holes = holes.len().saturating_sub(HOLES);
    holes.truncate(HOLES);
    let base = shell.base.as_str();
    let turned = |page: usize| CoverageQuery { page, ..query.clone() }.href(base, "/coverage");
    let open = CoverageQuery { sort: "-state".into(), teams: query.teams.clone(), ..CoverageQuery::default() };
    page(&CoveragePage {
        sentence: sentence(&totals),
        totals,
        holes,
        more_holes,
        holes_href: open.href(base, "/coverage"),
        rows: shown[first..last].iter().map(|row| (*row).clone()).collect(),
        any: !rows.is_empty(),
        departments: departments(&rows, &query.department),
        states: CoverageState::ALL
            .iter()
            .map(|state| Choice::new(state.as_str(), state.label(), &query.state))
            .collect(),
        columns: columns(base, &query),
        range: if shown.len() > PAGE { format!("{} to {last} of {}", first + 1, shown.len()) } else { String::new() },
        previous: query.page.checked_sub(1).map(turned).unwrap_or_default(),
        next: if last < shown.len() { turned(query.page + 1) } else { String::new() },
        csv_href: CoverageQuery { page: 0, ..query.clone() }.href(base, "/coverage.csv"),
        chart: Chart::new(&shares),
        scope: if query.is_narrow(&member) { "The teams that you look after.".into() } else { String::new() },
        switch: switch(base, &query, &member),
        sort: query.sort,
        shell,
    })
}

fn departments(rows: &[CoverageRow], current: &str) -> Vec<Choice> {
    let mut named: Vec<_> = rows.iter().map(|row| (&row.department.1, &row.department.0)).collect();
    named.sort();
    named.dedup();
    named.into_iter().map(|(name, slug)| Choice::new(slug, name, current)).collect()
}

fn columns(base: &str, query: &CoverageQuery) -> Vec<Column> {
    let current = if query.sort.is_empty() { "team" } else { query.sort.as_str() };
    [
        ("team", "Team"),
        ("department", "Department"),
        ("time", "Time given"),
        ("training", "Training"),
        ("state", "State"),
    ]
    .into_iter()
    .map(|(key, label)| {
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
fn switch(base: &str, query: &CoverageQuery, member: &Member) -> (String, String) {
    if !access::sees_all(member) || member.manages.is_empty() {
        return (String::new(), String::new());
    }
    let is_mine = query.teams == "mine";
    let (words, teams) = if is_mine { ("Show all teams", "") } else { ("Only the teams I look after", "mine") };
    (words.into(), format!("{base}/coverage?teams={teams}"))
}
