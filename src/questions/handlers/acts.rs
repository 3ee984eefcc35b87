//! Passing a question on, taking it, giving it back, and talking about it.

use actix_web::HttpResponse;
use actix_web::web::Data;

use super::here::Here;
use crate::error::AppError;
use crate::knowledge::Library;
use crate::questions::actions;
use crate::questions::forms::{
    ClaimForm, CommentForm, EscalationForm, HandingForm, InquiryForm, LinkForm, NoteForm, ReopeningForm, UnlinkForm,
};
use crate::web::Form;

/// `POST /questions/{number}/escalation`
pub async fn create_escalation(here: Here, form: Form<EscalationForm>) -> Result<HttpResponse, AppError> {
    here.say(form.into_inner(), "Network Security has it now.", |tx, member, at, why| {
        actions::escalate(tx, &at.clocks, member, at.now, at.number, why)
    })
    .await
}

/// `POST /questions/{number}/handing`
pub async fn create_handing(here: Here, form: Form<HandingForm>) -> Result<HttpResponse, AppError> {
    here.say(form.into_inner(), "It is handed on.", |tx, member, at, (to, word)| {
        actions::hand_on(tx, &at.clocks, member, at.now, at.number, (to, word))
    })
    .await
}

/// `POST /questions/{number}/comments`
pub async fn create_comment(here: Here, form: Form<CommentForm>) -> Result<HttpResponse, AppError> {
    here.say(form.into_inner(), "Your comment is there.", |tx, member, at, words| {
        actions::comment(tx, &at.clocks, member, at.now, at.number, words)
    })
    .await
}

/// `POST /questions/{number}/inquiry`
pub async fn create_inquiry(here: Here, form: Form<InquiryForm>) -> Result<HttpResponse, AppError> {
    let done = "Whoever asked sees it on their desk. No clock runs until they reply.";
    here.say(form.into_inner(), done, |tx, member, at, words| actions::ask_back(tx, member, at.now, at.number, words))
        .await
}

/// `POST /questions/{number}/notes`
pub async fn create_note(here: Here, form: Form<NoteForm>) -> Result<HttpResponse, AppError> {
    here.say(form.into_inner(), "Noted. Whoever asked does not see it.", |tx, member, at, words| {
        actions::note(tx, member, at.now, at.number, words)
    })
    .await
}

/// `POST /questions/{number}/reopening`
pub async fn create_reopening(here: Here, form: Form<ReopeningForm>) -> Result<HttpResponse, AppError> {
    here.say(form.into_inner(), "It is open again.", |tx, member, at, why| {
        actions::reopen(tx, &at.clocks, member, at.now, at.number, why)
    })
    .await
}

/// `POST /questions/{number}/links`
pub async fn create_link(here: Here, library: Data<Library>, form: Form<LinkForm>) -> Result<HttpResponse, AppError> {
    here.say(form.into_inner(), "The article is linked.", move |tx, member, at, slug| {
        actions::link(tx, &library, member, at.now, at.number, slug)
    })
    .await
}

/// `POST /questions/{number}/links/removal`
pub async fn delete_link(here: Here, form: Form<UnlinkForm>) -> Result<HttpResponse, AppError> {
    let (target, form) = (here.number.path(), form.into_inner());
    let slug = form.article;
    let job = move |tx: &mut _, member: &_, at: &super::here::At| actions::unlink(tx, member, at.now, at.number, &slug);
    here.act(&form.once, &target, "The link is gone.", job).await
}

/// `POST /questions/{number}/claim`
pub async fn create_claim(here: Here, form: Form<ClaimForm>) -> Result<HttpResponse, AppError> {
    let target = here.number.path();
    here.act(&form.once, &target, "You have taken this question.", |tx, member, at| {
        actions::claim(tx, member, at.now, at.number)
    })
    .await
}

/// `POST /questions/{number}/release`
pub async fn delete_claim(here: Here, form: Form<ClaimForm>) -> Result<HttpResponse, AppError> {
    let done = format!("Question {} is free for everybody in Network Security again.", here.number);
    here.act(&form.once, "/queue", done, |tx, member, at| actions::release(tx, member, at.now, at.number)).await
}

/// `POST /questions/{number}/watch`
pub async fn create_watch(here: Here, form: Form<ClaimForm>) -> Result<HttpResponse, AppError> {
    let target = here.number.path();
    let done = "Noted: you want to know, too. The answer stands on your desk once it is there.";
    here.act(&form.once, &target, done, |tx, member, at| actions::watch(tx, member, at.now, at.number, true)).await
}

/// `POST /questions/{number}/unwatch`
pub async fn delete_watch(here: Here, form: Form<ClaimForm>) -> Result<HttpResponse, AppError> {
    let target = here.number.path();
    here.act(&form.once, &target, "Noted: you no longer wait for it.", |tx, member, at| {
        actions::watch(tx, member, at.now, at.number, false)
    })
    .await
}
