//! The record as a file. It is read and sent in parts, so that a record of ten
//! years needs no more memory than one of a day.

use actix_web::HttpResponse;
use actix_web::web::{Bytes, Data, Query};
use futures_util::stream::{self, StreamExt, TryStreamExt};

use super::model::{Filter, Place, Recorded};
use super::query::RecordQuery;
use super::store;
use crate::calendar::CompanyCalendar;
use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::web::csv;

/// Entries of one part.
const PART: usize = 1_000;

const HEADER: &[&str] = &["at", "actor", "name", "action", "kind", "key", "detail", "address", "token", "id"];

/// `GET /audit.csv`: what the same filter shows, all of it.
pub async fn csv(
    db: Data<Db>,
    clock: Data<Clock>,
    calendar: Data<CompanyCalendar>,
    query: Query<RecordQuery>,
) -> Result<HttpResponse, AppError> {
    let (query, calendar) = (query.into_inner(), calendar.get());
    let today = calendar.today(clock.now());
    let (filter, problems) = db.read(move |connection| query.filter(connection, &calendar.zone)).await?;
    if let Some(problem) = problems.first() {
        return Err(AppError::Unprocessable(format!("{}: {}", problem.label(), problem.words)));
    }
    // What fails before the first part is a page.
    let begun = Progress { db, filter, next: Next::Start }.next().await?;
    let Some((first, rest)) = begun else { return Err(AppError::Internal("a record without a part".into())) };
    let parts = stream::once(async { Ok(first) }).chain(stream::try_unfold(rest, Progress::next).into_stream());
    Ok(csv::begin(&format!("audit-{today}.csv")).streaming::<_, AppError>(parts))
}

/// How far the file is written.
struct Progress {
    db: Data<Db>,
    filter: Filter,
    next: Next,
}

/// From where the next part is read.
enum Next {
    Start,
    Behind(Place),
    End,
}

impl Progress {
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, AppError> {
        let (is_first, behind) = match self.next {
            Next::Start => (true, None),
            Next::Behind(place) => (false, Some(place)),
            Next::End => return Ok(None),
        };
        let filter = self.filter.clone();
        let read = self.db.read(move |connection| store::list_page(connection, &filter, behind.as_ref(), PART));
        let (recorded, older) = read.await?;
        let rows = recorded.into_iter().map(cells);
        let part = if is_first { csv::document(HEADER, rows) } else { csv::more(rows) };
        self.next = older.map_or(Next::End, Next::Behind);
        Ok(Some((Bytes::from(part), self)))
    }
}

fn cells(recorded: Recorded) -> [String; 10] {
    let (handle, name) = recorded.actor.unwrap_or_default();
    let (address, token) = recorded.origin.map_or_else(Default::default, |origin| (origin.address, origin.token));
    let (kind, key) = recorded.subject;
    let detail = if recorded.detail.is_null() { String::new() } else { recorded.detail.to_string() };
    [recorded.at.iso(), handle, name, recorded.action, kind, key, detail, address, token, recorded.id]
}
