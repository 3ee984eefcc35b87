//! A review after 30, 60 or 90 days.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::{find, parse};
use crate::clock::{Clock, Timestamp};
use crate::db::Db;
use crate::db::keys::TermId;
use crate::db::once::once;
use crate::error::AppError;
use crate::program::onboarding::Templates;
use crate::program::onboarding::access;
use crate::program::onboarding::forms::ReviewForm;
use crate::program::onboarding::model::{Onboarding, Review, ReviewDays, Side};
use crate::program::onboarding::pages::{Field, ReviewPage, Written};
use crate::program::onboarding::{actions, store};
use crate::program::{Actor, ProgramError};
use crate::web::{Form, Member, Moment, Shell, html, page, see_other_saying};

fn parse_days(days: i32) -> Result<ReviewDays, AppError> {
    ReviewDays::parse(days).ok_or(AppError::NotFound("review"))
}

/// `GET /terms/{id}/onboarding/reviews/{days}`
pub async fn show_review(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    templates: Data<Templates>,
    path: Path<(String, i32)>,
) -> Result<HttpResponse, AppError> {
    let (term, days) = (parse(&path.0)?, parse_days(path.1)?);
    let questions = templates.get().questions.clone();
    page(&review_page(shell, member, &db, clock.now(), (term, days), questions).await?)
}

async fn review_page(
    shell: Shell,
    member: Member,
    db: &Db,
    now: Timestamp,
    (term, days): (TermId, ReviewDays),
    questions: Vec<String>,
) -> Result<ReviewPage, AppError> {
    let shown = db.read(move |connection| {
        let (row, onboarding, whose) = find(connection, &member, term)?;
        if !access::may_read_reviews(&member, &whose) {
            return Err(ProgramError::NotFound("review"));
        }
        let mut written = store::list_reviews(connection, term)?;
        written.retain(|review| review.days == days.number());
        let of = |side: Side| written.iter().find(|review| review.side == side);
        let side = access::side(&member, &whose);
        let own = side.and_then(of);
        Ok(ReviewPage {
            shell,
            days,
            due: days.due(onboarding.begun_on),
            sides: vec![
                side_of(row.person.1.clone(), of(Side::Champion), now),
                side_of(companion(&onboarding), of(Side::Companion), now),
            ],
            form: if side.is_some() { fields(questions, own) } else { Vec::new() },
            version: own.map_or(0, |review| review.version.0),
            problems: Vec::new(),
            changed: false,
            row,
        })
    });
    Ok(shown.await?)
}

fn companion(onboarding: &Onboarding) -> String {
    onboarding.buddy.as_ref().map_or_else(|| "The manager".to_owned(), |buddy| format!("{}, the buddy", buddy.name))
}

fn side_of(title: String, review: Option<&Review>, now: Timestamp) -> Written {
    Written {
        title,
        answers: review.map(|review| review.answers.clone()).unwrap_or_default(),
        by: review.map(|review| (review.written_by.name.clone(), Moment::new(review.written_at, now))),
    }
}

/// The form: what was written before stands under the same question.
fn fields(questions: Vec<String>, own: Option<&Review>) -> Vec<Field> {
    let written = |question: &String| {
        let answers = own.map(|review| review.answers.as_slice()).unwrap_or_default();
        answers.iter().find(|(known, _)| known == question).map(|(_, words)| words.clone()).unwrap_or_default()
    };
    let field = |(question, name): (String, &'static str)| Field { name, value: written(&question), question };
    questions.into_iter().zip(ReviewForm::FIELDS).map(field).collect()
}

/// `POST /terms/{id}/onboarding/reviews/{days}`
pub async fn create_review(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    templates: Data<Templates>,
    path: Path<(String, i32)>,
    form: Form<ReviewForm>,
) -> Result<HttpResponse, AppError> {
    let (term, days) = (parse(&path.0)?, parse_days(path.1)?);
    let (form, now, actor) = (form.into_inner(), clock.now(), member.clone());
    let questions = templates.get().questions.clone();
    let (asked, sent) = (questions.clone(), form.clone());
    let saved = db.write(move |tx| {
        once(tx, actor.id, &sent.once, now, |tx| {
            let (_, _, whose) = find(tx, &actor, term)?;
            let side = access::side(&actor, &whose).unwrap_or(Side::Companion);
            let answers = sent.parse(&asked)?;
            actions::write_review(tx, Actor::Member(&actor), now, term, days, (side, &answers, sent.seen()))?;
            Ok::<_, ProgramError>(format!("/terms/{term}/onboarding/reviews/{}", days.number()))
        })
    });
    match saved.await {
        Ok(target) => Ok(see_other_saying(&target, "Written. Both sides, the manager and the program's lead read it.")),
        Err(ProgramError::Invalid(problems)) => {
            let shown = review_page(shell, member, &db, now, (term, days), questions).await?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &typed(ReviewPage { problems, ..shown }, &form))
        }
        Err(ProgramError::Changed(_)) => {
            // What somebody else wrote stands above; saving again takes its place.
            let shown = review_page(shell, member, &db, now, (term, days), questions).await?;
            html(StatusCode::CONFLICT, &typed(ReviewPage { changed: true, ..shown }, &form))
        }
        Err(error) => Err(error.into()),
    }
}

/// The page with what was typed last, so that no word is lost.
fn typed(mut shown: ReviewPage, form: &ReviewForm) -> ReviewPage {
    for (field, typed) in shown.form.iter_mut().zip(form.typed()) {
        typed.clone_into(&mut field.value);
    }
    shown
}
