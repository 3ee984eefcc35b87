//! The reviews of several teams, as a page and as CSV.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::Deserialize;

use super::access;
use super::model::{ReviewKind, ReviewOutcome, ReviewState};
use super::pages::{ListLine, ListPage};
use super::store::{Filter, list_reviews};
use crate::clock::{Clock, Day};
use crate::db::Db;
use crate::error::AppError;
use crate::web::form::Choice;
use crate::web::shell::query_value;
use crate::web::{FieldProblem, Member, Shell, csv, page};

/// Lines of one page.
const PAGE: i64 = 50;
/// Lines of a CSV; a company of 5,000 teams records as many in a month.
const CSV_LIMIT: i64 = 100_000;

/// Which reviews are shown. Everything stands in the address.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    /// Words of the team's name.
    team: String,
    kind: String,
    outcome: String,
    state: String,
    /// `2026-11`.
    month: String,
    page: u32,
}

impl ListQuery {
    fn filter(&self) -> (Filter, Vec<FieldProblem>) {
        let mut problems = Vec::new();
        let month = match self.month.trim() {
            "" => None,
            text => match Day::parse(&format!("{text}-01")) {
                Ok(first) => Some((first, first.plus_months(1))),
                Err(_) => {
                    problems.push(FieldProblem::new("month", format!("“{text}” is not a month like 2026-11")));
                    None
                }
            },
        };
        let filter = Filter {
            team: self.team.trim().to_owned(),
            kind: ReviewKind::parse(&self.kind),
            outcome: ReviewOutcome::parse(&self.outcome),
            state: ReviewState::parse(&self.state),
            month,
        };
        (filter, problems)
    }

    fn href(&self, path: &str, number: u32) -> String {
        let value = |text: &str| query_value(text.trim());
        let (team, kind, outcome) = (value(&self.team), value(&self.kind), value(&self.outcome));
        let (state, month) = (value(&self.state), value(&self.month));
        format!("{path}?team={team}&kind={kind}&outcome={outcome}&state={state}&month={month}&page={number}")
    }

    fn is_filtered(&self) -> bool {
        [&self.team, &self.kind, &self.outcome, &self.state, &self.month].iter().any(|text| !text.trim().is_empty())
    }
}

/// `GET /reviews`
pub async fn list(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    query: Query<ListQuery>,
) -> Result<HttpResponse, AppError> {
    let (filter, problems) = query.filter();
    let (listed, skip) = (access::listed(&member), i64::from(query.page) * PAGE);
    let scope = if listed.is_some() { "The teams that you serve or look after." } else { "" };
    let mut rows =
        db.read(move |connection| list_reviews(connection, listed.as_ref(), &filter, skip, PAGE + 1)).await?;
    let more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    let link = |number: u32| shell.to(&query.href("/reviews", number));
    let choice = |value: &'static str, label: &'static str, current: &str| Choice::new(value, label, current);
    page(&ListPage {
        previous: query.page.checked_sub(1).map(link).unwrap_or_default(),
        next: if more { link(query.page + 1) } else { String::new() },
        csv_href: shell.to(&query.href("/reviews.csv", 0)),
        rows: rows.into_iter().map(|(review, team)| ListLine { review, team }).collect(),
        kinds: ReviewKind::ALL.iter().map(|one| choice(one.as_str(), one.label(), &query.kind)).collect(),
        outcomes: ReviewOutcome::ALL.iter().map(|one| choice(one.as_str(), one.label(), &query.outcome)).collect(),
        states: ReviewState::ALL.iter().map(|one| choice(one.as_str(), one.label(), &query.state)).collect(),
        scope: scope.into(),
        is_filtered: query.is_filtered(),
        can_record: member.is_champion(),
        team: query.team.clone(),
        month: query.month.clone(),
        problems,
        shell,
    })
}

/// `GET /reviews.csv`: what the list shows, all pages of it. Without people,
/// whom nothing here compares.
pub async fn list_csv(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    query: Query<ListQuery>,
) -> Result<HttpResponse, AppError> {
    let (filter, problems) = query.filter();
    if let Some(problem) = problems.into_iter().next() {
        return Err(AppError::BadRequest(problem.words));
    }
    let listed = access::listed(&member);
    let rows = db.read(move |connection| list_reviews(connection, listed.as_ref(), &filter, 0, CSV_LIMIT)).await?;
    const HEADER: [&str; 12] =
        ["day", "team", "kind", "title", "link", "state", "outcome", "critical", "high", "medium", "low", "minutes"];
    let rows = rows.into_iter().map(|(review, team)| {
        [
            review.day.to_string(),
            team.1,
            review.kind.as_str().into(),
            review.title,
            review.link,
            review.state.as_str().into(),
            review.outcome.as_str().into(),
            review.critical.to_string(),
            review.high.to_string(),
            review.medium.to_string(),
            review.low.to_string(),
            review.minutes.map(|minutes| minutes.to_string()).unwrap_or_default(),
        ]
    });
    Ok(csv::download(&format!("reviews-{}.csv", clock.now().day()), csv::document(&HEADER, rows)))
}
