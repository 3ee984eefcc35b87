//! The requests about questions.

mod acts;
mod answer;
mod ask;
pub(super) mod here;
mod list;
mod parts;
mod queue;
pub mod replies;
mod show;

pub use acts::{
    create_claim, create_comment, create_escalation, create_handing, create_inquiry, create_link, create_note,
    create_reopening, create_watch, delete_claim, delete_link, delete_watch,
};
pub use answer::{create_answer, preview};
pub use ask::{asking, create, list_similar, new, send};
pub use list::{ListQuery, list};
pub use parts::{create_merger, create_split, new_merger, new_split};
pub use queue::{QueueQuery, next, queue};
pub use show::{back, show};
pub(super) use show::{draw, problems};

use actix_web::web::block;

use super::QuestionError;
use super::model::QuestionNumber;
use super::pages::html;
use crate::clock::Timestamp;
use crate::db::{Db, Tx, once::once};
use crate::error::AppError;
use crate::web::Member;

/// Makes one change to a question, once for each token.
pub(super) async fn change<F>(
    db: &Db,
    member: &Member,
    now: Timestamp,
    token: &str,
    number: QuestionNumber,
    job: F,
) -> Result<(), QuestionError>
where
    F: Fn(&mut Tx, &Member) -> Result<(), QuestionError> + Send + 'static,
{
    let (member, token) = (member.clone(), token.to_owned());
    db.write(move |tx| {
        once(tx, member.id, &token, now, |tx| {
            job(tx, &member)?;
            Ok::<_, QuestionError>(number.path())
        })
        .map(drop)
    })
    .await
}

/// Does what takes long, such as colouring code, where no other request waits for it.
pub(super) async fn aside<T: Send + 'static>(work: impl FnOnce() -> T + Send + 'static) -> Result<T, AppError> {
    block(work).await.map_err(|error| AppError::Internal(error.to_string()))
}

/// Markdown as HTML.
pub(super) async fn rendered(words: &str, base: &str) -> Result<String, AppError> {
    let (words, base) = (words.to_owned(), base.to_owned());
    aside(move || html(&words, &base)).await
}

/// Markdown as HTML, where the button for it was pressed.
pub(super) async fn preview_of(button: &str, words: &str, base: &str) -> Result<Option<String>, AppError> {
    if button.is_empty() { Ok(None) } else { rendered(words, base).await.map(Some) }
}
