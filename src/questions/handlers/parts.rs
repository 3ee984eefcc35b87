//! Merging a duplicate, and making two questions of one.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;

use super::change;
use super::here::Here;
use super::show::problems;
use crate::clock::Timestamp;
use crate::db::{Connection, once::once};
use crate::error::AppError;
use crate::questions::forms::{MergerForm, SplitForm};
use crate::questions::model::{Question, QuestionNumber};
use crate::questions::pages::{Line, MergerPage, SplitPage};
use crate::questions::rules::{Act, allows};
use crate::questions::{QuestionError, QuestionIndex, Reader, access, actions, list_similar, store};
use crate::web::{FieldProblem, Form, Member, html, see_other_saying};

/// Questions in like words that are offered.
const SIMILAR: usize = 8;

/// `GET /questions/{number}/merger/new`
pub async fn new_merger(here: Here) -> Result<HttpResponse, AppError> {
    draw_merger(here, MergerForm::default(), Vec::new()).await
}

/// `POST /questions/{number}/merger`
pub async fn create_merger(here: Here, form: Form<MergerForm>) -> Result<HttpResponse, AppError> {
    let form = form.into_inner();
    let kept = match form.parse() {
        Ok(kept) => kept,
        Err(error) => return draw_merger(here, form, problems(error)?).await,
    };
    let (number, now) = (here.number, here.now);
    let job = move |tx: &mut _, member: &_| actions::merge(tx, member, now, number, kept);
    match change(&here.db, &here.member, now, &form.once, number, job).await {
        Ok(()) => Ok(see_other_saying(
            &kept.path(),
            format!("Question {number} leads here now, and who waited for it waits for this one."),
        )),
        Err(error) => draw_merger(here, form, problems(error)?).await,
    }
}

async fn draw_merger(here: Here, form: MergerForm, problems: Vec<FieldProblem>) -> Result<HttpResponse, AppError> {
    let (member, number, now, base) = (here.member.clone(), here.number, here.now, here.shell.base.clone());
    let index = here.index.clone();
    let (question, similar) = here
        .db
        .read(move |connection| {
            let question = find_for(connection, &member, number, Act::Merge)?;
            let similar = lines(connection, &index, &member, &question, now, &base)?;
            Ok::<_, QuestionError>((question, similar))
        })
        .await?;
    let status = if problems.is_empty() { StatusCode::OK } else { StatusCode::UNPROCESSABLE_ENTITY };
    html(status, &MergerPage { shell: here.shell, number, title: question.title, similar, form, problems })
}

/// Questions in like words, this one not among them.
fn lines(
    connection: &mut Connection,
    index: &QuestionIndex,
    member: &Member,
    question: &Question,
    now: Timestamp,
    base: &str,
) -> Result<Vec<Line>, QuestionError> {
    let mut similar = list_similar(connection, index, base, member, &question.title, now, SIMILAR + 1)?;
    similar.retain(|one| one.line.number != question.number.0);
    similar.truncate(SIMILAR);
    Ok(similar.into_iter().map(|one| one.line).collect())
}

/// The question, where `member` may do `act` with it and its state allows that.
fn find_for(
    connection: &mut Connection,
    member: &Member,
    number: QuestionNumber,
    act: Act,
) -> Result<Question, QuestionError> {
    let question = store::find(connection, &Reader::of(member), number)?;
    if !access::may(member, &question, act) {
        return Err(QuestionError::NotYourTurn { number });
    }
    if !allows(question.state, act) {
        return Err(QuestionError::NotOpen { number, state: question.state.label() });
    }
    Ok(question)
}

/// `GET /questions/{number}/split/new`
pub async fn new_split(here: Here) -> Result<HttpResponse, AppError> {
    let (member, number) = (here.member.clone(), here.number);
    let question = here.db.read(move |connection| find_for(connection, &member, number, Act::Split)).await?;
    draw_split(here, StatusCode::OK, SplitForm::of(&question), None, Vec::new())
}

/// `POST /questions/{number}/split`
pub async fn create_split(here: Here, form: Form<SplitForm>) -> Result<HttpResponse, AppError> {
    let form = form.into_inner();
    let parts = match form.parse() {
        Ok(parts) => parts,
        Err(error) => return draw_split(here, StatusCode::UNPROCESSABLE_ENTITY, form, None, problems(error)?),
    };
    let (member, number, now, token) = (here.member.clone(), here.number, here.now, form.once.clone());
    let clocks = here.clocks.clone();
    let job = move |tx: &mut _| {
        once(tx, member.id, &token, now, |tx| {
            Ok::<_, QuestionError>(actions::split(tx, &clocks, &member, now, number, &parts)?.path())
        })
    };
    match here.db.write(job).await {
        Ok(second) => {
            Ok(see_other_saying(&second, format!("This is a question of its own now; the rest is question {number}.")))
        }
        Err(QuestionError::Changed { .. }) => {
            let reader = Reader::of(&here.member);
            let question = here.db.read(move |connection| store::find(connection, &reader, number)).await?;
            // Both stand there: what was written, and what it would take the place of.
            let form = SplitForm { version: question.version.to_string(), ..form };
            draw_split(here, StatusCode::CONFLICT, form, Some((question.title, question.body)), Vec::new())
        }
        Err(error) => draw_split(here, StatusCode::UNPROCESSABLE_ENTITY, form, None, problems(error)?),
    }
}

fn draw_split(
    here: Here,
    status: StatusCode,
    form: SplitForm,
    changed: Option<(String, String)>,
    problems: Vec<FieldProblem>,
) -> Result<HttpResponse, AppError> {
    html(status, &SplitPage { shell: here.shell, number: here.number, form, changed, problems })
}
