//! Draws refusals: a page of the house, a fragment for htmx, or a problem
//! document (RFC 9457) on the API. Also what every answer gets: security
//! headers, the base in front of redirects, the message for the next page.

use actix_web::body::{BoxBody, MessageBody};
use actix_web::dev::{ServiceRequest, ServiceResponse};
use actix_web::http::StatusCode;
use actix_web::http::header::{self, ContentType, HeaderMap, HeaderName, HeaderValue};
use actix_web::middleware::Next;
use actix_web::web::Data;
use actix_web::{Error, HttpRequest, HttpResponse};
use askama::Template;

use super::page::{Notice, wants_part};
use super::shell::{Shell, query_value};
use super::{Site, Viewer, cookies, csrf};
use crate::error::Refusal;

/// Own files only, and nothing inline (W04).
const CONTENT_SECURITY_POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; \
     img-src 'self' data:; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Marks a failure that already says what its reader needs, in its own words.
#[derive(Debug, Clone, Copy)]
pub struct Worded;

/// Where to go from a page that says no.
#[derive(Debug)]
pub struct Step {
    /// The words of the link.
    pub label: &'static str,
    /// The complete address.
    pub href: String,
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage {
    shell: Shell,
    status: u16,
    title: &'static str,
    words: String,
    id: String,
    steps: Vec<Step>,
}

#[derive(Template)]
#[template(path = "parts/error_fragment.html")]
struct ErrorFragment {
    title: &'static str,
    words: String,
    id: String,
}

/// The outermost middleware but for compression.
///
/// # Errors
///
/// None of its own.
pub async fn finish<B: MessageBody + 'static>(
    request: ServiceRequest,
    next: Next<B>,
) -> Result<ServiceResponse<BoxBody>, Error> {
    let answer = next.call(request).await?.map_into_boxed_body();
    let (request, mut response) = answer.into_parts();
    let Some(site) = request.app_data::<Data<Site>>().cloned() else {
        return Ok(ServiceResponse::new(request, response));
    };
    if response.status().is_client_error() || response.status().is_server_error() {
        response = draw(&request, response, &site);
    }
    let notice = response.extensions_mut().remove::<Notice>();
    if let Some(Notice(words)) = notice {
        cookies::set_notice(&mut response, &site, &words);
    } else if response.status() == StatusCode::OK && is_html(&response) && cookies::notice(&request).is_some() {
        cookies::clear_notice(&mut response, &site);
    }
    prefix_location(&mut response, &site);
    let signed_in = is_signed_in(&request);
    add_headers(response.headers_mut(), &site, signed_in);
    Ok(ServiceResponse::new(request, response))
}

/// Turns a refusal into what the visitor can read. A response that already has
/// a page of ours (a form shown again) is left as it is.
fn draw(request: &HttpRequest, response: HttpResponse, site: &Site) -> HttpResponse {
    let refusal = response.extensions().get::<Refusal>().cloned();
    let worded = is_html(&response) || response.extensions().contains::<Worded>();
    if refusal.is_none() && worded {
        return response;
    }
    let status = response.status();
    let path = request.path().strip_prefix(site.base.as_str()).unwrap_or(request.path());
    let is_api = path.starts_with("/api/");
    if status == StatusCode::UNAUTHORIZED && !is_api {
        return to_sign_in(request, site);
    }
    // Words that others put into the body (a bad path, say) are not for visitors.
    let refusal = refusal.unwrap_or_else(|| Refusal { words: usual_words(status).into(), internal: None });
    let id = uuid::Uuid::now_v7().simple().to_string();
    let shown = csrf::without_tokens(path);
    if status.is_server_error() {
        tracing::error!(%id, status = status.as_u16(), path = shown, reason = refusal.internal.as_deref().unwrap_or(&refusal.words), "request failed");
    } else {
        tracing::info!(%id, status = status.as_u16(), path = shown, reason = refusal.words, "request refused");
    }

    let mut drawn = HttpResponse::build(status);
    for name in [header::RETRY_AFTER, header::ALLOW, header::WWW_AUTHENTICATE] {
        if let Some(value) = response.headers().get(&name) {
            drawn.insert_header((name, value.clone()));
        }
    }
    if is_api {
        let body = serde_json::json!({
            "type": "about:blank",
            "title": title(status),
            "status": status.as_u16(),
            "detail": refusal.words,
            "instance": format!("urn:uuid:{id}"),
        });
        return drawn.content_type("application/problem+json").body(body.to_string());
    }
    let words = sentence(&refusal.words);
    let body = if wants_part(request) {
        ErrorFragment { title: title(status), words, id }.render()
    } else {
        let shell = Shell::of(request);
        let steps = steps(&shell, status);
        ErrorPage { shell, status: status.as_u16(), title: title(status), words, id, steps }.render()
    };
    // A page that can't even say what is wrong still says its status.
    drawn.content_type(ContentType::html()).body(body.unwrap_or_else(|_| title(status).to_owned()))
}

