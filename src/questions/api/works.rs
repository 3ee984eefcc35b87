//! What helps with a question: articles, notes, launches, and what is the same
//! or was two.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::Data;

use super::act::Act;
use super::acts::check_version;
use super::body::{Body, form, refuse};
use crate::db::Db;
use crate::error::AppError;
use crate::knowledge::Library;
use crate::questions::actions;
use crate::questions::forms::{LinkForm, MergerForm, NoteForm, SplitForm, UnlinkForm};
use crate::questions::launches::{self, PlanForm};
use crate::questions::referral::{self, ReferralForm};

/// `POST /api/v1/questions/{number}/article`: answers with an article. `article`
/// is its slug; `words` may be said with it; `version` as for an answer.
pub async fn create_referral(
    act: Act,
    db: Data<Db>,
    library: Data<Library>,
    body: Body,
) -> Result<HttpResponse, AppError> {
    let form: ReferralForm = form(body, &["article", "words", "version", "read", "checked"])?;
    let referral = match check_version(&form.version).and_then(|()| form.parse()) {
        Ok(referral) => referral,
        Err(error) => return refuse(error),
    };
    let shelf = library.clone();
    let answer = act
        .go(move |tx, member, at| referral::refer(tx, (&shelf, &at.clocks), member, at.now, at.number, &referral))
        .await?;
    // Whoever looks now finds the article by these words, too.
    if let Err(error) = library.catch_up(&db).await {
        tracing::warn!(%error, "what was just learnt is not found yet");
    }
    Ok(answer)
}

/// `POST /api/v1/questions/{number}/notes`: `note`, for those who answer.
pub async fn create_note(act: Act, body: Body) -> Result<HttpResponse, AppError> {
    act.say::<NoteForm, _>(body, &["note"], |tx, member, at, words| actions::note(tx, member, at.now, at.number, words))
        .await
}

/// `POST /api/v1/questions/{number}/links`: `article`, its slug or address.
pub async fn create_link(act: Act, library: Data<Library>, body: Body) -> Result<HttpResponse, AppError> {
    act.say::<LinkForm, _>(body, &["article"], move |tx, member, at, slug| {
        actions::link(tx, &library, member, at.now, at.number, slug)
    })
    .await
}

/// `POST /api/v1/questions/{number}/links/removal`: `article`, its slug.
pub async fn delete_link(act: Act, body: Body) -> Result<HttpResponse, AppError> {
    let slug = form::<UnlinkForm>(body, &["article"])?.article;
    act.go(move |tx, member, at| actions::unlink(tx, member, at.now, at.number, &slug)).await
}

/// `POST /api/v1/questions/{number}/launch`: `launch`, its slug; empty for none.
pub async fn create_plan(act: Act, body: Body) -> Result<HttpResponse, AppError> {
    let slug = form::<PlanForm>(body, &["launch"])?.launch;
    act.go(move |tx, member, at| {
        let slug = Some(slug.as_str()).filter(|slug| !slug.is_empty());
        launches::plan(tx, &at.clocks, member, at.now, at.number, slug)
    })
    .await
}

/// `POST /api/v1/questions/{number}/merger`: `into`, the number of the question
/// that is kept, which is the answer.
pub async fn create_merger(act: Act, body: Body) -> Result<HttpResponse, AppError> {
    match form::<MergerForm>(body, &["into"])?.parse() {
        Ok(kept) => {
            act.make(StatusCode::OK, move |tx, member, at| {
                actions::merge(tx, member, at.now, at.number, kept).map(|()| kept)
            })
            .await
        }
        Err(error) => refuse(error),
    }
}

/// `POST /api/v1/questions/{number}/split`: `title` and `body` of what stays,
/// `second_title` and `second_body` of the new question, which is the answer.
pub async fn create_split(act: Act, body: Body) -> Result<HttpResponse, AppError> {
    let form: SplitForm = form(body, &["title", "body", "second_title", "second_body", "version", "checked"])?;
    match check_version(&form.version).and_then(|()| form.parse()) {
        Ok(parts) => {
            act.make(StatusCode::CREATED, move |tx, member, at| {
                actions::split(tx, &at.clocks, member, at.now, at.number, &parts)
            })
            .await
        }
        Err(error) => refuse(error),
    }
}

/// `POST /api/v1/questions/{number}/watch`: wants to know, too.
pub async fn create_watch(act: Act) -> Result<HttpResponse, AppError> {
    act.go(|tx, member, at| actions::watch(tx, member, at.now, at.number, true)).await
}

/// `POST /api/v1/questions/{number}/unwatch`
pub async fn delete_watch(act: Act) -> Result<HttpResponse, AppError> {
    act.go(|tx, member, at| actions::watch(tx, member, at.now, at.number, false)).await
}
