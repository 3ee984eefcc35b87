//! Listing: what the pages' filters show, page by page.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::{Deserialize, Serialize};

use super::answers::{QuestionAnswer, answers};
use crate::clock::{Clock, Timestamp};
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::questions::handlers::{ListQuery, QueueQuery};
use crate::questions::store::{self, Cursor, Filter, PageFrom, Sort};
use crate::questions::{QuestionError, QuestionIndex};
use crate::web::json::refuse_fields;
use crate::web::{FieldProblem, Member, Site};

/// Questions of one answer where `limit` is not given.
const USUAL_LIMIT: usize = 100;
/// The largest `limit` (N01).
const LARGEST_LIMIT: usize = 200;

/// Questions as one of the two lists shows them.
#[derive(Clone)]
pub struct Listing {
    filter: Filter,
    sort: Sort,
    /// What of the log is asked for, and what finds its words; none of the queue.
    log: Option<(ListQuery, QuestionIndex)>,
    /// Whether it says why each is with Network Security.
    says_why: bool,
}

impl Listing {
    /// What the filters of `/questions` show.
    ///
    /// # Errors
    ///
    /// [`AppError::NotYet`] where it asks for words that can't be looked for
    /// yet: a page says so, and a script would take a part for the whole.
    pub fn of_log(query: ListQuery, member: &Member, index: &QuestionIndex) -> Result<Self, AppError> {
        match index.still_reading().filter(|_| query.has_words()) {
            Some(words) => Err(AppError::NotYet(words)),
            None => Ok(Listing {
                filter: query.filter(member)?,
                sort: query.sort()?,
                log: Some((query, index.clone())),
                says_why: false,
            }),
        }
    }

    /// What a part of `/queue` shows.
    pub fn of_queue(query: &QueueQuery, member: &Member) -> Result<Self, AppError> {
        Ok(Listing { filter: query.filter(member)?, sort: Sort::Due, log: None, says_why: true })
    }

    /// `limit` of them, and behind which line there are more.
    pub fn read(
        &self,
        connection: &mut Connection,
        site: &Site,
        from: PageFrom,
        limit: usize,
        now: Timestamp,
    ) -> Result<(Vec<QuestionAnswer>, Option<Cursor>), QuestionError> {
        let part = (self.sort, from, limit);
        let found = match &self.log {
            Some((query, index)) => query.read(connection, index, self.filter.clone(), part)?,
            None => store::list_page(connection, &self.filter, self.sort, from, limit)?,
        };
        let mut lines = answers(connection, site, &self.filter.reader, &found.questions, now)?;
        if self.says_why {
            let ids: Vec<_> = found.questions.iter().map(|question| question.id).collect();
            let mut reasons = store::list_reasons(connection, &ids)?;
            for (line, id) in lines.iter_mut().zip(ids) {
                line.why = Some(reasons.remove(&id).map(|reason| reason.words).unwrap_or_default());
            }
        }
        Ok((lines, found.next))
    }
}

/// What a list takes beside the filters of its page.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LimitQuery {
    limit: String,
}

/// Some questions, and where to go on.
#[derive(Debug, Serialize)]
struct ListAnswer {
    questions: Vec<QuestionAnswer>,
    /// What `after` is to be for the next; none at the end.
    next: Option<String>,
}

/// `GET /api/v1/questions`
pub async fn list(
    member: Member,
    site: Data<Site>,
    db: Data<Db>,
    (clock, index): (Data<Clock>, Data<QuestionIndex>),
    query: Query<ListQuery>,
    limit: Query<LimitQuery>,
) -> Result<HttpResponse, AppError> {
    let from = query.from()?;
    let listing = Listing::of_log(query.into_inner(), &member, &index)?;
    answer((site, db), listing, from, &limit, clock.now()).await
}

/// `GET /api/v1/queue`
pub async fn queue(
    member: Member,
    site: Data<Site>,
    db: Data<Db>,
    clock: Data<Clock>,
    query: Query<QueueQuery>,
    limit: Query<LimitQuery>,
) -> Result<HttpResponse, AppError> {
    let (listing, from) = (Listing::of_queue(&query, &member)?, query.from()?);
    answer((site, db), listing, from, &limit, clock.now()).await
}

async fn answer(
    (site, db): (Data<Site>, Data<Db>),
    listing: Listing,
    from: PageFrom,
    limit: &LimitQuery,
    now: Timestamp,
) -> Result<HttpResponse, AppError> {
    let limit = match limit.limit.as_str() {
        "" => USUAL_LIMIT,
        text => match text.parse() {
            Ok(limit) if (1..=LARGEST_LIMIT).contains(&limit) => limit,
            _ => {
                let words = format!("“{text}” is no number from 1 to {LARGEST_LIMIT}");
                return Ok(refuse_fields(&[FieldProblem::new("limit", words)]));
            }
        },
    };
    let (questions, next) = db.read(move |connection| listing.read(connection, &site, from, limit, now)).await?;
    Ok(HttpResponse::Ok().json(ListAnswer { questions, next: next.map(Cursor::text) }))
}