fn to_sign_in(request: &HttpRequest, site: &Site) -> HttpResponse {
    let full = request.uri().path_and_query().map_or("/", |path| path.as_str());
    let own = full.strip_prefix(site.base.as_str()).unwrap_or(full);
    // Only a page can be come back to; a form's address may not even answer GET.
    let page = if request.method().is_safe() { Some(own.to_owned()) } else { page_of_form(request, site) };
    let target = match page.filter(|page| page != "/" && page.len() <= 4_000) {
        Some(page) => format!("/sign-in?return={}", query_value(&page)),
        None => "/sign-in".to_owned(),
    };
    if wants_part(request) {
        // htmx would follow a redirect and put the whole page into a part of one.
        return HttpResponse::Unauthorized().insert_header(("HX-Redirect", format!("{}{target}", site.base))).finish();
    }
    HttpResponse::SeeOther().insert_header((header::LOCATION, target)).finish()
}

/// The page of ours that a form was sent from, where the browser says it: what
/// was typed there waits in its drafts.
pub(super) fn page_of_form(request: &HttpRequest, site: &Site) -> Option<String> {
    let referrer = request.headers().get(header::REFERER)?.to_str().ok()?;
    let url = url::Url::parse(referrer).ok()?;
    let is_ours = url.origin().ascii_serialization() == site.origin;
    let path = url.path().strip_prefix(site.base.as_str()).filter(|path| is_ours && path.starts_with('/'))?;
    Some(url.query().map_or_else(|| path.to_owned(), |query| format!("{path}?{query}")))
}

fn steps(shell: &Shell, status: StatusCode) -> Vec<Step> {
    let mut steps = vec![
        Step { label: "Search the answers", href: format!("{}/search", shell.base) },
        Step { label: "Go to the first page", href: format!("{}/", shell.base) },
    ];
    if shell.person.is_none() && matches!(status, StatusCode::NOT_FOUND | StatusCode::FORBIDDEN) {
        steps.insert(0, Step { label: "Sign in", href: shell.sign_in_href.clone() });
    }
    steps
}

fn title(status: StatusCode) -> &'static str {
    match status.as_u16() {
        400 => "This request can't be read",
        401 => "Who asks is not known",
        403 => "This is not yours to do",
        404 => "There is nothing here",
        405 => "This address takes no such request",
        409 => "Somebody was faster",
        413 => "This is too large",
        414 => "This address is too long",
        415 => "This can't be read",
        422 => "Something in it does not fit",
        429 => "Too many tries",
        431 => "The head of this request is too large",
        503 => "A part of Drawbridge does not answer",
        code if code >= 500 => "Something went wrong on our side",
        _ => "This did not work",
    }
}

fn usual_words(status: StatusCode) -> &'static str {
    match status.as_u16() {
        404 => "there is no page at this address",
        405 => "this address can be opened, or sent a form, but not both",
        code if code >= 500 => "something went wrong on our side",
        _ => "the request is not one that this address understands",
    }
}

/// Words as a sentence: with a capital and a full stop.
fn sentence(words: &str) -> String {
    let mut characters = words.chars();
    let first: String = characters.next().map(|c| c.to_uppercase().collect()).unwrap_or_default();
    let end = if words.ends_with(['.', '?', '!']) { "" } else { "." };
    format!("{first}{}{end}", characters.as_str())
}

fn is_html(response: &HttpResponse) -> bool {
    let kind = response.headers().get(header::CONTENT_TYPE).and_then(|value| value.to_str().ok());
    kind.is_some_and(|kind| kind.starts_with("text/html"))
}

fn is_signed_in(request: &HttpRequest) -> bool {
    use actix_web::HttpMessage;
    request.extensions().get::<Viewer>().is_some_and(|viewer| viewer.member().is_some())
}

/// Handlers redirect to paths of ours; visitors reach us below the base.
fn prefix_location(response: &mut HttpResponse, site: &Site) {
    if site.base.is_empty() {
        return;
    }
    let location = response.headers().get(header::LOCATION).and_then(|value| value.to_str().ok());
    let Some(path) = location.filter(|path| path.starts_with('/')) else { return };
    if let Ok(value) = HeaderValue::from_str(&format!("{}{path}", site.base)) {
        response.headers_mut().insert(header::LOCATION, value);
    }
}

fn add_headers(headers: &mut HeaderMap, site: &Site, signed_in: bool) {
    // What somebody handed in is served under a policy that is tighter still.
    if !headers.contains_key(header::CONTENT_SECURITY_POLICY) {
        headers.insert(header::CONTENT_SECURITY_POLICY, HeaderValue::from_static(CONTENT_SECURITY_POLICY));
    }
    let mut set = |name: &'static str, value: &'static str| {
        headers.insert(HeaderName::from_static(name), HeaderValue::from_static(value));
    };
    set("x-content-type-options", "nosniff");
    set("referrer-policy", "same-origin");
    set("cross-origin-opener-policy", "same-origin");
    set("cross-origin-resource-policy", "same-origin");
    set("permissions-policy", "camera=(), geolocation=(), microphone=()");
    if site.secure {
        set("strict-transport-security", "max-age=31536000");
    }
    if signed_in {
        // Nothing that a person saw may come back after they signed out (W06).
        set("cache-control", "no-store");
    } else if !headers.contains_key(header::CACHE_CONTROL) {
        headers.insert(header::CACHE_CONTROL, HeaderValue::from_static("no-cache"));
    }
}
