//! Signing in and out, and choosing a password.

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::actions;
use super::forms::{AppearanceForm, PasswordForm, SignInForm};
use super::links::{self, Purpose};
use super::pages::{PasswordPage, SignInPage};
use super::personas::Personas;
use super::providers::{self, ProviderLink, Providers, SIGNED_OUT};
use super::{AccountError, Hasher, store};
use crate::clock::Clock;
use crate::db::{Db, origin};
use crate::error::AppError;
use crate::web::page::own_target;
use crate::web::{
    Form, Shell, Sighting, Site, Viewer, Watcher, clear_session, html, page, see_other, session_token, set_session,
    set_theme,
};

/// The query of `GET /sign-in`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SignInQuery {
    #[serde(rename = "return")]
    target: Option<String>,
}

fn personas(request: &HttpRequest) -> Vec<super::personas::Persona> {
    request.app_data::<Data<Personas>>().map(|personas| personas.0.clone()).unwrap_or_default()
}

/// The page without a word of a refusal; nobody is asked to draw it (R21).
fn sign_in_page(request: &HttpRequest, shell: Shell, providers: &Providers, target: String) -> SignInPage {
    let button = |provider: &providers::Provider| ProviderLink::to_sign_in(&provider.settings, &shell, &target);
    SignInPage {
        providers: providers.iter().map(button).collect(),
        local: providers.local,
        asked: target != "/",
        personas: personas(request),
        email: String::new(),
        problem: String::new(),
        shell,
        target,
    }
}

/// `GET /sign-in`
pub async fn sign_in(
    request: HttpRequest,
    shell: Shell,
    viewer: Viewer,
    providers: Data<Providers>,
    query: Query<SignInQuery>,
) -> Result<HttpResponse, AppError> {
    let target = own_target(query.target.as_deref()).to_owned();
    let shown = sign_in_page(&request, shell, &providers, target);
    if viewer.member().is_some() && shown.personas.is_empty() {
        return Ok(see_other(&shown.target));
    }
    page(&shown)
}

/// `POST /sign-in`
#[expect(clippy::too_many_arguments, reason = "an extractor each")]
pub async fn create_session(
    request: HttpRequest,
    shell: Shell,
    db: Data<Db>,
    clock: Data<Clock>,
    site: Data<Site>,
    hasher: Data<Hasher>,
    providers: Data<Providers>,
    form: Form<SignInForm>,
) -> Result<HttpResponse, AppError> {
    let form = form.into_inner();
    if !providers.local {
        return Err(AccountError::LocalOff.into());
    }
    match start_session(&db, &clock, &hasher, &form).await {
        Ok(token) => {
            let mut response = see_other(own_target(Some(&form.target)));
            set_session(&mut response, &site, &token);
            Ok(response)
        }
        Err(AccountError::WrongPassword) => {
            watch_wrong(&request, &db, form.email.clone()).await;
            html(
                StatusCode::UNPROCESSABLE_ENTITY,
                &SignInPage {
                    email: form.email,
                    problem: AccountError::WrongPassword.to_string(),
                    asked: false,
                    ..sign_in_page(&request, shell, &providers, own_target(Some(&form.target)).to_owned())
                },
            )
        }
        Err(error) => Err(error.into()),
    }
}

/// Takes down that somebody did not get in. What was typed for an account that
/// does not exist is not kept: it may be a password.
async fn watch_wrong(request: &HttpRequest, db: &Db, email: String) {
    let Some(watcher) = request.app_data::<Data<Watcher>>() else { return };
    let known = db.read(move |connection| store::find_by_email(connection, &email)).await;
    let subject = match known {
        Ok(person) => ("person", person.handle),
        Err(_) => ("address", "POST /sign-in".to_owned()),
    };
    let (status, origin) = (StatusCode::UNPROCESSABLE_ENTITY.as_u16(), origin::of_request().unwrap_or_default());
    watcher.saw(Sighting { actor: None, action: "session.refused", subject, status, origin });
}

/// Checks the password and starts a session. Somebody unknown takes as long as
/// somebody known (L05).
async fn start_session(db: &Db, clock: &Clock, hasher: &Hasher, form: &SignInForm) -> Result<String, AccountError> {
    let email = form.email.clone();
    let found = db.read(move |connection| store::find_by_email(connection, &email)).await;
    let person = match found {
        Ok(person) => Some(person),
        Err(AccountError::NotFound) => None,
        Err(error) => return Err(error),
    };
    let hash = person.as_ref().and_then(|person| person.password_hash.clone());
    let fits = hasher.verify(form.password.clone(), hash).await?;
    let person = person.filter(|_| fits).ok_or(AccountError::WrongPassword)?;
    let now = clock.now();
    db.write(move |tx| actions::sign_in_as(tx, now, &person)).await
}

/// `POST /sign-out`: to the first page, or to one that offers to sign out of the
/// provider, too, by which the session began.
pub async fn delete_session(
    request: HttpRequest,
    db: Data<Db>,
    clock: Data<Clock>,
    site: Data<Site>,
    providers: Data<Providers>,
) -> Result<HttpResponse, AppError> {
    let mut from = String::new();
    if let Some(token) = session_token(&request, &site) {
        let now = clock.now();
        from = db.write(move |tx| actions::sign_out(tx, now, &token)).await?;
    }
    let mut response = match providers.find(&from) {
        Ok(_) => see_other(&format!("{SIGNED_OUT}?from={from}")),
        Err(_) => see_other("/"),
    };
    clear_session(&mut response, &site);
    // Forget what a shared machine may still hold of a person's pages (W06).
    response.headers_mut().insert(
        actix_web::http::header::HeaderName::from_static("clear-site-data"),
        actix_web::http::header::HeaderValue::from_static("\"cache\", \"storage\""),
    );
    Ok(response)
}

