//! All that a filter shows, as CSV and as JSON. It is read and sent in parts, so
//! that a log of a million questions needs no more memory than one of ten.

use actix_web::HttpResponse;
use actix_web::http::header;
use actix_web::web::{Bytes, Data, Query};
use futures_util::stream::{self, StreamExt, TryStreamExt};

use super::answers::{COLUMNS, QuestionAnswer};
use super::list::Listing;
use crate::clock::{Clock, Timestamp};
use crate::db::Db;
use crate::error::AppError;
use crate::questions::QuestionIndex;
use crate::questions::handlers::{ListQuery, QueueQuery};
use crate::questions::store::PageFrom;
use crate::web::{Member, Site, csv};

/// Questions of one part.
const PART: usize = 500;

/// What every export needs of the house.
type House = (Data<Site>, Data<Db>, Data<Clock>);

/// `GET /questions.csv`
pub async fn csv(
    member: Member,
    house: House,
    index: Data<QuestionIndex>,
    query: Query<ListQuery>,
) -> Result<HttpResponse, AppError> {
    send(house, Listing::of_log(query.into_inner(), &member, &index)?, Format::Csv, "questions").await
}

/// `GET /questions.json`
pub async fn json(
    member: Member,
    house: House,
    index: Data<QuestionIndex>,
    query: Query<ListQuery>,
) -> Result<HttpResponse, AppError> {
    send(house, Listing::of_log(query.into_inner(), &member, &index)?, Format::Json, "questions").await
}

/// `GET /queue.csv`
pub async fn queue_csv(member: Member, house: House, query: Query<QueueQuery>) -> Result<HttpResponse, AppError> {
    send(house, Listing::of_queue(&query, &member)?, Format::Csv, "queue").await
}

/// `GET /queue.json`
pub async fn queue_json(member: Member, house: House, query: Query<QueueQuery>) -> Result<HttpResponse, AppError> {
    send(house, Listing::of_queue(&query, &member)?, Format::Json, "queue").await
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Format {
    Csv,
    Json,
}

impl Format {
    /// A part of the document, which may be its first or its last.
    fn part(self, lines: Vec<QuestionAnswer>, is_first: bool, is_last: bool) -> Result<String, AppError> {
        let rows = |lines: Vec<QuestionAnswer>| lines.into_iter().map(QuestionAnswer::cells);
        if self == Format::Csv {
            return Ok(if is_first { csv::document(&COLUMNS, rows(lines)) } else { csv::more(rows(lines)) });
        }
        let mut text = String::new();
        for (index, line) in lines.iter().enumerate() {
            text.push_str(if is_first && index == 0 { "{\"questions\":[\n" } else { ",\n" });
            text.push_str(&serde_json::to_string(line).map_err(|error| AppError::Internal(error.to_string()))?);
        }
        if lines.is_empty() && is_first {
            text.push_str("{\"questions\":[");
        }
        text.push_str(if is_last { "]}\n" } else { "" });
        Ok(text)
    }
}

/// How far a document is written.
struct Progress {
    house: House,
    listing: Listing,
    format: Format,
    now: Timestamp,
    /// From where the next part is read; none at the end.
    from: Option<PageFrom>,
}

impl Progress {
    async fn next(mut self) -> Result<Option<(Bytes, Self)>, AppError> {
        let Some(from) = self.from else { return Ok(None) };
        let (listing, site, now) = (self.listing.clone(), self.house.0.clone(), self.now);
        let read = self.house.1.read(move |connection| listing.read(connection, &site, from, PART, now));
        let (lines, next) = read.await?;
        let part = self.format.part(lines, from == PageFrom::Start, next.is_none())?;
        self.from = next.map(PageFrom::After);
        Ok(Some((Bytes::from(part), self)))
    }
}

/// The answer, begun once its first part was read: what fails before is a page.
async fn send(house: House, listing: Listing, format: Format, name: &str) -> Result<HttpResponse, AppError> {
    let now = house.2.now();
    let begun = Progress { house, listing, format, now, from: Some(PageFrom::Start) }.next().await?;
    let Some((first, rest)) = begun else { return Err(AppError::Internal("an export without a part".into())) };
    let parts = stream::once(async { Ok(first) }).chain(stream::try_unfold(rest, Progress::next).into_stream());
    let mut answer = match format {
        Format::Csv => csv::begin(&format!("{name}-{}.csv", now.day())),
        Format::Json => {
            let mut answer = HttpResponse::Ok();
            let file = format!("attachment; filename=\"{name}-{}.json\"", now.day());
            answer.content_type("application/json").insert_header((header::CONTENT_DISPOSITION, file));
            answer
        }
    };
    Ok(answer.streaming::<_, AppError>(parts))
}
