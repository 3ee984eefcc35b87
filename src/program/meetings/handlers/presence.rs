//! Answering an invitation, and saying that one was there.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};

use super::{open_date, parse_place};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::program::meetings::actions;
use crate::program::meetings::forms::AnswerForm;
use crate::program::meetings::model::Answer;
use crate::program::{Actor, ProgramError};
use crate::web::{Form, Member, see_other_saying};

/// `POST /meetings/{number}/dates/{day}/answer`
pub async fn create_answer(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    place: Path<(String, String)>,
    form: Form<AnswerForm>,
) -> Result<HttpResponse, AppError> {
    let (place, now) = (parse_place(place.into_inner())?, clock.now());
    let answer = Answer::parse(&form.answer).ok_or_else(|| AppError::BadRequest("choose an answer".into()))?;
    let to_all = form.all == "yes";
    let count = db
        .write(move |tx| {
            let (opened, date) = open_date(tx, &member, place)?;
            let actor = Actor::Member(&member);
            if to_all {
                return actions::answer_all(tx, actor, now, &opened.meeting, answer);
            }
            actions::answer(tx, actor, now, &opened.meeting, &date, answer)?;
            Ok::<_, ProgramError>(1)
        })
        .await?;
    let said = match answer {
        Answer::Accepted => "You come",
        Answer::Tentative => "You may come",
        Answer::Declined => "You don't come",
    };
    let words = if to_all { format!("{said}: this goes for {count} dates.") } else { format!("{said}. It is noted.") };
    Ok(see_other_saying(&format!("/meetings/{}/dates/{}", place.0, place.1), words))
}

/// `POST /meetings/{number}/dates/{day}/presence`
pub async fn create_presence(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    place: Path<(String, String)>,
    form: Form<AnswerForm>,
) -> Result<HttpResponse, AppError> {
    let (place, now) = (parse_place(place.into_inner())?, clock.now());
    let there = form.there != "no";
    db.write(move |tx| {
        let (opened, date) = open_date(tx, &member, place)?;
        actions::attend(tx, Actor::Member(&member), now, &opened.meeting, &date, there)
    })
    .await?;
    let words = if there { "You were there. It is noted." } else { "Taken back: you were not there." };
    Ok(see_other_saying(&format!("/meetings/{}/dates/{}", place.0, place.1), words))
}
