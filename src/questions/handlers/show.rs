//! One question.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::aside;
use crate::clock::{Clock, Timestamp};
use crate::db::Db;
use crate::error::AppError;
use crate::program;
use crate::questions::model::QuestionNumber;
use crate::questions::pages::{Asked, Drafts, ShowPage};
use crate::questions::{Clocks, QuestionError, Reader, access, launches, store};
use crate::web::form::Choice;
use crate::web::{FieldProblem, Member, Shell, html, see_other};

/// Launches of a team that a question can be tied to.
const LAUNCHES: i64 = 20;

/// `GET /questions/{number}`
pub async fn show(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    number: Path<QuestionNumber>,
    clocks: Data<Clocks>,
) -> Result<HttpResponse, AppError> {
    draw(shell, &member, (&db, &clocks), clock.now(), *number, Drafts::default()).await
}

/// `GET` of an address that a form is sent to: the question itself.
pub async fn back(number: Path<QuestionNumber>) -> HttpResponse {
    see_other(&number.path())
}

/// The page, with what was typed into its forms; 422 where some of it is wrong.
pub(super) async fn draw(
    shell: Shell,
    member: &Member,
    (db, clocks): (&Db, &Clocks),
    now: Timestamp,
    number: QuestionNumber,
    drafts: Drafts,
) -> Result<HttpResponse, AppError> {
    let (calendar, reader) = (clocks.calendar(), Reader::of(member));
    let today = calendar.today(now);
    let planner = member.clone();
    let (question, events, serving, launches, (topics, watchers, watches)) = db
        .read(move |connection| {
            let question = store::find(connection, &reader, number)?;
            let events = store::list_events(connection, question.id)?;
            let serving = match question.team_id() {
                Some(team) => program::serving(connection, team, today)?,
                None => Vec::new(),
            };
            let may_tie =
                question.state.is_open() && (question.is_asked_by(planner.id) || access::answers(&planner, &question));
            let launches = match question.team_id().filter(|_| may_tie) {
                Some(team) => launches::list_launches_of(connection, &[team], now, LAUNCHES)?,
                None => Vec::new(),
            };
            let more = (
                store::list_topics(connection, question.id)?,
                store::count_watchers(connection, question.id)?,
                store::is_watched_by(connection, question.id, planner.id)?,
            );
            Ok::<_, QuestionError>((question, events, serving, launches, more))
        })
        .await?;
    let (base, member) = (shell.base.clone(), member.clone());
    let tied = question.launch.as_ref().map(|launch| launch.slug.clone()).unwrap_or_default();
    let mut asked = aside(move || Asked::new(&base, &member, (now, &calendar), &question, &events, &serving)).await?;
    asked.topics = topics.into_iter().map(|topic| topic.value).collect();
    (asked.watchers, asked.watches) = (watchers, watches);
    asked.launches = launches.iter().map(|launch| Choice::new(&launch.slug, &launch.name, &tied)).collect();
    let status = if drafts.problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    html(status, &ShowPage { shell, asked, drafts })
}

/// What was wrong with a form, where that is all that went wrong.
pub(super) fn problems(error: QuestionError) -> Result<Vec<FieldProblem>, QuestionError> {
    match error {
        QuestionError::Invalid(problems) => Ok(problems),
        other => Err(other),
    }
}
