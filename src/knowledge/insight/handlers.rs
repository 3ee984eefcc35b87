//! Insight as a page, and as CSV of exactly the same rows.

use actix_web::HttpResponse;
use actix_web::web::{Data, Query};
use serde::Deserialize;

use super::chart::Chart;
use super::lists::{self, Period, SearchLine};
use super::pages::{InsightPage, List, ListKind, document, helpful_row, row, sentence};
use super::store::by_day;
use super::weeks::{Week, by_week, first_monday};
use crate::clock::{Clock, Day};
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::knowledge::feedback::list_unhelpful;
use crate::knowledge::writing::may_write;
use crate::knowledge::{KnowledgeError, Library};
use crate::web::form::Choice;
use crate::web::{Shell, Viewer, csv, page};

/// Lines of each list.
const LINES: i64 = 25;

/// What is looked at. It stands in the address, so that it can be sent to somebody.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct InsightQuery {
    /// The Monday of one week; empty: all of them.
    week: String,
    /// Of the CSV: which list; empty: the weeks.
    list: String,
}

impl InsightQuery {
    /// The days that the lists cover. A week that is none of the twelve is not there.
    fn period(&self, today: Day) -> Result<Period, AppError> {
        let first = first_monday(today);
        if self.week.is_empty() {
            return Ok(Period { from: first, until: today });
        }
        let monday = Day::parse(&self.week).map_err(AppError::BadRequest)?.monday();
        if monday < first || monday > today {
            return Err(AppError::NotFound("week"));
        }
        Ok(Period { from: monday, until: monday.plus_days(6) })
    }
}

/// `GET /articles/insight`
pub async fn show(
    shell: Shell,
    viewer: Viewer,
    db: Data<Db>,
    clock: Data<Clock>,
    library: Data<Library>,
    query: Query<InsightQuery>,
) -> Result<HttpResponse, AppError> {
    let figures = figures(&shell, &viewer, &db, &clock, &library, &query).await?;
    let week = query.week.clone();
    let mut weeks: Vec<Choice> = figures
        .weeks
        .iter()
        .map(|one| Choice::new(&one.monday.to_string(), &format!("Week of {}", one.monday.words()), &week))
        .collect();
    weeks.reverse();
    page(&InsightPage {
        sentence: sentence(&figures.weeks),
        chart: Chart::new(&figures.weeks),
        days: library.searches.days(),
        choices: weeks,
        weeks: figures.weeks,
        lists: figures.lists,
        week,
        shell,
    })
}

/// `GET /articles/insight.csv`
pub async fn list_csv(
    shell: Shell,
    viewer: Viewer,
    db: Data<Db>,
    clock: Data<Clock>,
    library: Data<Library>,
    query: Query<InsightQuery>,
) -> Result<HttpResponse, AppError> {
    let figures = figures(&shell, &viewer, &db, &clock, &library, &query).await?;
    let list = if query.list.is_empty() { "weeks" } else { query.list.as_str() };
    let document = document(&figures.weeks, &figures.lists, list).ok_or(AppError::NotFound("list"))?;
    Ok(csv::download(&format!("{list}-{}.csv", figures.today), document))
}

/// What the page shows and the CSV holds.
struct Figures {
    today: Day,
    weeks: Vec<Week>,
    lists: Vec<List>,
}

async fn figures(
    shell: &Shell,
    viewer: &Viewer,
    db: &Db,
    clock: &Clock,
    library: &Library,
    query: &InsightQuery,
) -> Result<Figures, AppError> {
    let now = clock.now();
    let today = now.day();
    let period = query.period(today)?;
    // What this node still holds belongs to the figures, too.
    library.searches.flush(db, now).await?;
    let (base, library) = (shell.base.clone(), library.clone());
    let writes = viewer.member().is_some_and(may_write);
    let found = db.read(move |connection| {
        let days = by_day(connection, first_monday(today), today)?;
        let lists = lists_of(connection, &base, &library, period, writes)?;
        Ok::<_, KnowledgeError>(Figures { today, weeks: by_week(&days, today), lists })
    });
    Ok(found.await?)
}

fn lists_of(
    connection: &mut Connection,
    base: &str,
    library: &Library,
    period: Period,
    writes: bool,
) -> Result<Vec<List>, KnowledgeError> {
    let list = |kind, lines: Vec<SearchLine>| List {
        kind,
        rows: lines.into_iter().map(|line| row(base, library, line, kind, writes)).collect(),
    };
    let unhelpful = list_unhelpful(connection, period.from, period.until, LINES)?;
    Ok(vec![
        list(ListKind::Unanswered, lists::list_unanswered(connection, period, LINES)?),
        list(ListKind::Unopened, lists::list_unopened(connection, period, LINES)?),
        list(ListKind::Top, lists::list_top(connection, period, LINES)?),
        List {
            kind: ListKind::Unhelpful,
            rows: unhelpful.into_iter().map(|line| helpful_row(base, library, line)).collect(),
        },
    ])
}
