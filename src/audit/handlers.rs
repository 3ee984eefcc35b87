//! The page of the record.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};

use super::detail::NamesByKey;
use super::model::{Place, Recorded};
use super::names::NameList;
use super::pages::{Line, ListPage, href};
use super::query::RecordQuery;
use super::store;
use crate::calendar::CompanyCalendar;
use crate::clock::{Clock, Day};
use crate::db::keys::PersonId;
use crate::db::{Connection, Db, DbError};
use crate::error::AppError;
use crate::notify::{Readable, SubjectList};
use crate::web::form::Choice;
use crate::web::{FieldProblem, Member, Shell, html};

/// Lines of one page.
const PAGE: usize = 50;

/// What a page is made of.
struct Found {
    recorded: Vec<Recorded>,
    /// From where an older page is read; none on the oldest.
    older: Option<Place>,
    actions: Vec<String>,
    problems: Vec<FieldProblem>,
    /// What of all this its reader may open.
    readable: Readable,
    /// What keys in the details stand for.
    names: NamesByKey,
}

/// `GET /audit`
pub async fn list(
    shell: Shell,
    reader: Member,
    db: Data<Db>,
    (clock, calendar): (Data<Clock>, Data<CompanyCalendar>),
    (subjects, names): (Data<SubjectList>, Data<NameList>),
    query: Query<RecordQuery>,
) -> Result<HttpResponse, AppError> {
    let (query, now, calendar) = (query.into_inner(), clock.now(), calendar.get());
    let (asked, behind, zone) = (query.clone(), query.behind()?, calendar.zone.clone());
    let (is_begun, who) = (behind.is_some(), (reader.id, now.day()));
    let found = db
        .read(move |connection| {
            let (filter, problems) = asked.filter(connection, &calendar.zone)?;
            let (recorded, older) = match problems.is_empty() {
                true => store::list_page(connection, &filter, behind.as_ref(), PAGE)?,
                false => (Vec::new(), None),
            };
            let readable = readable_by(connection, &subjects, who, &recorded)?;
            let (names, actions) = (names.of(connection, &recorded)?, store::list_actions(connection)?);
            Ok::<_, DbError>(Found { recorded, older, actions, problems, readable, names })
        })
        .await?;
    let is_one = !query.kind.is_empty() && !query.key.is_empty();
    let is_shown = is_one && !found.recorded.is_empty() && found.readable.has(&query.kind, &query.key);
    let status = if found.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    let line = |one: Recorded| Line::new(&shell.base, one, (&found.readable, &found.names), (now, &zone));
    let list_page = ListPage {
        actions: found.actions.iter().map(|action| Choice::new(action, action, &query.action)).collect(),
        problems: found.problems,
        about: if is_one { format!("{} {}", query.kind, query.key) } else { String::new() },
        about_href: if is_shown { href(&shell.base, &query.kind, &query.key) } else { String::new() },
        is_filtered: !query.is_empty(),
        csv_href: shell.to(&query.href("/audit.csv", None)),
        newest_href: if is_begun { shell.to(&query.href("/audit", None)) } else { String::new() },
        older_href: found.older.map_or(String::new(), |place| shell.to(&query.href("/audit", Some(&place)))),
        lines: found.recorded.into_iter().map(line).collect(),
        who: query.who,
        kind: query.kind,
        key: query.key,
        from: query.from,
        to: query.to,
        shell,
    };
    html(status, &list_page)
}

fn readable_by(
    connection: &mut Connection,
    subjects: &SubjectList,
    (reader, today): (PersonId, Day),
    recorded: &[Recorded],
) -> Result<Readable, DbError> {
    let about = recorded.iter().map(|one| (one.subject.0.as_str(), one.subject.1.as_str()));
    subjects.readable(connection, reader, about, today)
}
