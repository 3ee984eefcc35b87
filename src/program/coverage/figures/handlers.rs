//! The rows behind a figure, as a page and as CSV.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

use super::pages::FigurePage;
use super::{Figure, Period, Sheet};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::program::coverage::CoverageBook;
use crate::program::coverage::view::{Narrow, View};
use crate::web::shell::query_value;
use crate::web::{Member, Shell, csv, page};

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
    page: usize,
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
    let (now, narrow) = (clock.now(), Narrow::of(&query.teams));
    let snapshot = book.read(&db, now).await?;
    let view = View::of(&snapshot, &member, narrow);
    let sheet = Sheet::behind(figure, &view.rows, view.overview(), Period::year_to(snapshot.today()));
    let total = sheet.rows.len();
    let first = query.page.saturating_mul(PAGE).min(total);
    let last = first.saturating_add(PAGE).min(total);
    let teams = query_value(&query.teams);
    let turned = |page: usize| format!("{}/coverage/figures/{}?teams={teams}&page={page}", shell.base, figure.as_str());
    page(&FigurePage {
        scope: view.scope(),
        at: crate::web::Moment::new(snapshot.at, now),
        range: if total > PAGE { format!("{} to {last} of {total}", first + 1) } else { String::new() },
        previous: query.page.checked_sub(1).map(turned).unwrap_or_default(),
        next: if last < total { turned(query.page + 1) } else { String::new() },
        csv_href: format!("{}/coverage/figures.csv?figure={}&teams={teams}", shell.base, figure.as_str()),
        sheet: Sheet { rows: sheet.rows[first..last].to_vec(), ..sheet },
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
    let snapshot = book.read(&db, clock.now()).await?;
    let view = View::of(&snapshot, &member, Narrow::of(&query.teams));
    let today = snapshot.today();
    let sheet = Sheet::behind(figure, &view.rows, view.overview(), Period::year_to(today));
    Ok(csv::download(&format!("{}-{today}.csv", figure.as_str()), sheet.csv()))
}
