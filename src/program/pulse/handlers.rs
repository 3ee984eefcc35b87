//! Answering, and what came of it.

use actix_web::http::StatusCode;
use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use diesel::prelude::*;
use serde::Deserialize;

use super::access::audiences;
use super::actions::{self, Respondent};
use super::model::Audience;
use super::pages::{PulsePage, Refused, document, pulse_desk};
use super::results::Results;
use crate::clock::{Clock, Timestamp};
use crate::db::keys::DepartmentId;
use crate::db::schema::teams;
use crate::db::{Connection, Db, DbError};
use crate::error::AppError;
use crate::program::ProgramError;
use crate::program::files::ProgramFiles;
use crate::web::csrf::random_token;
use crate::web::page::own_target;
use crate::web::{
    FieldProblem, Form, Member, Shell, Site, csv, html, page, pulse_secret, see_other_saying, set_pulse_secret,
};

/// One answer as the form sends it. The words are kept where they are not sent.
#[derive(Debug, Clone, Default, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    audience: String,
    question: String,
    value: String,
    words: Option<String>,
    #[serde(rename = "return")]
    returns: String,
}

/// What is said once an answer is kept.
const THANKS: &str = "Thank you. Your answer counts without your name; you can change it until the quarter ends.";

impl AnswerForm {
    /// Whom the question is for; the member has to be one of them.
    fn audience(&self, member: &Member, files: &ProgramFiles) -> Result<Audience, AppError> {
        Audience::parse(&self.audience)
            .filter(|audience| audiences(member).contains(audience))
            .filter(|audience| files.pulse.get().find(*audience, &self.question).is_some())
            .ok_or(AppError::NotFound("question"))
    }
}

/// `GET /pulse`
pub async fn show(
    request: HttpRequest,
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    files: Data<ProgramFiles>,
) -> Result<HttpResponse, AppError> {
    page(&page_of(&request, shell, member, &db, clock.now(), &files).await?)
}

async fn page_of(
    request: &HttpRequest,
    shell: Shell,
    member: Member,
    db: &Db,
    now: Timestamp,
    files: &ProgramFiles,
) -> Result<PulsePage, AppError> {
    let (questions, secret, today) = (files.pulse.get(), pulse_secret(request), now.day());
    let (pulse, results) = db
        .read(move |connection| {
            let pulse = pulse_desk(connection, &questions, &member, today, secret.as_deref())?;
            Ok::<_, DbError>((pulse, Results::load(connection, &questions, &member, today)?))
        })
        .await?;
    Ok(PulsePage { shell, pulse, results, refused: None, problems: Vec::new() })
}

/// `GET /pulse.csv`
pub async fn list_csv(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    files: Data<ProgramFiles>,
) -> Result<HttpResponse, AppError> {
    let (questions, today) = (files.pulse.get(), clock.now().day());
    let results = db.read(move |connection| Results::load(connection, &questions, &member, today)).await?;
    Ok(csv::download(&format!("pulse-{today}.csv"), document(&results)))
}

/// `POST /pulse/answers`
pub async fn create(
    request: HttpRequest,
    shell: Shell,
    member: Member,
    db: Data<Db>,
    (clock, site, files): (Data<Clock>, Data<Site>, Data<ProgramFiles>),
    form: Form<AnswerForm>,
) -> Result<HttpResponse, AppError> {
    let (form, now) = (form.into_inner(), clock.now());
    let audience = form.audience(&member, &files)?;
    let secret = pulse_secret(&request).unwrap_or_else(random_token);
    let (sent, person, kept) = (form.clone(), member.clone(), secret.clone());
    let answered = db
        .write(move |tx| {
            let department = department_of(tx, &person, audience)?;
            let who = Respondent { person: person.id, audience, department, secret: kept.clone() };
            let value = sent.value.parse().unwrap_or_default();
            actions::answer(tx, now, &who, &sent.question, value, sent.words.as_deref())
        })
        .await;
    match answered {
        Ok(()) => {
            let mut response = see_other_saying(own_target(Some(form.returns.as_str())), THANKS);
            set_pulse_secret(&mut response, &site, &secret);
            Ok(response)
        }
        Err(ProgramError::Invalid(problems)) => {
            let shown = page_of(&request, shell, member, &db, now, &files).await?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &refused(shown, form, problems))
        }
        Err(error) => Err(error.into()),
    }
}

fn refused(shown: PulsePage, form: AnswerForm, problems: Vec<FieldProblem>) -> PulsePage {
    let refused = Refused { question: form.question, words: form.words.unwrap_or_default() };
    PulsePage { refused: Some(refused), problems, ..shown }
}

/// The department of the team that a champion has served longest; a manager
/// answers for none, since there are too few of them in one.
fn department_of(
    connection: &mut Connection,
    member: &Member,
    audience: Audience,
) -> Result<Option<DepartmentId>, DbError> {
    match (audience, member.champion_of.first()) {
        (Audience::Champions, Some(team)) => {
            teams::table.find(team).select(teams::department_id).first(connection).optional()
        }
        _ => Ok(None),
    }
}
