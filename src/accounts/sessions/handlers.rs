//! The requests of one's own sessions.

use actix_web::HttpResponse;
use actix_web::web::Data;
use serde::Deserialize;

use super::pages::{ListPage, Row};
use super::{IDLE_LIMIT, OWN, actions, store};
use crate::accounts::{AccountError, Browser, Providers};
use crate::clock::Clock;
use crate::db::Db;
use crate::db::keys::SessionId;
use crate::error::AppError;
use crate::web::confirm::{ConfirmPage, ask_first, is_confirmed};
use crate::web::csrf::hash_token;
use crate::web::{Form, Member, Shell, Site, clear_session, page, see_other_saying};

/// `GET /me/sessions`
pub async fn list(
    shell: Shell,
    member: Member,
    browser: Browser,
    db: Data<Db>,
    clock: Data<Clock>,
    providers: Data<Providers>,
) -> Result<HttpResponse, AppError> {
    let (person, now) = (member.id, clock.now());
    let used_since = now.plus(-IDLE_LIMIT);
    let sessions = db.read(move |connection| store::list_of(connection, now, used_since, person)).await?;
    let this = browser.session.as_deref().map(hash_token).unwrap_or_default();
    let rows = sessions.into_iter().map(|session| Row::new(session, &providers, &this, now)).collect();
    page(&ListPage { shell, rows })
}

/// The fields of both forms.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EndForm {
    id: String,
    confirmed: String,
}

/// `POST /me/sessions/end`
pub async fn delete(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    form: Form<EndForm>,
) -> Result<HttpResponse, AppError> {
    let id = SessionId::parse(&form.id).ok_or(AccountError::NoSession)?;
    let now = clock.now();
    let device = db.write(move |tx| actions::end_own(tx, &member, now, id)).await?;
    Ok(see_other_saying(OWN, format!("{device} is signed out.")))
}

/// `POST /me/sessions/end-all`: also the one that asks for it.
pub async fn delete_all(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    site: Data<Site>,
    form: Form<EndForm>,
) -> Result<HttpResponse, AppError> {
    if !is_confirmed(&form.confirmed) {
        return ask_first(&ConfirmPage {
            shell,
            question: "Sign out everywhere? You sign in again here, too.",
            action: "/me/sessions/end-all",
            label: "Sign out everywhere",
            fields: &[],
            cancel: OWN,
        });
    }
    let now = clock.now();
    db.write(move |tx| actions::end_all_own(tx, &member, now)).await?;
    let mut response = see_other_saying("/sign-in", "You are signed out everywhere.");
    clear_session(&mut response, &site);
    Ok(response)
}
