//! Taking a second factor away from somebody who has lost it.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Deserialize;

use crate::accounts::again::Again;
use crate::accounts::{AccountError, factors, store};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::web::confirm::{ConfirmPage, ask_first, is_confirmed};
use crate::web::{Form, Member, Shell, see_other_saying};

/// The field `confirmed`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RemovalForm {
    confirmed: String,
}

/// `POST /accounts/{handle}/second-factor/removal`
pub async fn delete_factor(
    shell: Shell,
    member: Member,
    again: Again,
    db: Data<Db>,
    clock: Data<Clock>,
    handle: Path<String>,
    form: Form<RemovalForm>,
) -> Result<HttpResponse, AppError> {
    let (handle, now) = (handle.into_inner(), clock.now());
    let wanted = handle.clone();
    let person = db.read(move |connection| store::find_by_handle(connection, &wanted)).await?;
    if person.id == member.id {
        return Err(AccountError::OwnFactor.into());
    }
    let target = format!("/accounts/{handle}");
    if let Some(question) = again.ask(&member, &target).await? {
        return Ok(question);
    }
    if !is_confirmed(&form.confirmed) {
        return ask_first(&ConfirmPage {
            shell,
            question: &format!("Take the second factor of {} away? Make sure that it is they who ask.", person.name),
            action: &format!("{target}/second-factor/removal"),
            label: "Take it away",
            fields: &[],
            cancel: &target,
        });
    }
    db.write(move |tx| factors::reset(tx, Some(member.id), now, &person)).await?;
    Ok(see_other_saying(&target, "Their second factor is gone, and they are told. Their password alone signs them in."))
}
