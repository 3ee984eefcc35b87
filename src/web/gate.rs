//! The door that every route has: who is there, may they pass, is what they
//! send theirs, and may they still pass once it has arrived. A panic behind it
//! fails this one request.

use std::panic::AssertUnwindSafe;
use std::sync::Arc;
use std::time::Duration;

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{Payload, ServiceRequest, ServiceResponse};
use actix_web::http::Method;
use actix_web::middleware::Next;
use actix_web::web::{Bytes, BytesMut, Data};
use actix_web::{Error, HttpMessage, HttpRequest, ResponseError};
use futures_util::future::{FutureExt, LocalBoxFuture};
use futures_util::stream::StreamExt;

use super::form::Posted;
use super::json::is_json;
use super::policy::Policy;
use super::token::{self, TokenHolder, TokenScope};
use super::upload::{self, SentFiles};
use super::viewer::Viewer;
use super::watch::{self, Watcher};
use super::{Site, address, cookies, csrf};
use crate::db::keys::PersonId;
use crate::db::origin::{self, Origin};
use crate::error::AppError;

/// Bytes that a form may have (N01).
const FORM_LIMIT: usize = 1024 * 1024;
/// Where addresses begin that a token opens.
const API: &str = "/api/";
/// How long a body may take to arrive (N02).
const BODY_TIMEOUT: Duration = Duration::from_secs(30);
/// The same for a form with a file: 10 MiB over a line of 1 Mbit/s.
const FILES_TIMEOUT: Duration = Duration::from_secs(90);

/// What a route takes with a request that changes something.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Takes {
    /// The fields of a form.
    Fields,
    /// Files beside them, of this many bytes each.
    Files(usize),
}

/// What a route asks of whoever comes.
#[derive(Debug, Clone, Copy)]
pub(super) struct Door {
    pub policy: Policy,
    /// What a token has to be made for; no token opens a door without.
    pub scope: Option<TokenScope>,
    /// What may be sent.
    pub takes: Takes,
}

/// Finds out who a session cookie or a token belongs to. The accounts implement
/// it, which lie above this module; `app` wires them in.
pub trait Identify: Send + Sync {
    /// The viewer that the cookie's token stands for; anonymous if it stands
    /// for nobody any more.
    fn identify<'a>(&'a self, token: &'a str) -> LocalBoxFuture<'a, Result<Viewer, AppError>>;

    /// Who an API token speaks for; nobody where it is none any more.
    fn find_holder<'a>(&'a self, token: &'a str) -> LocalBoxFuture<'a, Result<Option<TokenHolder>, AppError>>;
}

pub(super) async fn pass<B: MessageBody + 'static>(
    door: Door,
    mut request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let mut origin = Origin { address: sender(&request), token: String::new() };
    if let Err(refusal) = admit(door, &mut request, &mut origin).await {
        watch_refusal(request.request(), &refusal, &origin);
        return Ok(request.into_response(refusal.error_response()));
    }
    let kept = request.request().clone();
    let answer = AssertUnwindSafe(origin::within(origin.clone(), next.call(request))).catch_unwind().await;
    match answer {
        Ok(answer) => {
            let answer = answer?;
            if let (Some(watcher), actor) = (answer.request().app_data::<Data<Watcher>>(), actor_of(&kept)) {
                let seen = watch::seen_in(&answer, actor, &origin);
                seen.into_iter().for_each(|sighting| watcher.saw(sighting));
            }
            Ok(answer.map_into_boxed_body())
        }
        Err(panic) => {
            let words = panic
                .downcast_ref::<&str>()
                .map(|words| (*words).to_owned())
                .or_else(|| panic.downcast_ref::<String>().cloned())
                .unwrap_or_default();
            let failure = AppError::Internal(format!("a handler panicked: {words}"));
            Ok(ServiceResponse::new(kept, failure.error_response()))
        }
    }
}

/// The address that the request came from; empty where there is none.
fn sender(request: &ServiceRequest) -> String {
    let proxies = request.app_data::<Data<Site>>().map(|site| site.proxies.as_slice()).unwrap_or_default();
    let peer = request.peer_addr().map(|peer| address::of_sender(peer.ip(), request.headers(), proxies));
    peer.map_or(String::new(), |address| address.to_string())
}

