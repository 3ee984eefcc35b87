//! Terms that want a word, of the teams that somebody looks after.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use askama::Template;
use serde::Deserialize;

use super::model::TermState;
use super::reminders::ENDS_SOON_DAYS;
use super::store::{self, TermRow};
use crate::clock::{Clock, Day};
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::program::ProgramError;
use crate::program::teams::{access::may_look_after, span};
use crate::web::form::Choice;
use crate::web::{Member, Shell, page};

/// Lines of one page.
const PAGE: usize = 50;
/// What can be shown: its name in the address, and in words.
const KINDS: [(&str, &str); 3] =
    [("ending", "Ending within 30 days"), ("nominated", "Waiting for approval"), ("approved", "Waiting for an answer")];

/// The query of `GET /terms`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    show: String,
    page: usize,
}

/// Terms of one kind.
#[derive(Template)]
#[template(path = "program/terms/list.html")]
struct ListPage {
    shell: Shell,
    title: &'static str,
    kinds: Vec<Choice>,
    rows: Vec<TermRow>,
    range: String,
    previous: String,
    next: String,
}

impl ListPage {
    fn span(&self, row: &TermRow) -> String {
        span(row.term.starts_on, row.term.ends_on)
    }
}

/// `GET /terms`
pub async fn list(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    query: Query<ListQuery>,
) -> Result<HttpResponse, AppError> {
    let (query, today) = (query.into_inner(), clock.now().day());
    let (show, title) = KINDS.into_iter().find(|(name, _)| *name == query.show).unwrap_or(KINDS[0]);
    let mut rows = db.read(move |connection| rows_of(connection, show, today)).await?;
    rows.retain(|row| may_look_after(&member, row.term.team_id, row.department_id));
    let total = rows.len();
    let first = query.page.saturating_mul(PAGE).min(total);
    let rows: Vec<TermRow> = rows.into_iter().skip(first).take(PAGE).collect();
    let last = first + rows.len();
    let link = |number: usize| format!("{}/terms?show={show}&page={number}", shell.base);
    page(&ListPage {
        kinds: KINDS.iter().map(|(name, label)| Choice::new(name, label, show)).collect(),
        previous: query.page.checked_sub(1).map(link).unwrap_or_default(),
        next: if last < total { link(query.page + 1) } else { String::new() },
        range: if total > rows.len() { format!("{} to {last} of {total}", first + 1) } else { String::new() },
        title,
        rows,
        shell,
    })
}

fn rows_of(connection: &mut Connection, show: &str, today: Day) -> Result<Vec<TermRow>, ProgramError> {
    match show {
        "nominated" => store::list_waiting(connection, TermState::Nominated),
        "approved" => store::list_waiting(connection, TermState::Approved),
        _ => store::list_ending(connection, today, today.plus_days(ENDS_SOON_DAYS)),
    }
}
