//! The rows behind a figure, as a page and as CSV.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

use super::pages::FigurePage;
use super::{Figure, Period, Sheet};
use crate::clock::{Clock, Timestamp};
use crate::db::Db;
use crate::error::AppError;
use crate::program::coverage::CoverageBook;
use crate::program::coverage::report::handlers::{ReportQuery, make};
use crate::program::coverage::view::{Narrow, View};
use crate::web::shell::query_value;
use crate::web::{Member, Moment, Shell, csv, page};

/// Rows of one page.
const PAGE: usize = 50;

/// What is looked at beside the figure.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct FigureQuery {
    /// Of the CSV: which figure.
    figure: String,
    /// `mine`: only what the viewer manages, where they could see all.
    teams: String,
    /// `2026-Q4`: as the report of that quarter counts; empty: as it is today.
    quarter: String,
    page: usize,
}

impl FigureQuery {
    fn href(&self, base: &str, path: &str, page: usize) -> String {
        let (teams, quarter) = (query_value(&self.teams), query_value(&self.quarter));
        let mark = if path.contains('?') { '&' } else { '?' };
        format!("{base}{path}{mark}teams={teams}&quarter={quarter}&page={page}")
    }
}

/// The rows behind a figure, and what is said of them.
struct Behind {
    sheet: Arc<Sheet>,
    /// When it was counted.
    at: Timestamp,
    /// Of which days it tells, where it is not today.
    days: String,
    /// Which teams it covers; empty where it is all.
    scope: &'static str,
}

async fn behind(
    member: Member,
    db: &Db,
    book: &CoverageBook,
    now: Timestamp,
    figure: Figure,
    query: &FigureQuery,
) -> Result<Behind, AppError> {
    let narrow = Narrow::of(&query.teams);
    if !query.quarter.is_empty() {
        let of = ReportQuery { quarter: query.quarter.clone(), teams: query.teams.clone() };
        let made = make(member, db, book, now, &of).await?;
        let sheet = made.behind(figure, narrow).ok_or(AppError::NotFound("figure of that quarter"))?;
        return Ok(Behind { sheet, at: made.report.at, days: made.report.days(), scope: made.scope });
    }
    let snapshot = book.read(db, now).await?;
    let view = View::of(&snapshot, &member, narrow);
    let make = || Sheet::behind(figure, &view.rows(), view.overview(), Period::year_to(snapshot.today()));
    Ok(Behind { sheet: view.sheet(figure, make), at: snapshot.at, days: String::new(), scope: view.scope() })
}

/// `GET /coverage/figures/{figure}`
pub async fn show(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    book: Data<CoverageBook>,
    figure: Path<String>,
    query: Query<FigureQuery>,
) -> Result<HttpResponse, AppError> {
    let figure = Figure::parse(&figure).ok_or(AppError::NotFound("figure"))?;
    let now = clock.now();
    let Behind { sheet, at, days, scope } = behind(member, &db, &book, now, figure, &query).await?;
    let total = sheet.rows.len();
    let first = query.page.saturating_mul(PAGE).min(total);
    let last = first.saturating_add(PAGE).min(total);
    let path = format!("/coverage/figures/{}", figure.as_str());
    let turned = |page: usize| query.href(&shell.base, &path, page);
    page(&FigurePage {
        scope,
        days,
        at: Moment::new(at, now),
        range: if total > PAGE { format!("{} to {last} of {total}", first + 1) } else { String::new() },
        previous: query.page.checked_sub(1).map(turned).unwrap_or_default(),
        next: if last < total { turned(query.page + 1) } else { String::new() },
        csv_href: query.href(&shell.base, &format!("/coverage/figures.csv?figure={}", figure.as_str()), 0),
        sheet: sheet.part(first..last),
        figure,
        shell,
    })
}

/// `GET /coverage/figures.csv`
pub async fn list_csv(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    book: Data<CoverageBook>,
    query: Query<FigureQuery>,
) -> Result<HttpResponse, AppError> {
    let figure = match query.figure.as_str() {
        "" => Figure::Covered,
        named => Figure::parse(named).ok_or(AppError::NotFound("figure"))?,
    };
    let found = behind(member, &db, &book, clock.now(), figure, &query).await?;
    let of = if query.quarter.is_empty() { found.at.day().to_string() } else { query.quarter.clone() };
    Ok(csv::download(&format!("{}-{of}.csv", figure.as_str()), found.sheet.csv()))
}
