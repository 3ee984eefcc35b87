//! The months, for whoever runs the program.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;

use super::forms::MonthForm;
use super::model::{Closing, ClosingAction};
use super::pages::{DoneLine, MonthLine, MonthsPage};
use super::rules::{self, month_words};
use super::{actions, store};
use crate::clock::{Clock, Timestamp};
use crate::db::once::once;
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::program::{Actor, ProgramError};
use crate::web::{FieldProblem, Form, Member, Moment, Shell, html, page, see_other_saying};

/// Months that the page names: a year, and the present one.
const MONTHS: i32 = 13;

/// `GET /time/months`
pub async fn list(shell: Shell, member: Member, db: Data<Db>, clock: Data<Clock>) -> Result<HttpResponse, AppError> {
    let now = clock.now();
    let form = MonthForm::default();
    page(&db.read(move |connection| months_page(connection, shell, &member, now, &form, Vec::new())).await?)
}

fn months_page(
    connection: &mut Connection,
    shell: Shell,
    member: &Member,
    now: Timestamp,
    form: &MonthForm,
    problems: Vec<FieldProblem>,
) -> Result<MonthsPage, ProgramError> {
    let done = store::list(connection)?;
    let today = member.today(now);
    let after = member.calendar.close_after_days;
    let line = |back: i32| {
        let month = today.month_start().plus_months(-back);
        let newest = done.iter().find(|(closing, _)| rules::speaks_of(closing, month));
        let value = month.date().strftime("%Y-%m").to_string();
        let sent = form.month == value;
        MonthLine {
            words: month_words(month),
            is_closed: rules::is_closed(month, newest.map(|(closing, _)| closing), after, today),
            why: newest.map(|(closing, who)| why(closing, who)).unwrap_or_default(),
            reason: if sent { form.reason.clone() } else { String::new() },
            problem: if sent { FieldProblem::of(&problems, "reason").to_owned() } else { String::new() },
            value,
        }
    };
    Ok(MonthsPage {
        months: (0..MONTHS).map(line).collect(),
        calendar: match after {
            Some(days) => format!("A month is closed by itself {days} days after its end."),
            None => "No month is closed by itself; the setting program.close_after_days would.".into(),
        },
        done: done.into_iter().map(|(closing, who)| done_line(closing, &who, now)).collect(),
        problems,
        shell,
    })
}

fn why(closing: &Closing, who: &str) -> String {
    match closing.action {
        ClosingAction::Closed => format!("by {who}"),
        ClosingAction::Reopened => format!("opened again by {who}: {}", closing.reason),
    }
}

fn done_line(closing: Closing, who: &str, now: Timestamp) -> DoneLine {
    let month = month_words(closing.month);
    DoneLine {
        words: match closing.action {
            ClosingAction::Closed => format!("{who} closed all months up to {month}"),
            ClosingAction::Reopened => format!("{who} opened {month} again"),
        },
        reason: closing.reason,
        at: Moment::new(closing.made_at, now),
    }
}

/// `POST /time/months/close`
pub async fn create_closing(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    form: Form<MonthForm>,
) -> Result<HttpResponse, AppError> {
    change(shell, member, db, clock.now(), form.into_inner(), |tx, actor, now, form| {
        let month = form.month()?;
        actions::close_months(tx, actor, now, month)?;
        Ok(format!("All months up to {} are closed.", month_words(month)))
    })
    .await
}

/// `POST /time/months/reopen`
pub async fn delete_closing(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    form: Form<MonthForm>,
) -> Result<HttpResponse, AppError> {
    change(shell, member, db, clock.now(), form.into_inner(), |tx, actor, now, form| {
        let month = form.month()?;
        actions::reopen_month(tx, actor, now, month, &form.reason()?)?;
        Ok(format!("{} is open again, until you close it.", month_words(month)))
    })
    .await
}

type Change = fn(&mut crate::db::Tx, Actor<'_>, Timestamp, &MonthForm) -> Result<String, ProgramError>;

async fn change(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    now: Timestamp,
    form: MonthForm,
    job: Change,
) -> Result<HttpResponse, AppError> {
    let (sent, actor) = (form.clone(), member.clone());
    let saved =
        db.write(move |tx| once(tx, actor.id, &sent.once, now, |tx| job(tx, Actor::Member(&actor), now, &sent))).await;
    let problems = match saved {
        Ok(words) => return Ok(see_other_saying("/time/months", words)),
        Err(ProgramError::Invalid(problems)) => problems,
        Err(error) => return Err(error.into()),
    };
    let shown = db.read(move |connection| months_page(connection, shell, &member, now, &form, problems)).await?;
    html(StatusCode::UNPROCESSABLE_ENTITY, &shown)
}
