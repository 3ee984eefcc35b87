//! Figures as a page, and as CSV.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::Deserialize;

use super::book::FiguresBook;
use super::pages::{FiguresPage, document};
use super::rules::By;
use super::store::Counted;
use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::knowledge::Library;
use crate::program::training::list_courses;
use crate::questions::clocks::Clocks;
use crate::web::{Grant, Member, Shell, csv, page};

/// The query of both.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct FiguresQuery {
    by: String,
}

impl FiguresQuery {
    fn by(&self) -> Result<By, AppError> {
        if self.by.is_empty() {
            return Ok(By::Month);
        }
        let choices = By::ALL.iter().map(|by| by.as_str()).collect::<Vec<_>>().join(", ");
        By::parse(&self.by).ok_or_else(|| AppError::BadRequest(format!("by: choose one of {choices}")))
    }
}

/// Restricted questions count for Network Security alone, which reads them all.
fn counted_for(member: &Member) -> Counted {
    if member.has(Grant::NetSec) { Counted::All } else { Counted::ForEveryone }
}

/// `GET /questions/figures`
pub async fn show(
    shell: Shell,
    member: Member,
    (db, clock, clocks): (Data<Db>, Data<Clock>, Data<Clocks>),
    library: Data<Library>,
    book: Data<FiguresBook>,
    query: Query<FiguresQuery>,
) -> Result<HttpResponse, AppError> {
    let (by, now, counted) = (query.by()?, clock.now(), counted_for(&member));
    let figures = book.read(&db, &clocks, counted, now).await?;
    let courses = if by == By::Topic { db.read(list_courses).await? } else { Vec::new() };
    page(&FiguresPage::new(shell, &figures, by, counted, &library, &courses, now))
}

/// `GET /questions/figures.csv`
pub async fn list_csv(
    member: Member,
    (db, clock, clocks): (Data<Db>, Data<Clock>, Data<Clocks>),
    book: Data<FiguresBook>,
    query: Query<FiguresQuery>,
) -> Result<HttpResponse, AppError> {
    let (by, now) = (query.by()?, clock.now());
    let figures = book.read(&db, &clocks, counted_for(&member), now).await?;
    let name = format!("questions-by-{}-{}.csv", by.as_str(), now.day());
    Ok(csv::download(&name, document(&figures, by)))
}