fn actor_of(request: &HttpRequest) -> Option<PersonId> {
    request.extensions().get::<Viewer>().and_then(Viewer::member).map(|member| member.id)
}

/// Takes a refusal down. Whoever has only not signed in yet was not refused.
fn watch_refusal(request: &HttpRequest, refusal: &AppError, origin: &Origin) {
    let is_refusal = matches!(
        refusal,
        AppError::Forbidden(_)
            | AppError::MissingScope(_)
            | AppError::BadToken
            | AppError::ServiceOver
            | AppError::NotFound(_)
    );
    if let (true, Some(watcher)) = (is_refusal, request.app_data::<Data<Watcher>>()) {
        let (actor, status) = (actor_of(request), refusal.status_code());
        watcher.saw(watch::at_address(request, "door.refused", status, actor, origin));
    }
}

/// Who is at the door, and the secret of their forms where a cookie says who.
struct Caller {
    viewer: Viewer,
    secret: Option<csrf::Secret>,
    /// The name of the token by which they come. It is sent by nobody's browser
    /// on its own, so no form has to be proved.
    token: Option<String>,
}

impl Caller {
    fn may_pass(&self, door: Door, site: &Site) -> bool {
        door.policy.admits(&self.viewer, site.public_reading)
    }
}

async fn admit(door: Door, request: &mut ServiceRequest, origin: &mut Origin) -> Result<(), AppError> {
    let site = data::<Site>(request)?;
    let first = find_caller(door, request, &site).await;
    // Read what was sent before refusing, or the client sees a cut connection.
    let is_safe = request.method().is_safe();
    let may_send = first.as_ref().is_ok_and(|caller| caller.may_pass(door, &site));
    let has_body = !is_safe && has_payload(request);
    let sent = if is_safe { Sent::Fields(Bytes::new()) } else { read_sent(door.takes, may_send, request).await? };
    let mut caller = first?;
    if has_body {
        // A body may take minutes. Rights and sessions that ended meanwhile open nothing (A07).
        caller = find_caller(door, request, &site).await?;
    }
    let admitted = may_send && caller.may_pass(door, &site);
    let Caller { viewer, secret, token } = caller;
    let has_token = token.is_some();
    origin.token = token.unwrap_or_default();
    let unknown = viewer.member().is_none();
    if !is_safe {
        if !has_token {
            csrf::check_origin(request.request(), &site)?;
        }
        let (posted, files) = match sent {
            // What is no form is read, and found wrong, by whoever takes JSON.
            Sent::Fields(body) if is_json(request.headers()) => (Posted::Json(body), SentFiles::default()),
            Sent::Fields(body) => (Posted::parse(body)?, SentFiles::default()),
            Sent::Files(posted, files) => (posted, files),
        };
        if let Some(secret) = &secret {
            csrf::check_token(secret, &posted, request.headers())?;
        }
        request.extensions_mut().insert(posted);
        request.extensions_mut().insert(files);
    }
    if let Some(secret) = secret {
        request.extensions_mut().insert(secret);
    }
    request.extensions_mut().insert(viewer);
    match (admitted, unknown) {
        (true, _) => Ok(()),
        (false, true) => Err(AppError::SignInFirst),
        // Whether a page exists is nobody's business who may not read it.
        (false, false) if is_safe => Err(AppError::NotFound("page")),
        (false, false) => Err(AppError::Forbidden("you may not do this".into())),
    }
}

async fn find_caller(door: Door, request: &ServiceRequest, site: &Site) -> Result<Caller, AppError> {
    let is_api = request.path().strip_prefix(site.base.as_str()).is_some_and(|path| path.starts_with(API));
    if let Some(token) = token::bearer(request.headers()).filter(|_| is_api) {
        let (viewer, name) = find_holder(door, request, token).await?;
        return Ok(Caller { viewer, secret: None, token: Some(name) });
    }
    let needs_nobody = door.policy == Policy::Open && request.method().is_safe() && is_silent(request);
    let cookie = if needs_nobody { None } else { cookies::session_token(request.request(), site) };
    let viewer = match &cookie {
        Some(token) => data::<Arc<dyn Identify>>(request)?.identify(token).await?,
        None => Viewer::anonymous(),
    };
    let secret = cookie.filter(|_| viewer.member().is_some()).map(|token| csrf::Secret::of(&token));
    Ok(Caller { viewer, secret, token: None })
}

