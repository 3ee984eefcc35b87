//! The requests of signing in and out.

use actix_web::http::{StatusCode, header};
use actix_web::web::{Data, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::half::{self, Entered};
use super::tools::Tools;
use crate::accounts::forms::SignInForm;
use crate::accounts::pages::SignInPage;
use crate::accounts::personas::{Persona, Personas};
use crate::accounts::providers::{Provider, ProviderLink, Providers, SIGNED_OUT};
use crate::accounts::{AccountError, Browser, sessions, store, throttle};
use crate::error::AppError;
use crate::web::page::own_target;
use crate::web::{Form, Shell, Viewer, clear_session, html, page, see_other};

/// The query of `GET /sign-in`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SignInQuery {
    #[serde(rename = "return")]
    target: Option<String>,
}

/// The page without a word of a refusal; no provider is asked to draw it (R21).
fn sign_in_page(request: &HttpRequest, shell: Shell, providers: &Providers, target: String) -> SignInPage {
    let button = |provider: &Provider| ProviderLink::to_sign_in(&provider.settings, &shell, &target);
    let personas: Vec<Persona> = request.app_data::<Data<Personas>>().map(|all| all.0.clone()).unwrap_or_default();
    SignInPage {
        providers: providers.iter().map(button).collect(),
        local: providers.local,
        asked: target != "/",
        personas,
        email: String::new(),
        problem: String::new(),
        shell,
        target,
    }
}

/// `GET /sign-in`
pub async fn show(
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
pub async fn create(
    request: HttpRequest,
    shell: Shell,
    tools: Tools,
    browser: Browser,
    form: Form<SignInForm>,
) -> Result<HttpResponse, AppError> {
    if !tools.providers.local {
        return Err(AccountError::LocalOff.into());
    }
    let form = form.into_inner();
    let target = own_target(Some(&form.target)).to_owned();
    match try_in(&tools, &browser, &form, &target).await {
        Ok(entered) => Ok(entered.answer(&browser, &tools.site, see_other(&target))),
        Err(why @ (AccountError::WrongPassword | AccountError::TooOften(_))) => {
            let shown = sign_in_page(&request, shell, &tools.providers, target);
            refused(SignInPage { email: form.email, problem: why.to_string(), asked: false, ..shown }, &why)
        }
        Err(error) => Err(error.into()),
    }
}

/// The page again, with what was wrong.
fn refused(shown: SignInPage, why: &AccountError) -> Result<HttpResponse, AppError> {
    let AccountError::TooOften(seconds) = why else { return html(StatusCode::UNPROCESSABLE_ENTITY, &shown) };
    let mut response = html(StatusCode::TOO_MANY_REQUESTS, &shown)?;
    response.headers_mut().insert(header::RETRY_AFTER, (*seconds).into());
    Ok(response)
}

/// Checks the password; what follows from it.
async fn try_in(tools: &Tools, browser: &Browser, form: &SignInForm, target: &str) -> Result<Entered, AccountError> {
    let (person, counted) = tools.check_password(browser, &form.email, &form.password).await?;
    let (now, from, target) = (tools.clock.now(), browser.clone(), target.to_owned());
    let (seal, rule, handle) = (tools.seal.clone(), tools.providers.second_factor, person.handle.clone());
    let entered = tools.db.write(move |tx| {
        // To look at a password takes a while, and this one may be the old one by now.
        if !store::lock_verified(tx, &person)? {
            return Err(AccountError::WrongPassword);
        }
        throttle::forgive(tx, &counted)?;
        half::enter(tx, now, (&seal, rule), &person, &from, &target)
    });
    entered.await.inspect_err(|why| tools.watch(why, Some(&handle)))
}

/// `POST /sign-out`: to the first page, or to one that offers to sign out of the
/// provider, too, by which the session began.
pub async fn delete(tools: Tools, browser: Browser) -> Result<HttpResponse, AppError> {
    let mut from = String::new();
    if let Some(token) = browser.session {
        let now = tools.clock.now();
        from = tools.db.write(move |tx| sessions::end(tx, now, &token)).await?;
    }
    let mut response = match tools.providers.find(&from) {
        Ok(_) => see_other(&format!("{SIGNED_OUT}?from={from}")),
        Err(_) => see_other("/"),
    };
    clear_session(&mut response, &tools.site);
    // Forget what a shared machine may still hold of a person's pages (W06).
    response.headers_mut().insert(
        header::HeaderName::from_static("clear-site-data"),
        header::HeaderValue::from_static("\"cache\", \"storage\""),
    );
    Ok(response)
}
