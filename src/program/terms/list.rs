//! Terms that want a word, of the teams that somebody looks after.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use askama::Template;
use serde::Deserialize;

use super::reminders::{ENDS_NOW_DAYS, ENDS_SOON_DAYS};
use super::seen_to::{Matter, Whose, count_matter, list_matter};
use super::store::TermRow;
use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::program::ProgramError;
use crate::program::reach::Reach;
use crate::program::teams::span;
use crate::web::form::Choice;
use crate::web::{Member, Shell, page};

/// Lines of one page.
const PAGE: usize = 50;
/// What can be shown: its name in the address, and in words.
const KINDS: [(&str, &str); 4] = [
    ("ending", "Ending within 30 days"),
    ("ending-now", "Ending within 7 days"),
    ("nominated", "Waiting for approval"),
    ("approved", "Waiting for an answer"),
];

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
        span(row.term.starts_on, row.term.through())
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
    let matter = match show {
        "nominated" => Matter::Nominated(None),
        "approved" => Matter::Approved(None),
        "ending-now" => Matter::Ends(today, today.plus_days(ENDS_NOW_DAYS)),
        _ => Matter::Ends(today, today.plus_days(ENDS_SOON_DAYS)),
    };
    let first = query.page.min(u32::MAX as usize) * PAGE;
    let (rows, total) = db
        .read(move |connection| {
            let reach = Reach::looked_after_by(&member);
            let whose = Whose { reach: &reach, person: None };
            let rows = list_matter(connection, matter, whose, first as i64, PAGE as i64)?;
            Ok::<_, ProgramError>((rows, count_matter(connection, matter, whose)? as usize))
        })
        .await?;
    let last = first + rows.len();
    let link = |number: usize| format!("{}/terms?show={show}&page={number}", shell.base);
    page(&ListPage {
        kinds: KINDS.iter().map(|(name, label)| Choice::new(name, label, show)).collect(),
        previous: query.page.checked_sub(1).map(link).unwrap_or_default(),
        next: if last < total { link(query.page + 1) } else { String::new() },
        range: if total > rows.len() && !rows.is_empty() {
            format!("{} to {last} of {total}", first + 1)
        } else {
            String::new()
        },
        title,
        rows,
        shell,
    })
}
