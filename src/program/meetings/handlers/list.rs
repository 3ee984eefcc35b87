//! `GET /meetings`

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::Deserialize;

use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::program::ProgramError;
use crate::program::meetings::access;
use crate::program::meetings::pages::{ListLine, ListPage, When};
use crate::program::meetings::reach::Reach;
use crate::program::meetings::store::{DateRow, Span, count_answers, list_dates_for};
use crate::web::{Grant, Member, Shell, page};

/// Dates of one page.
const PAGE: i64 = 30;

/// Which dates are shown.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    /// `past`; else those to come.
    show: String,
    /// `all`: also those that the lead is not invited to.
    whose: String,
    page: u32,
}

/// `GET /meetings`
pub async fn list(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    query: Query<ListQuery>,
) -> Result<HttpResponse, AppError> {
    let (now, is_past) = (clock.now(), query.show == "past");
    let is_all = query.whose == "all" && (member.has(Grant::Lead) || member.has(Grant::Admin));
    let span = if is_past { Span::Past(now) } else { Span::Coming(now) };
    let (skip, viewer) = (i64::from(query.page) * PAGE, member.clone());
    let (mut rows, counts) = db
        .read(move |connection| {
            let reach = Reach::of_member(connection, &viewer)?;
            let reach = Some(&reach).filter(|_| !is_all);
            let rows = list_dates_for(connection, viewer.id, reach, span, skip, PAGE + 1)?;
            let keys: Vec<_> = rows.iter().map(|row| row.date.id).collect();
            Ok::<_, ProgramError>((rows, count_answers(connection, &keys)?))
        })
        .await?;
    let more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    let line = |row: DateRow| ListLine {
        when: When::of(&row.meeting, &row.date),
        path: row.date.path(&row.meeting),
        kind: row.meeting.kind.label(),
        stands: row.date.stands(),
        own: row.own.and_then(|(answer, _)| answer),
        attended: row.own.is_some_and(|(_, attended)| attended),
        counts: counts.get(&row.date.id).copied().unwrap_or_default(),
        title: row.meeting.title,
    };
    let lines = rows.into_iter().map(line).collect();
    let link = |number: u32| {
        let (show, whose) = (if is_past { "past" } else { "" }, if is_all { "all" } else { "" });
        shell.to(&format!("/meetings?show={show}&whose={whose}&page={number}"))
    };
    page(&ListPage {
        previous: query.page.checked_sub(1).map(link).unwrap_or_default(),
        next: if more { link(query.page + 1) } else { String::new() },
        can_call: member.is_champion() || access::CALLERS.iter().any(|grant| member.has(*grant)),
        is_all,
        is_past,
        lines,
        shell,
    })
}
