//! One-click personas: the doors of the sample company. They are mounted by
//! `demo` alone (A11).

use actix_web::web::Data;
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::{AccountError, Browser, sessions, store};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::web::page::own_target;
use crate::web::{Form, Policy, Route, Site, see_other};

/// Somebody of the sample company whom a visitor can be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Persona {
    /// Their handle.
    pub handle: String,
    /// Their name.
    pub name: String,
    /// What they do: `Champion, Checkout`.
    pub role: String,
    /// What to try as them, in one sentence.
    pub story: String,
}

/// Everybody whom a visitor can be, in the order of the page.
#[derive(Debug, Clone, Default)]
pub struct Personas(pub Vec<Persona>);

/// The route that signs in with a click.
pub fn routes() -> Vec<Route> {
    vec![Route::post("/sign-in/persona", Policy::Open, create_session)]
}

/// `POST /sign-in/persona`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
struct PersonaForm {
    handle: String,
    #[serde(rename = "return")]
    target: String,
}

async fn create_session(
    request: HttpRequest,
    browser: Browser,
    db: Data<Db>,
    clock: Data<Clock>,
    site: Data<Site>,
    form: Form<PersonaForm>,
) -> Result<HttpResponse, AppError> {
    let known = request.app_data::<Data<Personas>>();
    if !known.is_some_and(|known| known.0.iter().any(|persona| persona.handle == form.handle)) {
        return Err(AppError::NotFound("persona"));
    }
    let (handle, now, from) = (form.handle.clone(), clock.now(), browser.clone());
    let token = db
        .write(move |tx| {
            let person = store::find_by_handle(tx, &handle)?;
            sessions::sign_in_as(tx, now, &person, &from)
        })
        .await
        .map_err(|error: AccountError| AppError::from(error))?;
    let mut response = see_other(own_target(Some(&form.target)));
    browser.sign_in(&mut response, &site, &token);
    Ok(response)
}
