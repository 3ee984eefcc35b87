//! Passing a question on, taking it, giving it back, and talking about it.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::change;
use super::show::{draw, problems};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::questions::forms::{ClaimForm, CommentForm, EscalationForm, InquiryForm};
use crate::questions::model::QuestionNumber;
use crate::questions::pages::Drafts;
use crate::questions::{Clocks, actions};
use crate::web::{Form, Member, Shell, see_other_saying};

/// `POST /questions/{number}/escalation`
pub async fn create_escalation(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    number: Path<QuestionNumber>,
    form: Form<EscalationForm>,
    clocks: Data<Clocks>,
) -> Result<HttpResponse, AppError> {
    let (number, now) = (*number, clock.now());
    let why = match form.parse() {
        Ok(why) => why,
        Err(error) => {
            let drafts = Drafts { why: form.into_inner().why, problems: problems(error)?, ..Drafts::default() };
            return draw(shell, &member, (&db, &clocks), now, number, drafts).await;
        }
    };
    let job = move |tx: &mut _, member: &_| actions::escalate(tx, &clocks, member, now, number, &why);
    change(&db, &member, now, &form.once, number, job).await?;
    Ok(see_other_saying(&number.path(), "Network Security has it now."))
}

/// `POST /questions/{number}/claim`
pub async fn create_claim(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    number: Path<QuestionNumber>,
    form: Form<ClaimForm>,
) -> Result<HttpResponse, AppError> {
    let (number, now) = (*number, clock.now());
    change(&db, &member, now, &form.once, number, move |tx, member| actions::claim(tx, member, now, number)).await?;
    Ok(see_other_saying(&number.path(), "You have taken this question."))
}

/// `POST /questions/{number}/release`
pub async fn delete_claim(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    number: Path<QuestionNumber>,
    form: Form<ClaimForm>,
) -> Result<HttpResponse, AppError> {
    let (number, now) = (*number, clock.now());
    change(&db, &member, now, &form.once, number, move |tx, member| actions::release(tx, member, now, number)).await?;
    Ok(see_other_saying("/queue", format!("Question {number} is free for everybody in Network Security again.")))
}

/// `POST /questions/{number}/comments`
pub async fn create_comment(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    number: Path<QuestionNumber>,
    form: Form<CommentForm>,
    clocks: Data<Clocks>,
) -> Result<HttpResponse, AppError> {
    let (number, now) = (*number, clock.now());
    let words = match form.parse() {
        Ok(words) => words,
        Err(error) => {
            let drafts = Drafts { comment: form.into_inner().comment, problems: problems(error)?, ..Drafts::default() };
            return draw(shell, &member, (&db, &clocks), now, number, drafts).await;
        }
    };
    let job = move |tx: &mut _, member: &_| actions::comment(tx, &clocks, member, now, number, &words);
    change(&db, &member, now, &form.once, number, job).await?;
    Ok(see_other_saying(&number.path(), "Your comment is there."))
}

/// `POST /questions/{number}/inquiry`
pub async fn create_inquiry(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    number: Path<QuestionNumber>,
    form: Form<InquiryForm>,
    clocks: Data<Clocks>,
) -> Result<HttpResponse, AppError> {
    let (number, now) = (*number, clock.now());
    let words = match form.parse() {
        Ok(words) => words,
        Err(error) => {
            let drafts = Drafts { inquiry: form.into_inner().inquiry, problems: problems(error)?, ..Drafts::default() };
            return draw(shell, &member, (&db, &clocks), now, number, drafts).await;
        }
    };
    let job = move |tx: &mut _, member: &_| actions::ask_back(tx, member, now, number, &words);
    change(&db, &member, now, &form.once, number, job).await?;
    Ok(see_other_saying(&number.path(), "Whoever asked sees it on their desk. No clock runs until they reply."))
}

/// `POST /questions/{number}/watch`
pub async fn create_watch(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    number: Path<QuestionNumber>,
    form: Form<ClaimForm>,
) -> Result<HttpResponse, AppError> {
    let (number, now) = (*number, clock.now());
    let job = move |tx: &mut _, member: &_| actions::watch(tx, member, now, number, true);
    change(&db, &member, now, &form.once, number, job).await?;
    Ok(see_other_saying(
        &number.path(),
        "Noted: you want to know, too. The answer stands on your desk once it is there.",
    ))
}

/// `POST /questions/{number}/unwatch`
pub async fn delete_watch(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    number: Path<QuestionNumber>,
    form: Form<ClaimForm>,
) -> Result<HttpResponse, AppError> {
    let (number, now) = (*number, clock.now());
    let job = move |tx: &mut _, member: &_| actions::watch(tx, member, now, number, false);
    change(&db, &member, now, &form.once, number, job).await?;
    Ok(see_other_saying(&number.path(), "Noted: you no longer wait for it."))
}
