//! Going to a provider, coming back, and signing out there.

use actix_web::http::{StatusCode, header};
use actix_web::web::{Path, Query};
use actix_web::{HttpRequest, HttpResponse};

use super::SIGNED_OUT;
use super::error::SignInError;
use super::forms::{AnswerQuery, BeginQuery, SignedOutQuery};
use super::pages::{RefusedPage, SignedOutPage};
use super::provider::Provider;
use super::tools::{Aim, Finished, Tools};
use crate::accounts::{AccountError, Browser};
use crate::db::origin;
use crate::error::AppError;
use crate::web::page::own_target;
use crate::web::{Shell, Sighting, Viewer, html, page, see_other, see_other_saying, set_browser_secret};

/// `GET /sign-in/with/{provider}`: sends the visitor there.
pub async fn begin(
    request: HttpRequest,
    shell: Shell,
    tools: Tools,
    key: Path<String>,
    query: Query<BeginQuery>,
) -> Result<HttpResponse, AppError> {
    let provider = tools.providers.find(&key).map_err(|_| AppError::NotFound("way to sign in"))?;
    let aim = Aim { person: None, target: own_target(query.target.as_deref()), again: query.again };
    match tools.begin(&request, &key, aim).await {
        Ok(begun) => {
            let mut response = leave(begun.url.as_str());
            set_browser_secret(&mut response, &tools.site, &begun.browser);
            Ok(response)
        }
        Err(error) => refused(shell, &tools, provider, Some(aim), error),
    }
}

/// `GET /sign-in/with/{provider}/callback`: the visitor comes back.
pub async fn finish(
    request: HttpRequest,
    shell: Shell,
    viewer: Viewer,
    tools: Tools,
    key: Path<String>,
    query: Query<AnswerQuery>,
) -> Result<HttpResponse, AppError> {
    let provider = tools.providers.find(&key).map_err(|_| AppError::NotFound("way to sign in"))?;
    let back = match tools.come_back(&request, provider, query.into_inner()).await {
        Ok(back) => back,
        Err(error) => return refused(shell, &tools, provider, None, error),
    };
    match tools.finish(&request, &viewer, provider, &back).await {
        Ok(Finished::SignedIn { token, target }) => {
            let mut response = see_other(&target);
            Browser::of(&request, &tools.site).sign_in(&mut response, &tools.site, &token);
            Ok(response)
        }
        Ok(Finished::Linked) => {
            let words = format!("From now on you can sign in with {}, too.", provider.settings.name);
            Ok(see_other_saying("/me/sign-ins", words))
        }
        Err(error) => refused(shell, &tools, provider, Some(back.aim()), error),
    }
}

/// `GET /sign-out/{provider}`: signs out of the provider itself (OpenID Connect
/// RP-Initiated Logout 1.0). Here the session ended before.
pub async fn end_session(shell: Shell, tools: Tools, key: Path<String>) -> Result<HttpResponse, AppError> {
    let provider = tools.providers.find(&key).map_err(|_| AppError::NotFound("way to sign out"))?;
    match provider.end_session(&tools.site.absolute(SIGNED_OUT), tools.clock.now()).await {
        Ok(Some(url)) => Ok(leave(url.as_str())),
        Ok(None) => Ok(see_other(SIGNED_OUT)),
        Err(error) => refused(shell, &tools, provider, None, error),
    }
}

/// `GET /signed-out`
pub async fn signed_out(shell: Shell, tools: Tools, query: Query<SignedOutQuery>) -> Result<HttpResponse, AppError> {
    let from = tools.providers.find(&query.from).ok();
    let is_in_here = shell.person.is_some();
    page(&SignedOutPage {
        name: from.map(|provider| provider.settings.name.clone()).unwrap_or_default(),
        href: from
            .filter(|provider| provider.may_end_session())
            .map(|provider| shell.to(&format!("/sign-out/{}", provider.settings.key)))
            .unwrap_or_default(),
        is_in_here,
        shell,
    })
}

/// Sends the visitor to an address of somebody else's.
fn leave(address: &str) -> HttpResponse {
    HttpResponse::SeeOther()
        .insert_header((header::LOCATION, address))
        .insert_header((header::CACHE_CONTROL, "no-store"))
        .finish()
}

/// Says what happened and what to do, and writes it down. `aim` is what
/// somebody went there for, if that is known.
pub(super) fn refused(
    shell: Shell,
    tools: &Tools,
    provider: &Provider,
    aim: Option<Aim<'_>>,
    error: SignInError,
) -> Result<HttpResponse, AppError> {
    if let SignInError::Account(AccountError::Database(error)) = error {
        return Err(error.into());
    }
    tracing::info!(provider = provider.settings.key, reason = %error, "sign-in refused");
    let status: StatusCode = error.status();
    watch(tools, provider, &error);
    html(status, &RefusedPage::new(shell, &provider.settings, aim, &error, tools.providers.local))
}

/// Takes a refusal down, as a wrong password is.
fn watch(tools: &Tools, provider: &Provider, error: &SignInError) {
    let (Some(watcher), why) = (&tools.watcher, error.word()) else { return };
    if why.is_empty() {
        return;
    }
    let subject = ("provider", provider.settings.key.clone());
    let (status, origin) = (error.status().as_u16(), origin::of_request().unwrap_or_default());
    watcher.saw(Sighting { actor: None, action: "session.refused", subject, status, why, origin });
}
