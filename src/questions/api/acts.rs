//! Changes of whose turn it is, and what is said on the way.

use actix_web::HttpResponse;

use super::act::Act;
use super::body::{Body, form, refuse};
use crate::error::AppError;
use crate::questions::confirm::{self, MissingForm};
use crate::questions::forms::{AnswerForm, CommentForm, EscalationForm, HandingForm, InquiryForm, ReopeningForm};
use crate::questions::{QuestionError, actions};
use crate::web::FieldProblem;

/// `POST /api/v1/questions/{number}/comments`: `comment`; of who asked, where it
/// waits for them, the reply.
pub async fn create_comment(act: Act, body: Body) -> Result<HttpResponse, AppError> {
    act.say::<CommentForm, _>(body, &["comment"], |tx, member, at, words| {
        actions::comment(tx, &at.clocks, member, at.now, at.number, words)
    })
    .await
}

/// `POST /api/v1/questions/{number}/answer`: `answer`, and the `version` of the
/// question that it was written over.
pub async fn create_answer(act: Act, body: Body) -> Result<HttpResponse, AppError> {
    let form: AnswerForm = form(body, &["answer", "version", "read", "checked"])?;
    let input = match check_version(&form.version).and_then(|()| form.parse()) {
        Ok(input) => input,
        Err(error) => return refuse(error),
    };
    act.go(move |tx, member, at| match actions::answer(tx, &at.clocks, member, at.now, at.number, &input) {
        // It reads as it should.
        Err(QuestionError::Unchanged { .. }) => Ok(()),
        done => done,
    })
    .await
}

/// `POST /api/v1/questions/{number}/inquiry`: `inquiry`.
pub async fn create_inquiry(act: Act, body: Body) -> Result<HttpResponse, AppError> {
    act.say::<InquiryForm, _>(body, &["inquiry"], |tx, member, at, words| {
        actions::ask_back(tx, member, at.now, at.number, words)
    })
    .await
}

/// `POST /api/v1/questions/{number}/confirmation`
pub async fn create_confirmation(act: Act) -> Result<HttpResponse, AppError> {
    act.go(|tx, member, at| confirm::confirm(tx, member, at.now, at.number)).await
}

/// `POST /api/v1/questions/{number}/missing`: `missing`.
pub async fn create_missing(act: Act, body: Body) -> Result<HttpResponse, AppError> {
    let form: MissingForm = form(body, &["missing", "checked"])?;
    match form.parse() {
        Ok(words) => {
            let job = move |tx: &mut _, member: &_, at: &crate::questions::handlers::here::At| {
                confirm::say_missing(tx, &at.clocks, member, at.now, at.number, &words)
            };
            act.go(job).await
        }
        Err(error) => refuse(error),
    }
}

/// `POST /api/v1/questions/{number}/reopening`: `reason`.
pub async fn create_reopening(act: Act, body: Body) -> Result<HttpResponse, AppError> {
    act.say::<ReopeningForm, _>(body, &["reason"], |tx, member, at, why| {
        actions::reopen(tx, &at.clocks, member, at.now, at.number, why)
    })
    .await
}

/// `POST /api/v1/questions/{number}/escalation`: `why`.
pub async fn create_escalation(act: Act, body: Body) -> Result<HttpResponse, AppError> {
    act.say::<EscalationForm, _>(body, &["why"], |tx, member, at, why| {
        actions::escalate(tx, &at.clocks, member, at.now, at.number, why)
    })
    .await
}

/// `POST /api/v1/questions/{number}/handing`: `to` (`@handle` or `team`) and `word`.
pub async fn create_handing(act: Act, body: Body) -> Result<HttpResponse, AppError> {
    act.say::<HandingForm, _>(body, &["to", "word"], |tx, member, at, (to, word)| {
        actions::hand_on(tx, &at.clocks, member, at.now, at.number, (to, word))
    })
    .await
}

/// `POST /api/v1/questions/{number}/claim`
pub async fn create_claim(act: Act) -> Result<HttpResponse, AppError> {
    act.go(|tx, member, at| actions::claim(tx, member, at.now, at.number)).await
}

/// `POST /api/v1/questions/{number}/release`
pub async fn delete_claim(act: Act) -> Result<HttpResponse, AppError> {
    act.go(|tx, member, at| actions::release(tx, member, at.now, at.number)).await
}

/// A script says over what it writes, as a form does by itself: without that it
/// would only ever hear that somebody else was faster.
pub fn check_version(version: &str) -> Result<(), QuestionError> {
    if version.trim().parse::<i32>().is_ok() {
        return Ok(());
    }
    let words = "give the version of the question that you read, such as 3";
    Err(QuestionError::Invalid(vec![FieldProblem::new("version", words)]))
}
