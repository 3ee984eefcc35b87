//! A quarter's report as a page, as CSV and as a spreadsheet.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Data, Query};
use serde::Deserialize;

use super::pages::ReportPage;
use super::{Quarter, Report, workbook};
use crate::clock::{Clock, Day, Timestamp};
use crate::db::Db;
use crate::error::AppError;
use crate::program::ProgramError;
use crate::program::coverage::chart::Chart;
use crate::program::coverage::{CoverageBook, Narrow, View};
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
    quarter: String,
    /// `mine`: only what the viewer manages, where they could see all.
    teams: String,
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

/// A report with when it was counted, and whose teams it covers.
struct Made {
    report: Report,
    at: Timestamp,
    scope: &'static str,
}

async fn make(
    member: Member,
    db: &Db,
    book: &CoverageBook,
    now: Timestamp,
    query: &ReportQuery,
) -> Result<Made, AppError> {
    let snapshot = book.read(db, now).await?;
    let (at, today, narrow) = (snapshot.at, snapshot.today(), Narrow::of(&query.teams));
    let quarter = query.quarter(today)?;
    let made = db
        .read(move |connection| {
            let view = View::of(&snapshot, &member, narrow);
            let report = Report::make(connection, &view.rows, quarter, &member.calendar, today)?;
            Ok::<_, ProgramError>(report.map(|report| (report, view.scope())))
        })
        .await?;
    let (report, scope) = made.ok_or(AppError::NotFound("report"))?;
    Ok(Made { report, at, scope })
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
    let Made { report, at, scope } = make(member, &db, &book, now, &query).await?;
    let months: Vec<_> = report.months.iter().map(|(day, share)| (*day, share.teams, share.covered)).collect();
    let current = report.quarter.to_string();
    let choice = |quarter: &Quarter| Choice::new(&quarter.to_string(), &quarter.to_string(), &current);
    page(&ReportPage {
        chart: Chart::new(&months),
        at: Moment::new(at, now),
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