/// `POST /appearance`
pub async fn update_appearance(site: Data<Site>, form: Form<AppearanceForm>) -> Result<HttpResponse, AppError> {
    let mut response = see_other(own_target(Some(&form.target)));
    let theme = match form.theme.as_str() {
        known @ ("system" | "light" | "dark") => known,
        other => {
            return Err(AppError::BadRequest(format!("“{other}” is no appearance; take system, light or dark")));
        }
    };
    set_theme(&mut response, &site, theme);
    Ok(response)
}

/// `GET /setup/{token}`
pub async fn setup(
    shell: Shell,
    db: Data<Db>,
    clock: Data<Clock>,
    token: Path<String>,
) -> Result<HttpResponse, AppError> {
    find_link(&db, &clock, &token, true).await?;
    page(&password_page(shell, &token, None))
}

/// `POST /setup/{token}`
pub async fn create_first_admin(
    shell: Shell,
    db: Data<Db>,
    clock: Data<Clock>,
    site: Data<Site>,
    hasher: Data<Hasher>,
    token: Path<String>,
    form: Form<PasswordForm>,
) -> Result<HttpResponse, AppError> {
    find_link(&db, &clock, &token, true).await?;
    let (new, password) = match form.parse_setup() {
        Ok(parsed) => parsed,
        Err(AccountError::Invalid(problems)) => {
            let form = form.into_inner();
            let again =
                PasswordPage { name: form.name, email: form.email, problems, ..password_page(shell, &token, None) };
            return html(StatusCode::UNPROCESSABLE_ENTITY, &again);
        }
        Err(error) => return Err(error.into()),
    };
    let hash = hasher.hash(password).await?;
    let (token, now) = (token.into_inner(), clock.now());
    let session = db.write(move |tx| actions::set_up(tx, now, &token, &new, &hash)).await?;
    let mut response =
        crate::web::see_other_saying("/me", "You are the first admin. What the site needs next is listed below.");
    set_session(&mut response, &site, &session);
    Ok(response)
}

/// `GET /invitation/{token}`
pub async fn invitation(
    shell: Shell,
    db: Data<Db>,
    clock: Data<Clock>,
    providers: Data<Providers>,
    token: Path<String>,
) -> Result<HttpResponse, AppError> {
    if !providers.local {
        return Err(AccountError::LocalOff.into());
    }
    let person = find_link(&db, &clock, &token, false).await?;
    page(&password_page(shell, &token, person.as_ref()))
}

/// `POST /invitation/{token}`
#[expect(clippy::too_many_arguments, reason = "an extractor each")]
pub async fn accept_invitation(
    shell: Shell,
    db: Data<Db>,
    clock: Data<Clock>,
    site: Data<Site>,
    hasher: Data<Hasher>,
    providers: Data<Providers>,
    token: Path<String>,
    form: Form<PasswordForm>,
) -> Result<HttpResponse, AppError> {
    if !providers.local {
        return Err(AccountError::LocalOff.into());
    }
    let person = find_link(&db, &clock, &token, false).await?.ok_or(AppError::NotFound("link"))?;
    let password = match form.parse_password(&person.name, &person.email) {
        Ok(password) => password,
        Err(AccountError::Invalid(problems)) => {
            let again = PasswordPage { problems, ..password_page(shell, &token, Some(&person)) };
            return html(StatusCode::UNPROCESSABLE_ENTITY, &again);
        }
        Err(error) => return Err(error.into()),
    };
    let hash = hasher.hash(password).await?;
    let (token, now) = (token.into_inner(), clock.now());
    let session = db.write(move |tx| actions::choose_password(tx, now, &token, &hash)).await?;
    let mut response = crate::web::see_other_saying("/", "Your password is set and you are signed in.");
    set_session(&mut response, &site, &session);
    Ok(response)
}

/// Whom a link is for, if it still lets somebody in. Looking does not use it up.
async fn find_link(db: &Db, clock: &Clock, token: &str, is_setup: bool) -> Result<Option<super::Person>, AccountError> {
    let (token, now) = (token.to_owned(), clock.now());
    db.read(move |connection| {
        let (purpose, person) = links::find(connection, now, &token)?;
        if purpose == Purpose::SignIn || (purpose == Purpose::Setup) != is_setup {
            return Err(AccountError::LinkSpent);
        }
        person.map(|person| store::find_person(connection, person)).transpose()
    })
    .await
}

fn password_page(shell: Shell, token: &str, person: Option<&super::Person>) -> PasswordPage {
    let place = if person.is_some() { "invitation" } else { "setup" };
    PasswordPage {
        action: format!("{}/{place}/{token}", shell.base),
        shell,
        is_setup: person.is_none(),
        name: person.map(|person| person.name.clone()).unwrap_or_default(),
        email: person.map(|person| person.email.clone()).unwrap_or_default(),
        problems: Vec::new(),
    }
}
