//! Confirming an answer, and saying what it lacks.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::actions;
use super::forms::MissingForm;
use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::questions::Clocks;
use crate::questions::forms::ClaimForm;
use crate::questions::handlers::{change, draw, problems};
use crate::questions::model::QuestionNumber;
use crate::questions::pages::Drafts;
use crate::web::{Form, Member, Shell, see_other_saying};

/// `POST /questions/{number}/confirmation`
pub async fn create_confirmation(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    number: Path<QuestionNumber>,
    form: Form<ClaimForm>,
) -> Result<HttpResponse, AppError> {
    let (number, now) = (*number, clock.now());
    change(&db, &member, now, &form.once, number, move |tx, member| actions::confirm(tx, member, now, number)).await?;
    Ok(see_other_saying(&number.path(), "Noted: this is your answer. Thank you for saying so."))
}

/// `POST /questions/{number}/missing`
pub async fn create_missing(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    number: Path<QuestionNumber>,
    form: Form<MissingForm>,
    clocks: Data<Clocks>,
) -> Result<HttpResponse, AppError> {
    let (number, now) = (*number, clock.now());
    let words = match form.parse() {
        Ok(words) => words,
        Err(error) => {
            let drafts = Drafts { missing: form.into_inner().missing, problems: problems(error)?, ..Drafts::default() };
            return draw(shell, &member, (&db, &clocks), now, number, drafts).await;
        }
    };
    let job = move |tx: &mut _, member: &_| actions::say_missing(tx, &clocks, member, now, number, &words);
    change(&db, &member, now, &form.once, number, job).await?;
    Ok(see_other_saying(&number.path(), "It is back with whoever answered, and their clock goes on."))
}
