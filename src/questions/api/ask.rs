//! Asking.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};

use super::act::answer;
use super::answers::find;
use super::body::{Body, form, once_key, refuse};
use crate::clock::{Clock, Timestamp};
use crate::db::Db;
use crate::db::keys::TeamId;
use crate::error::AppError;
use crate::knowledge::Library;
use crate::program::{self, ProgramError};
use crate::questions::forms::AskForm;
use crate::questions::handlers::{asking, send};
use crate::questions::model::{Asking, QuestionNumber, Urgency, Visibility};
use crate::questions::{Clocks, QuestionError};
use crate::web::{FieldProblem, Member, Site};

/// What a question is asked with.
pub(super) const FIELDS: [&str; 15] = [
    "title",
    "body",
    "team",
    "urgency",
    "visibility",
    "flow",
    "about",
    "launch",
    "launch_name",
    "launch_day",
    "launch_time",
    "on_behalf",
    "topics",
    "searched",
    "checked",
];

/// `POST /api/v1/questions`: the fields of the page's form, the team by the end
/// of its address.
pub async fn create(
    request: HttpRequest,
    member: Member,
    (site, db, clock): (Data<Site>, Data<Db>, Data<Clock>),
    clocks: Data<Clocks>,
    library: Data<Library>,
    body: Body,
) -> Result<HttpResponse, AppError> {
    let (mut form, now): (AskForm, _) = (form(body, &FIELDS)?, clock.now());
    let asked = async {
        form.once = once_key(&request)?;
        let asking = parse(&db, &member, (&clocks, &library), &mut form, now).await?;
        send((&db, &clocks), &member, now, &form, asking).await
    };
    let (number, was_sent): (QuestionNumber, bool) = match asked.await {
        Ok(sent) => sent,
        Err(error) => return refuse(error),
    };
    let is_open = form.visibility.is_empty() || form.visibility == Visibility::Everyone.as_str();
    let question = db.read(move |connection| find(connection, &site, &member, number, now)).await?;
    // Not what was sent before, in other words or by another key.
    let is_new = question.as_ref().is_some_and(|question| question.is_asked_at(now));
    if was_sent && is_new && is_open {
        library.searches.note_asked(&form.searched, now.day());
    }
    Ok(answer(StatusCode::CREATED, question))
}

async fn parse(
    db: &Db,
    member: &Member,
    (clocks, library): (&Clocks, &Library),
    form: &mut AskForm,
    now: Timestamp,
) -> Result<Asking, QuestionError> {
    let slug = std::mem::take(&mut form.team);
    let mut problems = Vec::new();
    // A browser sends one of three; a script may have a fourth in mind.
    if !form.urgency.is_empty() && Urgency::parse(&form.urgency).is_none() {
        problems.push(FieldProblem::new("urgency", "take low, normal or blocked"));
    }
    let team = match team(db, member, slug, !form.on_behalf.trim().is_empty()).await {
        Ok(team) => team,
        Err(QuestionError::Invalid(wrong)) => {
            problems.extend(wrong);
            None
        }
        Err(error) => return Err(error),
    };
    match asking(form, clocks, library, now) {
        Ok(mut asking) if problems.is_empty() => {
            asking.new.team = team;
            Ok(asking)
        }
        Ok(_) => Err(QuestionError::Invalid(problems)),
        Err(QuestionError::Invalid(wrong)) => Err(QuestionError::Invalid([wrong, problems].concat())),
        Err(error) => Err(error),
    }
}

/// For which team it is asked: the one that is named, or the only one of the
/// asker. Whose team it is is for the action to say.
async fn team(db: &Db, member: &Member, slug: String, is_for_another: bool) -> Result<Option<TeamId>, QuestionError> {
    let refused = |words: &str| Err(QuestionError::Invalid(vec![FieldProblem::new("team", words)]));
    if slug.is_empty() {
        return match member.teams.as_slice() {
            _ if is_for_another => Ok(None),
            [] => Ok(None),
            [only] => Ok(Some(*only)),
            _ => refused("you belong to several teams; say for which, by the end of its address"),
        };
    }
    match db.read(move |connection| program::find_team(connection, &slug)).await {
        Ok(team) => Ok(Some(team.id)),
        Err(ProgramError::NotFound(_)) => refused("there is no such team; take the end of its address"),
        Err(error) => Err(error.into()),
    }
}
