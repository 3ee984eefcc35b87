//! What somebody was thanked for, and the form that thanks.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use askama::Template;
use serde::Deserialize;

use super::{Kudo, REASON, give, has_served, list_kudos, take_back};
use crate::accounts::{self, Person};
use crate::clock::Clock;
use crate::db::keys::KudoId;
use crate::db::once::once;
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::program::{Actor, ProgramError};
use crate::web::fold::line;
use crate::web::{FieldProblem, Form, Grant, Member, Shell, html, page, see_other_saying};

/// Thanks that the page shows.
const SHOWN: i64 = 200;

#[derive(Template)]
#[template(path = "program/kudos/list.html")]
struct ListPage {
    shell: Shell,
    person: Person,
    kudos: Vec<KudoLine>,
    can_give: bool,
    reason: String,
    problems: Vec<FieldProblem>,
}

/// One line, and whether the viewer may take it back.
struct KudoLine {
    kudo: Kudo,
    can_take_back: bool,
}

impl ListPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn path(&self, more: &str) -> String {
        self.shell.to(&format!("/people/{}/kudos{more}", self.person.handle))
    }

    fn person_href(&self) -> String {
        self.shell.to(&format!("/people/{}", self.person.handle))
    }

    fn delete_path(&self, line: &KudoLine) -> String {
        self.path(&format!("/{}/delete", line.kudo.id))
    }
}

fn page_of(
    connection: &mut Connection,
    shell: Shell,
    member: &Member,
    handle: &str,
    reason: String,
    problems: Vec<FieldProblem>,
) -> Result<ListPage, ProgramError> {
    let person = accounts::find_by_handle(connection, handle)?;
    let takes_back = |kudo: &Kudo| member.id == kudo.given_by || member.id == person.id || member.has(Grant::Lead);
    let kudos = list_kudos(connection, person.id, SHOWN)?
        .into_iter()
        .map(|kudo| KudoLine { can_take_back: takes_back(&kudo), kudo })
        .collect();
    let can_give = member.id != person.id && has_served(connection, person.id)?;
    Ok(ListPage { shell, person, kudos, can_give, reason, problems })
}

/// `GET /people/{handle}/kudos`
pub async fn list(shell: Shell, member: Member, db: Data<Db>, handle: Path<String>) -> Result<HttpResponse, AppError> {
    let shown =
        db.read(move |connection| page_of(connection, shell, &member, &handle, String::new(), Vec::new())).await?;
    page(&shown)
}

/// `POST /people/{handle}/kudos`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct KudoForm {
    reason: String,
    once: String,
}

/// `POST /people/{handle}/kudos`
pub async fn create(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    handle: Path<String>,
    form: Form<KudoForm>,
) -> Result<HttpResponse, AppError> {
    let (handle, form, now) = (handle.into_inner(), form.into_inner(), clock.now());
    let (whom, sent, actor) = (handle.clone(), form.clone(), member.clone());
    let given = db
        .write(move |tx| {
            once(tx, actor.id, &sent.once, now, |tx| {
                let person = accounts::find_by_handle(tx, &whom)?;
                let reason = line(&sent.reason, REASON).map_err(|words| ProgramError::field("reason", words))?;
                give(tx, Actor::Member(&actor), now, &person, &reason)?;
                Ok::<_, ProgramError>(format!("/people/{whom}/kudos"))
            })
        })
        .await;
    match given {
        Ok(target) => Ok(see_other_saying(&target, "Said. It stands on their page.")),
        Err(ProgramError::Invalid(problems)) => {
            let shown =
                db.read(move |connection| page_of(connection, shell, &member, &handle, form.reason, problems)).await?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /people/{handle}/kudos/{id}/delete`
pub async fn delete(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    place: Path<(String, String)>,
) -> Result<HttpResponse, AppError> {
    let ((handle, id), now) = (place.into_inner(), clock.now());
    let id = KudoId::parse(&id).ok_or(AppError::NotFound("kudos"))?;
    let target = format!("/people/{handle}/kudos");
    db.write(move |tx| {
        let person = accounts::find_by_handle(tx, &handle)?;
        take_back(tx, Actor::Member(&member), now, &person, id)
    })
    .await?;
    Ok(see_other_saying(&target, "Taken back."))
}
