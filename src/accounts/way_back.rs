//! The way back in from the shell: a link that signs somebody in once, whatever
//! else is switched off or down.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use askama::Template;
use serde_json::json;

use super::links::{self, Purpose};
use super::{AccountError, Browser, Person, PersonState, actions, sessions, store};
use crate::audit::{self, Entry};
use crate::clock::{Clock, Timestamp};
use crate::db::{Db, Tx};
use crate::error::AppError;
use crate::web::{Policy, Route, Shell, Site, page, see_other_saying};

/// The routes of such links.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/sign-in-link/{token}", Policy::Open, show),
        Route::post("/sign-in-link/{token}", Policy::Open, create_session),
    ]
}

/// Makes a link that signs this person in; its path.
///
/// # Errors
///
/// [`AccountError::SwitchedOff`].
pub fn make_sign_in_link(tx: &mut Tx, now: Timestamp, person: &Person) -> Result<String, AccountError> {
    if person.state == PersonState::Disabled {
        return Err(AccountError::SwitchedOff);
    }
    let token = links::create(tx, now, Purpose::SignIn, Some(person.id))?;
    let detail = json!({ "purpose": Purpose::SignIn.as_str() });
    let subject = ("person", person.handle.as_str());
    audit::record(tx, now, Entry { actor: None, action: "person.link_made", subject, detail })?;
    Ok(token.path(Purpose::SignIn))
}

/// Uses such a link up. Returns the session's token.
fn use_link(tx: &mut Tx, now: Timestamp, token: &str, browser: &Browser) -> Result<String, AccountError> {
    let (purpose, person) = links::spend(tx, now, token)?;
    let person = person.filter(|_| purpose == Purpose::SignIn).ok_or(AccountError::LinkSpent)?;
    let person = store::find_person(tx, person)?;
    if person.state == PersonState::Disabled {
        return Err(AccountError::LinkSpent);
    }
    let person = if person.state == PersonState::Invited { actions::activate(tx, &person)? } else { person };
    sessions::sign_in_as(tx, now, &person, browser)
}

/// Whether it is them; a link that is only looked at is not used up.
#[derive(Template)]
#[template(path = "accounts/sign_in_link.html")]
struct LinkPage {
    shell: Shell,
    token: String,
    name: String,
}

/// `GET /sign-in-link/{token}`
async fn show(shell: Shell, db: Data<Db>, clock: Data<Clock>, token: Path<String>) -> Result<HttpResponse, AppError> {
    let (token, now) = (token.into_inner(), clock.now());
    let wanted = token.clone();
    let person = db
        .read(move |connection| {
            let (purpose, person) = links::find(connection, now, &wanted)?;
            let person = person.filter(|_| purpose == Purpose::SignIn).ok_or(AccountError::LinkSpent)?;
            store::find_person(connection, person)
        })
        .await?;
    page(&LinkPage { shell, token, name: person.name })
}

/// `POST /sign-in-link/{token}`
async fn create_session(
    browser: Browser,
    db: Data<Db>,
    clock: Data<Clock>,
    site: Data<Site>,
    token: Path<String>,
) -> Result<HttpResponse, AppError> {
    let (token, now) = (token.into_inner(), clock.now());
    let from = browser.clone();
    let session = db.write(move |tx| use_link(tx, now, &token, &from)).await?;
    let mut response = see_other_saying("/me", "You are signed in. The link is used up.");
    browser.sign_in(&mut response, &site, &session);
    Ok(response)
}
