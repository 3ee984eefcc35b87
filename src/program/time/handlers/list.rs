//! One's own time, and logging more of it.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use serde::Deserialize;

use super::{activity_choices, target_of};
use crate::calendar::Span;
use crate::clock::{Clock, Day, Timestamp};
use crate::db::once::once;
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::program::time::chart::Chart;
use crate::program::time::forms::TimeForm;
use crate::program::time::model::TimeEntry;
use crate::program::time::offers::{OfferLine, Source, list_offers, log_offer};
use crate::program::time::owed::{list_periods, week_of};
use crate::program::time::pages::{EntryLine, ListPage, SpanLink, UndoLine, Week};
use crate::program::time::rules::{duration_words, open_days};
use crate::program::time::{actions, store, undo};
use crate::program::{Actor, Answers, ProgramError, TeamName, teams_served_over};
use crate::web::form::Choice;
use crate::web::shell::query_value;
use crate::web::{FieldProblem, Form, Member, Shell, html, page, see_other_saying};

/// Lines of one page of the list.
const PAGE: i64 = 30;

/// The query of `GET /time`.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    page: u32,
    /// `week`, `month` or `quarter`.
    by: String,
    /// The first and the last day of the list, both included; empty: all.
    from: String,
    to: String,
}

impl ListQuery {
    /// The days of the list.
    pub fn days(&self) -> Result<(Option<Day>, Option<Day>), AppError> {
        let day = |name: &str, text: &str| match text.trim() {
            "" => Ok(None),
            text => Day::parse(text).map(Some).map_err(|words| AppError::BadRequest(format!("{name}: {words}"))),
        };
        Ok((day("from", &self.from)?, day("to", &self.to)?))
    }

    /// The address of the same list elsewhere.
    fn href(&self, path: &str, span: Span, page: u32) -> String {
        let (by, from, to) = (span.as_str(), query_value(&self.from), query_value(&self.to));
        format!("{path}?by={by}&from={from}&to={to}&page={page}")
    }

    fn span(&self) -> Span {
        Span::parse(&self.by).unwrap_or(Span::Week)
    }
}

/// How many periods are shown: two months of weeks, a year of months, two years.
fn periods_of(span: Span) -> usize {
    match span {
        Span::Week => 9,
        Span::Month => 12,
        Span::Quarter => 8,
    }
}

/// `GET /time`
pub async fn list(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    answers: Data<Arc<dyn Answers>>,
    query: Query<ListQuery>,
) -> Result<HttpResponse, AppError> {
    let (now, query) = (clock.now(), query.into_inner());
    query.days()?;
    let job = move |connection: &mut Connection| {
        let offers = list_offers(connection, &***answers, &member, now)?;
        let shown = list_page(connection, shell, &member, now, &query, TimeForm::default(), Vec::new())?;
        Ok::<_, ProgramError>(ListPage { offers: OfferLine::list(offers), ..shown })
    };
    page(&db.read(job).await?)
}

fn list_page(
    connection: &mut Connection,
    shell: Shell,
    member: &Member,
    now: Timestamp,
    query: &ListQuery,
    form: TimeForm,
    problems: Vec<FieldProblem>,
) -> Result<ListPage, ProgramError> {
    let (person, today, span) = (member.id, member.today(now), query.span());
    let calendar = &member.calendar;
    let days = query.days().unwrap_or_default();
    let mut rows = store::list_between(connection, person, days, i64::from(query.page) * PAGE, PAGE + 1)?;
    let more = rows.len() as i64 > PAGE;
    rows.truncate(PAGE as usize);
    let teams = teams_served_over(connection, person, open_days(member, now))?;
    let periods = list_periods(connection, calendar, person, today, span, periods_of(span))?;
    let undo = undo::latest_of(connection, person, now)?;
    let link = |number: u32| shell.to(&query.href("/time", span, number));
    let spans = Span::ALL.into_iter().map(|other| SpanLink {
        label: other.as_str(),
        href: shell.to(&format!("/time?by={}", other.as_str())),
        is_current: other == span,
    });
    Ok(ListPage {
        week: week_of(connection, calendar, person, today)?,
        entries: EntryLine::list(connection, calendar, rows, today)?,
        previous: query.page.checked_sub(1).map(link).unwrap_or_default(),
        next: if more { link(query.page + 1) } else { String::new() },
        is_serving: !teams.is_empty(),
        teams: team_choices(&teams, &form.team),
        activities: activity_choices(&form.activity),
        by_fields: form.line.trim().is_empty(),
        line: form.line,
        length: form.length,
        note: form.note,
        day: if form.day.is_empty() { today.to_string() } else { form.day },
        target: form.target,
        source: form.source,
        offers: Vec::new(),
        spans: spans.collect(),
        csv_href: shell.to(&format!("/time.csv?from={}&to={}", query_value(&query.from), query_value(&query.to))),
        by: span.as_str(),
        from: query.from.clone(),
        to: query.to.clone(),
        chart: Chart::of(&periods, span),
        undo: undo.map(UndoLine::new),
        window: calendar.open_days,
        problems,
        shell,
    })
}

/// The teams to choose from; no choice at all where there is one only.
pub fn team_choices(teams: &[TeamName], current: &str) -> Vec<Choice> {
    if teams.len() < 2 {
        return Vec::new();
    }
    teams.iter().map(|team| Choice::new(&team.slug, &team.name, current)).collect()
}

/// `POST /time`
pub async fn create(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    answers: Data<Arc<dyn Answers>>,
    form: Form<TimeForm>,
) -> Result<HttpResponse, AppError> {
    let (form, now) = (form.into_inner(), clock.now());
    let (sent, actor) = (form.clone(), member.clone());
    let source = Source::parse(&form.source);
    let target = target_of(&form).to_owned();
    let saved = db
        .write(move |tx| {
            let mut logged = None;
            once(tx, actor.id, &sent.token(), now, |tx| {
                let teams = teams_served_over(tx, actor.id, open_days(&actor, now))?;
                let new = sent.parse(&teams, actor.today(now))?;
                logged = Some(match &source {
                    Some(source) => log_offer(tx, &***answers, &actor, now, &new, source)?,
                    None => actions::log_time(tx, Actor::Member(&actor), now, &new)?,
                });
                Ok::<_, ProgramError>(String::new())
            })?;
            Ok::<_, ProgramError>((logged, week_of(tx, &actor.calendar, actor.id, actor.today(now))?))
        })
        .await;
    let problems = match saved {
        Ok((logged, week)) => return Ok(see_other_saying(&target, logged_words(logged.as_ref(), week))),
        Err(ProgramError::Invalid(problems)) => problems,
        Err(error) => return Err(error.into()),
    };
    let job = move |connection: &mut Connection| {
        list_page(connection, shell, &member, now, &ListQuery::default(), form, problems)
    };
    html(StatusCode::UNPROCESSABLE_ENTITY, &db.read(job).await?)
}

fn logged_words(entry: Option<&TimeEntry>, week: Week) -> String {
    let Some(entry) = entry else { return format!("That was logged already. This week: {}.", week.words()) };
    let length = duration_words(i64::from(entry.minutes));
    let activity = entry.activity.label().to_lowercase();
    format!("Logged {length} of {activity} on {}. This week: {}.", entry.day.short(), week.words())
}
