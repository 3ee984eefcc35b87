//! What Network Security owes answers to, and what comes next.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::Deserialize;

use super::list::{is_place, place};
use crate::clock::{Clock, Timestamp};
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::questions::model::{Question, Turn};
use crate::questions::pages::{Line, QueueLine, QueuePage};
use crate::questions::store::{self, Cursor, Filter, Page, PageFrom, QueueCounts, Sort};
use crate::questions::{Clocks, QuestionError, Reader};
use crate::web::{Grant, Member, Shell, page, see_other, see_other_saying};

/// Lines of one page.
const LINES: usize = 50;
/// Questions that wait for their askers and are shown below.
const BACK: usize = 10;

/// The query of `GET /queue` and `GET /queue/next`.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct QueueQuery {
    view: String,
    after: String,
    before: String,
}

/// `GET /queue`
pub async fn queue(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    clocks: Data<Clocks>,
    query: Query<QueueQuery>,
) -> Result<HttpResponse, AppError> {
    let (now, zone) = (clock.now(), clocks.calendar().zone.clone());
    let (filter, from) = (query.filter(&member)?, query.from()?);
    let (person, shows_back) = (member.id, query.view.is_empty() && !is_place(&from));
    let read = db.read(move |connection| read(connection, &filter, from, (person, now), shows_back)).await?;
    let (found, counts, back, mut reasons) = read;
    if found.questions.is_empty() && is_place(&from) {
        return Ok(see_other(&query.start()));
    }
    let is_mine = |question: &Question| question.claimed_by.as_ref().is_some_and(|one| one.id == member.id);
    let seen = (now, &zone);
    let href = |way: &str, line: Option<Cursor>| line.map(|line| shell.to(&query.path(way, line))).unwrap_or_default();
    page(&QueuePage {
        lines: found
            .questions
            .iter()
            .map(|question| QueueLine {
                line: Line::new(&shell.base, question, seen),
                why: reasons.remove(&question.id).map(|reason| reason.words).unwrap_or_default(),
                is_mine: is_mine(question),
                claim_action: shell.to(&format!("{}/claim", question.number.path())),
            })
            .collect(),
        back: back.iter().map(|question| Line::new(&shell.base, question, seen)).collect(),
        csv_href: shell.to(&query.address("/queue.csv")),
        json_href: shell.to(&query.address("/queue.json")),
        previous: href("before", found.previous),
        next: href("after", found.next),
        view: query.view.clone(),
        counts,
        shell,
    })
}

type Read = (
    Page,
    QueueCounts,
    Vec<Question>,
    std::collections::HashMap<crate::db::keys::QuestionId, crate::questions::model::Reason>,
);

fn read(
    connection: &mut Connection,
    filter: &Filter,
    from: PageFrom,
    (person, now): (crate::db::keys::PersonId, Timestamp),
    shows_back: bool,
) -> Result<Read, QuestionError> {
    let found = store::list_page(connection, filter, Sort::Due, from, LINES)?;
    let counts = store::count_queue(connection, person, now)?;
    let back = match shows_back && counts.back > 0 {
        true => store::list_page(connection, &Filter::asked_back(), Sort::Due, PageFrom::Start, BACK)?.questions,
        false => Vec::new(),
    };
    let ids: Vec<_> = found.questions.iter().map(|question| question.id).collect();
    let reasons = store::list_reasons(connection, &ids)?;
    Ok((found, counts, back, reasons))
}

impl QueueQuery {
    /// From where the queue is read.
    pub fn from(&self) -> Result<PageFrom, AppError> {
        place(&self.after, &self.before)
    }

    /// Which part of it.
    pub fn filter(&self, member: &Member) -> Result<Filter, AppError> {
        let owed = Filter { reader: Reader::NetSec, turns: Turn::OF_NETSEC.to_vec(), ..Filter::default() };
        Ok(match self.view.as_str() {
            "" => owed,
            "free" => Filter { is_free: true, ..owed },
            "mine" => Filter { given_to: Some(member.id), ..owed },
            "back" => Filter::asked_back(),
            other => {
                return Err(AppError::BadRequest(format!("“{other}” is no view; take free, mine or back")));
            }
        })
    }

    fn start(&self) -> String {
        self.address("/queue")
    }

    fn address(&self, path: &str) -> String {
        if self.view.is_empty() { path.into() } else { format!("{path}?view={}", self.view) }
    }

    fn path(&self, way: &str, line: Cursor) -> String {
        let view = if self.view.is_empty() { String::new() } else { format!("view={}&", self.view) };
        format!("/queue?{view}{way}={}", line.text())
    }
}

/// `GET /queue/next`: the most urgent question that waits for the reader and
/// that no colleague has; the one behind `after`, where that is given.
pub async fn next(member: Member, db: Data<Db>, query: Query<QueueQuery>) -> Result<HttpResponse, AppError> {
    let from = place(&query.after, "")?;
    let is_netsec = member.has(Grant::NetSec);
    let filter = if is_netsec {
        Filter {
            reader: Reader::NetSec,
            turns: Turn::OF_NETSEC.to_vec(),
            is_free_for: Some(member.id),
            ..Filter::default()
        }
    } else {
        Filter {
            reader: Reader::of(&member),
            turns: Turn::OF_CHAMPION.to_vec(),
            teams: Some(member.champion_of.clone()),
            given_to: Some(member.id),
            ..Filter::default()
        }
    };
    let job = move |connection: &mut Connection| store::list_page(connection, &filter, Sort::Due, from, 1);
    let found = db.read(move |connection| job(connection).map_err(QuestionError::from)).await?;
    Ok(match found.questions.first() {
        Some(question) => see_other(&question.number.path()),
        None if is_netsec => see_other_saying("/queue", "Nothing more waits for you in the queue."),
        None => see_other_saying("/me", "No question waits for you any more."),
    })
}