/// Whom the token speaks for and what it is called, if it was made for what is behind this door.
async fn find_holder(door: Door, request: &ServiceRequest, token: &str) -> Result<(Viewer, String), AppError> {
    let holder = data::<Arc<dyn Identify>>(request)?.find_holder(token).await?;
    let TokenHolder { viewer, scopes, name } = holder.ok_or(AppError::BadToken)?;
    match door.scope {
        Some(scope) if scopes.contains(&scope) => Ok((viewer, name)),
        Some(scope) => Err(AppError::MissingScope(scope.as_str())),
        // Not an address of the API, or one that forgot to say what it is for.
        None => Err(AppError::NotFound("page")),
    }
}

/// Health checks and assets neither need to know who asks nor touch the database.
fn is_silent(request: &ServiceRequest) -> bool {
    let path = request.path();
    ["/healthz", "/readyz"].iter().any(|end| path.ends_with(end)) || path.contains("/static/")
}

/// Whether a body comes, though it may turn out to be empty: one in chunks can
/// be held back as long as any other.
fn has_payload(request: &mut ServiceRequest) -> bool {
    !matches!(request.parts_mut().1, Payload::None)
}

/// What was sent, as far as it can be read before it is known to be wanted.
enum Sent {
    Fields(Bytes),
    Files(Posted, SentFiles),
}

/// Files are read for nobody but those who may pass.
async fn read_sent(takes: Takes, admitted: bool, request: &mut ServiceRequest) -> Result<Sent, AppError> {
    let limit = match takes {
        Takes::Files(limit) if admitted && upload::is_multipart(request.headers()) => limit,
        _ => return read_body(request).await.map(Sent::Fields),
    };
    if announced(request) > upload::BODY_LIMIT {
        return Err(upload::too_large());
    }
    let payload = request.take_payload();
    match tokio::time::timeout(FILES_TIMEOUT, upload::read(request.headers(), payload, limit)).await {
        Ok(read) => read.map(|(posted, files)| Sent::Files(posted, files)),
        Err(_) => Err(AppError::BadRequest("the file did not arrive within 90 seconds".into())),
    }
}

/// The size that the client says its body has; 0 where it says nothing.
fn announced(request: &ServiceRequest) -> usize {
    let header = request.headers().get("content-length").and_then(|value| value.to_str().ok());
    header.and_then(|text| text.parse().ok()).unwrap_or(0)
}

async fn read_body(request: &mut ServiceRequest) -> Result<Bytes, AppError> {
    if *request.method() == Method::OPTIONS {
        return Ok(Bytes::new());
    }
    if announced(request) > FORM_LIMIT {
        return Err(too_large());
    }
    let payload = request.take_payload();
    match tokio::time::timeout(BODY_TIMEOUT, gather(payload)).await {
        Ok(gathered) => gathered,
        Err(_) => Err(AppError::BadRequest("the form did not arrive within 30 seconds".into())),
    }
}

async fn gather(mut payload: Payload) -> Result<Bytes, AppError> {
    let mut body = BytesMut::new();
    while let Some(chunk) = payload.next().await {
        let chunk = chunk.map_err(|error| AppError::BadRequest(format!("the form did not arrive whole: {error}")))?;
        if body.len() + chunk.len() > FORM_LIMIT {
            return Err(too_large());
        }
        body.extend_from_slice(&chunk);
    }
    Ok(body.freeze())
}

fn too_large() -> AppError {
    AppError::TooLarge(format!("this form takes {} KiB at the most", FORM_LIMIT / 1024))
}

fn data<T: 'static + ?Sized>(request: &ServiceRequest) -> Result<Data<T>, AppError> {
    request.app_data::<Data<T>>().cloned().ok_or_else(|| AppError::Internal("a part of the site is not wired".into()))
}
