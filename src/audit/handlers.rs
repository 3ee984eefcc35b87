//! The page of the record, and the record as a file.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};

use super::model::{Place, Recorded};
use super::pages::{Line, ListPage, href};
use super::query::RecordQuery;
use super::store;
use crate::calendar::CompanyCalendar;
use crate::clock::Clock;
use crate::db::{Db, DbError};
use crate::error::AppError;
use crate::web::form::Choice;
use crate::web::{Member, Shell, csv, html};

/// Lines of one page.
const PAGE: usize = 50;
/// Lines of one file: what a spreadsheet opens without trouble.
const FILE_LINES: usize = 100_000;

/// `GET /audit`
pub async fn list(
    shell: Shell,
    reader: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    calendar: Data<CompanyCalendar>,
    query: Query<RecordQuery>,
) -> Result<HttpResponse, AppError> {
    let (query, now, zone) = (query.into_inner(), clock.now(), calendar.get().zone.clone());
    let (asked, behind, read_zone) = (query.clone(), query.behind()?, zone.clone());
    let is_begun = behind.is_some();
    let (mut recorded, actions, problems) = db
        .read(move |connection| {
            let (filter, problems) = asked.filter(connection, &read_zone)?;
            let actions = store::list_actions(connection)?;
            let found = match problems.is_empty() {
                true => store::list(connection, &filter, behind.as_ref(), PAGE as i64 + 1)?,
                false => Vec::new(),
            };
            Ok::<_, DbError>((found, actions, problems))
        })
        .await?;
    let has_older = recorded.len() > PAGE;
    recorded.truncate(PAGE);
    let older = recorded.last().filter(|_| has_older).map(Place::of);
    let is_one = !query.kind.is_empty() && !query.key.is_empty();
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let list_page = ListPage {
        actions: actions.iter().map(|action| Choice::new(action, action, &query.action)).collect(),
        problems,
        about: if is_one { format!("{} {}", query.kind, query.key) } else { String::new() },
        about_href: if is_one { href(&shell.base, &query.kind, &query.key) } else { String::new() },
        is_filtered: !query.is_empty(),
        csv_href: shell.to(&query.href("/audit.csv", None)),
        newest_href: if is_begun { shell.to(&query.href("/audit", None)) } else { String::new() },
        older_href: older.map_or(String::new(), |place| shell.to(&query.href("/audit", Some(&place)))),
        lines: recorded.into_iter().map(|one| Line::new(&shell.base, one, &reader, (now, &zone))).collect(),
        who: query.who,
        kind: query.kind,
        key: query.key,
        from: query.from,
        to: query.to,
        shell,
    };
    html(status, &list_page)
}

/// `GET /audit.csv`: what the same filter shows, all of it.
pub async fn list_csv(
    db: Data<Db>,
    clock: Data<Clock>,
    calendar: Data<CompanyCalendar>,
    query: Query<RecordQuery>,
) -> Result<HttpResponse, AppError> {
    let (query, calendar) = (query.into_inner(), calendar.get());
    let today = calendar.today(clock.now());
    let recorded = db
        .read(move |connection| {
            let (filter, problems) = query.filter(connection, &calendar.zone)?;
            if let Some(problem) = problems.first() {
                return Err(AppError::Unprocessable(format!("{}: {}", problem.label(), problem.words)));
            }
            Ok(store::list(connection, &filter, None, FILE_LINES as i64 + 1)?)
        })
        .await?;
    if recorded.len() > FILE_LINES {
        let words =
            format!("these are more than {FILE_LINES} entries; take fewer days, or read /api/v1/audit in parts");
        return Err(AppError::Unprocessable(words));
    }
    Ok(csv::download(&format!("audit-{today}.csv"), csv::document(HEADER, recorded.into_iter().map(cells))))
}

const HEADER: &[&str] = &["at", "actor", "name", "action", "kind", "key", "detail", "address", "token", "id"];

fn cells(recorded: Recorded) -> [String; 10] {
    let (handle, name) = recorded.actor.unwrap_or_default();
    let (address, token) = recorded.origin.map_or_else(Default::default, |origin| (origin.address, origin.token));
    let (kind, key) = recorded.subject;
    let detail = if recorded.detail.is_null() { String::new() } else { recorded.detail.to_string() };
    [recorded.at.iso(), handle, name, recorded.action, kind, key, detail, address, token, recorded.id]
}
