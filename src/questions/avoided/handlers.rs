//! The request of taking what is shown.

use actix_web::HttpResponse;
use actix_web::web::Data;

use super::actions::{self, Taken};
use super::forms::AvoidedForm;
use crate::clock::Clock;
use crate::db::{Db, once::once};
use crate::error::AppError;
use crate::knowledge::Library;
use crate::questions::{Clocks, QuestionError};
use crate::web::{Form, Member, see_other_saying};

/// `POST /questions/avoided`
pub async fn create(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    library: Data<Library>,
    clocks: Data<Clocks>,
    form: Form<AvoidedForm>,
) -> Result<HttpResponse, AppError> {
    let (taken, now, form) = (form.parse()?, clock.now(), form.into_inner());
    let (job, shelf, token) = (taken.clone(), library.clone(), form.once);
    let (target, was_sent) = db
        .write(move |tx| {
            let mut was_sent = false;
            let target = once(tx, member.id, &token, now, |tx| {
                was_sent = true;
                actions::take(tx, (&shelf, &clocks), &member, now, &job)
            })?;
            Ok::<_, QuestionError>((target, was_sent))
        })
        .await?;
    if let (Taken::Article(slug), true) = (&taken, was_sent) {
        // The search that led here ended in an article after all.
        library.searches.note_click(&form.searched, slug, now.day());
    }
    Ok(see_other_saying(&target, "Good: here it is, and nobody has to answer it again."))
}
