//! What is done about a belt: asking, agreeing, refusing, giving, taking back.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde::Deserialize;

use super::open;
use super::show::page_of;
use crate::clock::{Clock, Timestamp};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::program::belts::actions::{self, Case};
use crate::program::belts::evidence::Answers;
use crate::program::belts::pages::ShowPage;
use crate::program::files::ProgramFiles;
use crate::program::ladder::PromotionState;
use crate::program::{Actor, ProgramError};
use crate::web::fold::line;
use crate::web::{Form, Member, Shell, html, see_other_saying};

/// Characters of a reason.
const REASON: usize = 500;

/// What a form about a belt sends.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct BeltForm {
    /// `ask`, `agree`, `refuse`, `override`, `take-back`.
    act: String,
    level: String,
    /// Why not yet.
    words: String,
    /// Why it is given by a lead's own word.
    why: String,
    /// Why it is taken back.
    reason: String,
}

/// A reason, or what is wrong with its field.
fn reason(field: &'static str, text: &str) -> Result<String, ProgramError> {
    line(text, REASON).map_err(|words| ProgramError::field(field, words))
}

fn act(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    case: &Case<'_>,
    form: &BeltForm,
) -> Result<String, ProgramError> {
    match form.act.as_str() {
        "ask" => {
            actions::ask(tx, actor, now, case)?;
            Ok("It is asked for. Your manager and the program's lead are reminded.".into())
        }
        "agree" => {
            let promotion = actions::agree(tx, actor, now, case)?;
            let name = case.belts.name(&promotion.level);
            Ok(match promotion.state {
                PromotionState::Given => format!("{} has the {name} now.", case.person.name),
                _ => "You agreed; the other word is still missing.".into(),
            })
        }
        "refuse" => {
            actions::refuse(tx, actor, now, case, &reason("words", &form.words)?)?;
            Ok("You said no for now; your words are on the page.".into())
        }
        "override" => {
            actions::override_with(tx, actor, now, case, &form.level, &reason("why", &form.why)?)?;
            Ok("Given. Your name and your words stand beside it.".into())
        }
        "take-back" => {
            actions::take_back(tx, actor, now, case, &reason("reason", &form.reason)?)?;
            Ok("Taken back. Your words are on the page.".into())
        }
        _ => Err(ProgramError::WrongState("this can't be done with a belt".into())),
    }
}

/// `POST /people/{handle}/belt`
pub async fn update(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    (files, answers): (Data<ProgramFiles>, Data<Arc<dyn Answers>>),
    handle: Path<String>,
    form: Form<BeltForm>,
) -> Result<HttpResponse, AppError> {
    let (now, belts, answers) = (clock.now(), files.belts.get(), Arc::clone(answers.get_ref()));
    let (handle, form) = (handle.into_inner(), form.into_inner());
    let (whose, sent, actor) = (handle.clone(), form.clone(), member.clone());
    let (levels, given) = (Arc::clone(&belts), Arc::clone(&answers));
    let done = db
        .write(move |tx| {
            let (person, teams) = open(tx, &actor, &whose, now.day())?;
            let case = Case { person: &person, teams: &teams, belts: &levels, answers: given.as_ref() };
            act(tx, Actor::Member(&actor), now, &case, &sent)
        })
        .await;
    let problems = match done {
        Ok(words) => return Ok(see_other_saying(&format!("/people/{handle}/belt"), words)),
        Err(ProgramError::Invalid(problems)) => problems,
        Err(error) => return Err(error.into()),
    };
    let shown =
        db.read(move |connection| page_of(connection, shell, &member, &belts, answers.as_ref(), &handle, now)).await?;
    html(
        StatusCode::UNPROCESSABLE_ENTITY,
        &ShowPage { problems, words: form.words, why: form.why, reason: form.reason, ..shown },
    )
}
