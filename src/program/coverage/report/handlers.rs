//! A quarter's report as a page, as CSV and as a spreadsheet.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Query};
use serde::Deserialize;

use super::pages::ReportPage;
use super::stood::Stood;
use super::{Quarter, Report, workbook};
use crate::clock::{Clock, Day, Timestamp};
use crate::db::Db;
use crate::error::AppError;
use crate::program::coverage::chart::Chart;
use crate::program::coverage::figures::Sheet;
use crate::program::coverage::{CoverageBook, Figure, Narrow, Snapshot, View};
use crate::web::form::Choice;
use crate::web::{Member, Moment, Shell, csv, page};

/// Quarters back of which there are reports: two years.
const QUARTERS: usize = 8;
/// Office Open XML's type of a workbook.
const XLSX: &str = "application/vnd.openxmlformats-officedocument.spreadsheetml.sheet";

/// Which quarter of which teams.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct ReportQuery {
    /// `2026-Q4`; empty: the present one.
    pub quarter: String,
    /// `mine`: only what the viewer manages, where they could see all.
    pub teams: String,
}

impl ReportQuery {
    fn quarter(&self, today: Day) -> Result<Quarter, AppError> {
        let quarter = match self.quarter.as_str() {
            "" => Quarter::of(today),
            text => Quarter::parse(text).map_err(AppError::BadRequest)?,
        };
        if offered(today).contains(&quarter) { Ok(quarter) } else { Err(AppError::NotFound("report")) }
    }
}

/// The quarters of which there are reports, the latest first.
fn offered(today: Day) -> Vec<Quarter> {
    let mut quarters = vec![Quarter::of(today)];
    while quarters.len() <= QUARTERS {
        quarters.push(quarters[quarters.len() - 1].before());
    }
    quarters
}

/// A report with whose teams it covers, and what it was made of.
pub struct Made {
    /// The report.
    pub report: Arc<Report>,
    /// Whose teams it covers; empty where it is all.
    pub scope: &'static str,
    snapshot: Arc<Snapshot>,
    member: Member,
    stood: Arc<Stood>,
}

impl Made {
    /// The rows behind a figure of the quarter; none for what is known of the
    /// present alone.
    pub fn behind(&self, figure: Figure, narrow: Narrow) -> Option<Arc<Sheet>> {
        let view = View::of(&self.snapshot, &self.member, narrow);
        self.report.behind(figure, &view.rows(), &self.stood)
    }
}

/// The report that `member` sees. That over all teams is made once from each
/// count of them.
///
/// # Errors
///
/// [`AppError::BadRequest`] and [`AppError::NotFound`] for a quarter of which
/// there is no report, and the database's own.
pub async fn make(
    member: Member,
    db: &Db,
    book: &CoverageBook,
    now: Timestamp,
    query: &ReportQuery,
) -> Result<Made, AppError> {
    let snapshot = book.read(db, now).await?;
    let (narrow, quarter) = (Narrow::of(&query.teams), query.quarter(snapshot.today())?);
    let reports = &snapshot.reports;
    let stood = reports.stood(db, &snapshot, quarter, &member.calendar).await?;
    let before = reports.stood(db, &snapshot, quarter.before(), &member.calendar).await?;
    let (Some(stood), Some(before)) = (stood, before) else { return Err(AppError::NotFound("report")) };
    let is_whole = View::is_whole(&member, narrow);
    let known = reports.whole(quarter).filter(|_| is_whole);
    let view = View::of(&snapshot, &member, narrow);
    let report = match known {
        Some(known) => known,
        None => {
            let report = Report::make(&view.rows(), quarter, [&stood, &before], snapshot.at);
            let report = report.ok_or(AppError::NotFound("report"))?;
            if is_whole { reports.keep_whole(report) } else { Arc::new(report) }
        }
    };
    let scope = view.scope();
    drop(view);
    Ok(Made { report, scope, member, stood, snapshot })
}

/// `GET /coverage/report`
pub async fn show(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    book: Data<CoverageBook>,
    query: Query<ReportQuery>,
) -> Result<HttpResponse, AppError> {
    let now = clock.now();
    let Made { report, scope, .. } = make(member, &db, &book, now, &query).await?;
    let months: Vec<_> = report.months.iter().map(|(day, share)| (*day, share.teams, share.covered)).collect();
    let current = report.quarter.to_string();
    let choice = |quarter: &Quarter| Choice::new(&quarter.to_string(), &quarter.to_string(), &current);
    page(&ReportPage {
        chart: Chart::new(&months),
        at: Moment::new(report.at, now),
        quarters: offered(now.day()).iter().map(choice).collect(),
        teams: if query.teams == "mine" { "mine".into() } else { String::new() },
        scope,
        report,
        shell,
    })
}

/// `GET /coverage/report.csv`
pub async fn list_csv(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    book: Data<CoverageBook>,
    query: Query<ReportQuery>,
) -> Result<HttpResponse, AppError> {
    let made = make(member, &db, &book, clock.now(), &query).await?;
    Ok(csv::download(&format!("program-{}.csv", made.report.quarter), made.report.by_department().csv()))
}

/// `GET /coverage/report.xlsx`
pub async fn spreadsheet(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    book: Data<CoverageBook>,
    query: Query<ReportQuery>,
) -> Result<HttpResponse, AppError> {
    let made = make(member, &db, &book, clock.now(), &query).await?;
    let disposition = format!("attachment; filename=\"program-{}.xlsx\"", made.report.quarter);
    let file = workbook::write(&made.report)?;
    Ok(HttpResponse::Ok().content_type(XLSX).insert_header((header::CONTENT_DISPOSITION, disposition)).body(file))
}
