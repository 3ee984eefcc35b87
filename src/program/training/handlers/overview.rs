//! Whose training ends, and what waits to be verified.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::Deserialize;

use crate::clock::{Clock, Day};
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::program::ladder::Ladder;
use crate::program::training::pages::{
    ExpiringLine, ExpiringPage, StandingWords, UnverifiedLine, UnverifiedPage, document, renewal_title,
};
use crate::program::training::rules::{REMIND_DAYS, Standing};
use crate::program::training::{access, store};
use crate::program::{ProgramError, list_departments};
use crate::web::form::Choice;
use crate::web::shell::query_value;
use crate::web::{Grant, Member, Moment, Shell, csv, page};

/// Rows of one page.
const PAGE: usize = 100;

/// What of it is shown; all of it stands in the address.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct ExpiringQuery {
    /// `60`, `30`, `7`: within so many days; `over`: what has ended; empty: all of it.
    within: String,
    /// The department's address; empty: all.
    department: String,
    page: usize,
}

impl ExpiringQuery {
    fn shows(&self, line: &ExpiringLine) -> bool {
        match self.within.as_str() {
            "over" => line.left < 0,
            text => text.parse::<i32>().ok().is_none_or(|days| (0..=days).contains(&line.left)),
        }
    }

    fn href(&self, base: &str, path: &str, page: usize) -> String {
        let (within, department) = (query_value(&self.within), query_value(&self.department));
        format!("{base}{path}?within={within}&department={department}&page={page}")
    }
}

/// What ends within sixty days and, where it is required, has ended: the most urgent first.
fn list(
    connection: &mut Connection,
    member: &Member,
    ladder: &Ladder,
    query: &ExpiringQuery,
    today: Day,
) -> Result<Vec<ExpiringLine>, ProgramError> {
    let catalogue = store::catalogue(connection, ladder)?;
    let wanted = list_departments(connection)?.into_iter().find(|one| one.slug == query.department).map(|one| one.id);
    let mut lines = Vec::new();
    for learner in store::learners(connection, &catalogue, today)? {
        let is_there = wanted.is_none_or(|wanted| learner.teams.iter().any(|(_, department, _)| *department == wanted));
        if !is_there || learner.done.is_empty() || !access::may_oversee(member, &learner) {
            continue;
        }
        for course in catalogue.current() {
            let is_required = course.audience.means(&learner.facts);
            let standing = learner.standing(&catalogue, course, today);
            let Some(last) = standing.last() else { continue };
            let left = last.days_since(today);
            let is_over = matches!(standing, Standing::Expired { .. });
            if left > REMIND_DAYS[0] || (is_over && !is_required) {
                continue;
            }
            lines.push(ExpiringLine {
                handle: learner.handle.clone(),
                name: learner.name.clone(),
                team: learner.teams.first().map(|(_, _, name)| name.clone()).unwrap_or_default(),
                course_slug: course.slug.clone(),
                course: course.title.clone(),
                last,
                left,
                is_required,
                renewal: renewal_title(&catalogue, standing),
                words: StandingWords::of(standing, is_required, today),
            });
        }
    }
    lines.retain(|line| query.shows(line));
    // By day and then by name: who is late is not set beside who is later.
    lines.sort_by(|one, other| (one.last, &one.name, &one.course).cmp(&(other.last, &other.name, &other.course)));
    Ok(lines)
}

/// `GET /training/expiring`
pub async fn list_expiring(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    ladder: Ladder,
    query: Query<ExpiringQuery>,
) -> Result<HttpResponse, AppError> {
    let (today, query) = (clock.now().day(), query.into_inner());
    let (wanted, viewer) = (query.clone(), member.clone());
    let (mut lines, departments) = db
        .read(move |connection| {
            Ok::<_, ProgramError>((list(connection, &viewer, &ladder, &wanted, today)?, list_departments(connection)?))
        })
        .await?;
    let total = lines.len();
    let last_page = total.saturating_sub(1) / PAGE;
    let number = query.page.min(last_page);
    lines = lines.into_iter().skip(number * PAGE).take(PAGE).collect();
    let to = |is_there: bool, page: usize| {
        if is_there { query.href(&shell.base, "/training/expiring", page) } else { String::new() }
    };
    let window = |(value, label): (&str, &str)| Choice::new(value, label, &query.within);
    page(&ExpiringPage {
        previous: to(number > 0, number.saturating_sub(1)),
        next: to(number < last_page, number + 1),
        range: if total > PAGE {
            format!("{} to {} of {total}", number * PAGE + 1, number * PAGE + lines.len())
        } else {
            String::new()
        },
        csv_href: query.href(&shell.base, "/training/expiring.csv", 0),
        windows: [("7", "7 days"), ("30", "30 days"), ("60", "60 days"), ("over", "has ended")].map(window).into(),
        departments: departments.iter().map(|one| Choice::new(&one.slug, &one.name, &query.department)).collect(),
        sees_all: member.has(Grant::Lead),
        lines,
        total,
        shell,
    })
}

/// `GET /training/expiring.csv`
pub async fn list_expiring_csv(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    ladder: Ladder,
    query: Query<ExpiringQuery>,
) -> Result<HttpResponse, AppError> {
    let today = clock.now().day();
    let lines = db.read(move |connection| list(connection, &member, &ladder, &query, today)).await?;
    Ok(csv::download(&format!("training-expiring-{today}.csv"), document(&lines)))
}

/// The query of `GET /training/unverified`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct PageQuery {
    page: i64,
}

/// `GET /training/unverified`
pub async fn list_unverified(
    shell: Shell,
    db: Data<Db>,
    clock: Data<Clock>,
    query: Query<PageQuery>,
) -> Result<HttpResponse, AppError> {
    let (now, rows) = (clock.now(), PAGE as i64);
    let number = query.page.clamp(0, 100_000);
    let (found, total) = db.read(move |connection| store::list_unverified(connection, number * rows, rows)).await?;
    let lines: Vec<UnverifiedLine> = found
        .into_iter()
        .map(|(handle, name, row, at)| UnverifiedLine { person: (handle, name), row, since: Moment::new(at, now) })
        .collect();
    let to = |is_there: bool, page: i64| {
        if is_there { shell.to(&format!("/training/unverified?page={page}")) } else { String::new() }
    };
    page(&UnverifiedPage {
        previous: to(number > 0, number - 1),
        next: to((number + 1) * rows < total, number + 1),
        range: if total > rows {
            format!("{} to {} of {total}", number * rows + 1, number * rows + lines.len() as i64)
        } else {
            String::new()
        },
        lines,
        shell,
    })
}
