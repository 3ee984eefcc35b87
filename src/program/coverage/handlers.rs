//! Coverage as a page, and as CSV of exactly the same rows.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};

use super::CoverageBook;
use super::pages::{CoveragePage, document};
use super::query::CoverageQuery;
use super::view::{Narrow, View};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::web::{Member, Moment, Shell, csv, page};

/// `GET /coverage.csv`
pub async fn list_csv(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    book: Data<CoverageBook>,
    query: Query<CoverageQuery>,
) -> Result<HttpResponse, AppError> {
    let snapshot = book.read(&db, clock.now()).await?;
    let view = View::of(&snapshot, &member, Narrow::of(&query.teams));
    let table = view.table(&query);
    let rows = table.rows(0..table.len());
    Ok(csv::download(&format!("coverage-{}.csv", snapshot.today()), document(&rows)))
}

/// `GET /coverage`
pub async fn show(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    book: Data<CoverageBook>,
    query: Query<CoverageQuery>,
) -> Result<HttpResponse, AppError> {
    let now = clock.now();
    let snapshot = book.read(&db, now).await?;
    let view = View::of(&snapshot, &member, Narrow::of(&query.teams));
    page(&CoveragePage::new(shell, &member, query.into_inner(), &view, Moment::new(snapshot.at, now)))
}
