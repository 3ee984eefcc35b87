//! Answering, seeing how an answer will look, and being second.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use actix_web::{HttpResponse, ResponseError};

use super::show::{draw, problems};
use super::{change, preview_of, rendered};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::questions::forms::{AnswerForm, PreviewForm};
use crate::questions::model::QuestionNumber;
use crate::questions::pages::{ConflictPage, Drafts, PreviewPart};
use crate::questions::rules::Act;
use crate::questions::{Clocks, QuestionError, Reader, access, actions, store};
use crate::web::{Form, Member, Shell, html, page, see_other_saying};

/// `POST /questions/{number}/answer`
pub async fn create_answer(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    number: Path<QuestionNumber>,
    form: Form<AnswerForm>,
    clocks: Data<Clocks>,
) -> Result<HttpResponse, AppError> {
    let (number, now, form) = (*number, clock.now(), form.into_inner());
    let parsed = form.parse();
    let input = match parsed {
        Ok(input) if form.preview.is_empty() => input,
        other => {
            let drafts = drafts(&shell, form, other.err()).await?;
            return draw(shell, &member, (&db, &clocks), now, number, drafts).await;
        }
    };
    let own = clocks.clone();
    let job = move |tx: &mut _, member: &_| actions::answer(tx, &own, member, now, number, &input);
    match change(&db, &member, now, &form.once, number, job).await {
        Ok(()) if form.next == "yes" => {
            Ok(see_other_saying("/queue/next", format!("Your answer to question {number} is there. This is the next.")))
        }
        Ok(()) => Ok(see_other_saying(&number.path(), "Your answer is there. Whoever asked sees it on their desk.")),
        Err(QuestionError::Unchanged { .. }) => Ok(see_other_saying(&number.path(), "Nothing was changed.")),
        Err(error @ QuestionError::Invalid(_)) => {
            let drafts = drafts(&shell, form, Some(error)).await?;
            draw(shell, &member, (&db, &clocks), now, number, drafts).await
        }
        Err(
            reason
            @ (QuestionError::Changed { .. } | QuestionError::NotOpen { .. } | QuestionError::NotYourTurn { .. }),
        ) => draw_conflict(shell, &member, &db, number, form.answer, reason).await,
        Err(error) => Err(error.into()),
    }
}

async fn drafts(shell: &Shell, form: AnswerForm, error: Option<QuestionError>) -> Result<Drafts, AppError> {
    let preview = preview_of(&form.preview, &form.answer, &shell.base).await?;
    let problems = error.map(problems).transpose()?.unwrap_or_default();
    Ok(Drafts { preview, answer: Some(form.answer), version: Some(form.version), problems, ..Drafts::default() })
}

/// Both texts beside each other, and how to go on: nothing that was written is lost.
async fn draw_conflict(
    shell: Shell,
    member: &Member,
    db: &Db,
    number: QuestionNumber,
    written: String,
    reason: QuestionError,
) -> Result<HttpResponse, AppError> {
    let reader = Reader::of(member);
    let question = db.read(move |connection| store::find(connection, &reader, number)).await?;
    let words = reason.to_string();
    let status = AppError::from(reason).status_code();
    // Whoever may not even read a number hears that there is none; here they do read it.
    let can_answer = status == StatusCode::CONFLICT && access::offers(member, &question, Act::Answer);
    html(
        status,
        &ConflictPage {
            shell,
            number,
            title: question.title,
            reason: words,
            written,
            present: question.answer,
            version: question.version.to_string(),
            can_answer,
        },
    )
}

/// `POST /questions/preview`
pub async fn preview(shell: Shell, form: Form<PreviewForm>) -> Result<HttpResponse, AppError> {
    let words = if form.answer.is_empty() { &form.body } else { &form.answer };
    page(&PreviewPart { html: rendered(words, &shell.base).await? })
}
