//! The requests of erasing.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

use super::pages::NewPage;
use super::{ErasingRooms, actions};
use crate::accounts::again::Again;
use crate::accounts::{AccountError, Person, find_by_handle};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::web::{FieldProblem, Form, Member, Shell, html, see_other_saying};

/// `GET /accounts/{handle}/erasure`: what would go and what would stay. The
/// query holds what was typed by whoever had to say first that it is still them.
pub async fn new(
    shell: Shell,
    db: Data<Db>,
    rooms: Data<ErasingRooms>,
    handle: Path<String>,
    typed: Query<ErasureForm>,
) -> Result<HttpResponse, AppError> {
    let (person, open) = find(&db, &rooms, handle.into_inner()).await?;
    html(StatusCode::OK, &new_page(shell, person, open, typed.into_inner().name, Vec::new()))
}

async fn find(db: &Db, rooms: &ErasingRooms, handle: String) -> Result<(Person, Vec<String>), AccountError> {
    let rooms = rooms.clone();
    db.read(move |connection| {
        let person = find_by_handle(connection, &handle)?;
        let open = actions::list_open(connection, &rooms, &person)?;
        Ok((person, open))
    })
    .await
}

fn new_page(shell: Shell, person: Person, open: Vec<String>, typed: String, problems: Vec<FieldProblem>) -> NewPage {
    NewPage { shell, name: person.name, handle: person.handle, open, typed, problems }
}

/// `POST /accounts/{handle}/erasure`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ErasureForm {
    /// The person's name, typed out: nothing brings it back.
    name: String,
}

/// `POST /accounts/{handle}/erasure`
pub async fn create(
    shell: Shell,
    member: Member,
    again: Again,
    (db, clock): (Data<Db>, Data<Clock>),
    rooms: Data<ErasingRooms>,
    handle: Path<String>,
    form: Form<ErasureForm>,
) -> Result<HttpResponse, AppError> {
    let (person, open) = find(&db, &rooms, handle.into_inner()).await?;
    if open.is_empty() && form.name.trim() != person.name {
        let problem = FieldProblem::new("name", "this is not their name, letter for letter");
        let again = new_page(shell, person, open, form.into_inner().name, vec![problem]);
        return html(StatusCode::UNPROCESSABLE_ENTITY, &again);
    }
    if let Some(question) = again.ask(&member, &format!("/accounts/{}/erasure", person.handle)).await? {
        return Ok(question);
    }
    let (now, rooms) = (clock.now(), (**rooms).clone());
    db.write(move |tx| actions::erase(tx, &rooms, Some(member.id), now, &person)).await?;
    db.empty_log().await;
    Ok(see_other_saying("/accounts", "They are erased. What they did stays, by “a former member”."))
}
