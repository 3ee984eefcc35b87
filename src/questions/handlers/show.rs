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
use crate::questions::{Clocks, QuestionError, Reader, store};
use crate::web::{FieldProblem, Member, Shell, html, see_other};

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
    let (question, events, serving) = db
        .read(move |connection| {
            let question = store::find(connection, &reader, number)?;
            let events = store::list_events(connection, question.id)?;
            let serving = match question.team_id() {
                Some(team) => program::serving(connection, team, today)?,
                None => Vec::new(),
            };
            Ok::<_, QuestionError>((question, events, serving))
        })
        .await?;
    let (base, member) = (shell.base.clone(), member.clone());
    let asked = aside(move || Asked::new(&base, &member, (now, &calendar), &question, &events, &serving)).await?;
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
