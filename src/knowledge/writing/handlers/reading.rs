//! Reading what somebody else wrote: publishing it, or sending it back.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Path;

use super::Context;
use super::draw::{draw_reading, find};
use crate::error::AppError;
use crate::knowledge::writing::forms::ReaderForm;
use crate::knowledge::writing::model::DraftNumber;
use crate::knowledge::writing::{WritingError, actions};
use crate::web::{FieldProblem, Form, see_other_saying};

/// `POST /drafts/{number}/publication`
pub async fn create_publication(
    context: Context,
    number: Path<DraftNumber>,
    form: Form<ReaderForm>,
) -> Result<HttpResponse, AppError> {
    let (number, seen, settings) = (*number, form.seen(), context.settings.clone());
    let job = move |tx: &mut _, library: &_, member: &_, now| {
        let slug = actions::publish_draft(tx, library, member, now, (number, seen), &settings)?;
        Ok(format!("/faq/{slug}"))
    };
    match context.change(&form.once, job).await {
        Ok(target) => {
            context.catch_up().await;
            Ok(see_other_saying(&target, "The article is published. The search finds it now."))
        }
        Err(error) => show_again(context, number, form.into_inner(), error).await,
    }
}

/// `POST /drafts/{number}/return`
pub async fn create_return(
    context: Context,
    number: Path<DraftNumber>,
    form: Form<ReaderForm>,
) -> Result<HttpResponse, AppError> {
    let (number, seen) = (*number, form.seen());
    let why = match form.why() {
        Ok(why) => why,
        Err(problems) => return show_again(context, number, form.into_inner(), WritingError::Invalid(problems)).await,
    };
    let job = move |tx: &mut _, _: &_, member: &_, now| {
        actions::send_back(tx, member, now, (number, seen), &why).map(|()| "/articles".to_owned())
    };
    match context.change(&form.once, job).await {
        Ok(target) => Ok(see_other_saying(&target, "The draft is back with its author, with your words.")),
        Err(error) => show_again(context, number, form.into_inner(), error).await,
    }
}

/// The draft again as it is now, with what was typed, and why nothing was done.
async fn show_again(
    context: Context,
    number: DraftNumber,
    form: ReaderForm,
    error: WritingError,
) -> Result<HttpResponse, AppError> {
    let (status, obstacle, problems) = match error {
        WritingError::DraftChanged(_) => {
            let words = "The draft was saved while you read. Below is what it says now; please read it again.";
            (StatusCode::CONFLICT, words.to_owned(), Vec::new())
        }
        WritingError::Refused(words) => (StatusCode::CONFLICT, words, Vec::new()),
        WritingError::Stale(_) => (StatusCode::CONFLICT, String::new(), Vec::new()),
        WritingError::Invalid(problems) => (StatusCode::UNPROCESSABLE_ENTITY, String::new(), here(problems)),
        other => return Err(other.into()),
    };
    let draft = find(&context, number).await?;
    if crate::knowledge::writing::access::is_author(&context.member, &draft) {
        return Err(WritingError::NotAsked(number).into());
    }
    draw_reading(context, status, draft, (obstacle, form.why, problems)).await
}

/// Problems of fields that this page does not have are told at the one it has.
fn here(problems: Vec<FieldProblem>) -> Vec<FieldProblem> {
    let told = |problem: FieldProblem| match problem.field {
        "why" => problem,
        _ => FieldProblem::new("why", format!("{}: {}", problem.label(), problem.words)),
    };
    problems.into_iter().map(told).collect()
}
