//! The cookies of the site: the session, one message for the next page, and
//! whether pages are light or dark.

use actix_web::cookie::{Cookie, SameSite, time::Duration};
use actix_web::{HttpRequest, HttpResponse, http::header};
use jiff::SignedDuration;
use percent_encoding::{NON_ALPHANUMERIC, percent_decode_str, utf8_percent_encode};

use super::Site;

/// How long a session lives, whatever happens (L07).
pub const SESSION_LIFETIME: SignedDuration = SignedDuration::from_hours(24 * 14);

const NOTICE: &str = "drawbridge_notice";
const PULSE: &str = "drawbridge_pulse";
const SAID: &str = "drawbridge_said";
const THEME: &str = "drawbridge_theme";

/// Under https the `__Host-` prefix makes browsers refuse a cookie of this
/// name that another host, or plain http, tries to plant.
fn session_name(site: &Site) -> &'static str {
    if site.secure { "__Host-drawbridge" } else { "drawbridge" }
}

/// The session token that the request carries.
pub fn session_token(request: &HttpRequest, site: &Site) -> Option<String> {
    request.cookie(session_name(site)).map(|cookie| cookie.value().to_owned())
}

/// Signs the browser in.
pub fn set_session(response: &mut HttpResponse, site: &Site, token: &str) {
    let lifetime = Duration::seconds(SESSION_LIFETIME.as_secs());
    add(response, build(site, session_name(site), token, host_path(site), lifetime));
}

/// Signs the browser out.
pub fn clear_session(response: &mut HttpResponse, site: &Site) {
    add(response, build(site, session_name(site), "", host_path(site), Duration::ZERO));
}

/// By which a browser is known again: what is begun in it ends in it (L06), and
/// what strangers try does not keep it out (L04). Browsers keep no cookie for
/// longer than 400 days.
const BROWSER_LIFETIME: Duration = Duration::days(400);

fn browser_name(site: &Site) -> &'static str {
    if site.secure { "__Host-drawbridge_browser" } else { "drawbridge_browser" }
}

/// The secret of this browser, as [`set_browser_secret`] gave it.
pub fn browser_secret(request: &HttpRequest, site: &Site) -> Option<String> {
    secret_named(request, browser_name(site))
}

/// Keeps a secret by which this browser is known again. It opens nothing.
pub fn set_browser_secret(response: &mut HttpResponse, site: &Site, secret: &str) {
    add(response, build(site, browser_name(site), secret, host_path(site), BROWSER_LIFETIME));
}

/// Kept between the password and the second factor.
fn step_name(site: &Site) -> &'static str {
    if site.secure { "__Host-drawbridge_step" } else { "drawbridge_step" }
}

/// The token of a sign-in that is half done.
pub fn step_token(request: &HttpRequest, site: &Site) -> Option<String> {
    secret_named(request, step_name(site))
}

/// Keeps the token of a sign-in that is half done, for as long as it may last.
pub fn set_step(response: &mut HttpResponse, site: &Site, token: &str, lifetime: SignedDuration) {
    add(response, build(site, step_name(site), token, host_path(site), Duration::seconds(lifetime.as_secs())));
}

/// Forgets a sign-in that was half done.
pub fn clear_step(response: &mut HttpResponse, site: &Site) {
    add(response, build(site, step_name(site), "", host_path(site), Duration::ZERO));
}

/// A cookie that can be one of our own random tokens.
fn secret_named(request: &HttpRequest, name: &str) -> Option<String> {
    let secret = request.cookie(name)?.value().to_owned();
    (32..=64).contains(&secret.len()).then_some(secret)
}

pub(super) fn set_notice(response: &mut HttpResponse, site: &Site, words: &str) {
    let value = utf8_percent_encode(words, NON_ALPHANUMERIC).to_string();
    add(response, build(site, NOTICE, &value, own_path(site), Duration::minutes(5)));
}

pub(super) fn notice(request: &HttpRequest) -> Option<String> {
    let cookie = request.cookie(NOTICE)?;
    let words = percent_decode_str(cookie.value()).decode_utf8().ok()?.into_owned();
    (!words.is_empty() && words.len() <= 1_000).then_some(words)
}

pub(super) fn clear_notice(response: &mut HttpResponse, site: &Site) {
    add(response, build(site, NOTICE, "", own_path(site), Duration::ZERO));
}

/// Keeps how pages should look: `system`, `light` or `dark`.
pub fn set_theme(response: &mut HttpResponse, site: &Site, theme: &str) {
    add(response, build(site, THEME, theme, own_path(site), Duration::days(365)));
}

/// Keeps what this browser said of one page of ours; `path` is below the base,
/// and no other page is sent it.
pub fn set_said(response: &mut HttpResponse, site: &Site, path: &str, said: &str) {
    let path = format!("{}{path}", site.base);
    add(response, build(site, SAID, said, &path, Duration::days(365)));
}

/// What this browser said of the page that is asked for.
pub fn said(request: &HttpRequest) -> Option<String> {
    request.cookie(SAID).map(|cookie| cookie.value().to_owned())
}

/// Keeps the secret by which this browser finds its own answers to the pulse
/// again; browsers keep no cookie for longer than 400 days.
pub fn set_pulse_secret(response: &mut HttpResponse, site: &Site, secret: &str) {
    add(response, build(site, PULSE, secret, own_path(site), Duration::days(400)));
}

/// The secret of this browser; none where it has not answered yet.
pub fn pulse_secret(request: &HttpRequest) -> Option<String> {
    secret_named(request, PULSE)
}

pub(super) fn theme(request: &HttpRequest) -> &'static str {
    match request.cookie(THEME).as_ref().map(Cookie::value) {
        Some("light") => "light",
        Some("dark") => "dark",
        _ => "system",
    }
}

/// `__Host-` wants `Path=/`; without it the cookie stays below our own base.
fn host_path(site: &Site) -> &str {
    if site.secure { "/" } else { own_path(site) }
}

fn own_path(site: &Site) -> &str {
    if site.base.is_empty() { "/" } else { &site.base }
}

fn build<'c>(site: &Site, name: &'c str, value: &'c str, path: &'c str, age: Duration) -> Cookie<'c> {
    Cookie::build(name, value)
        .path(path)
        .http_only(true)
        .same_site(SameSite::Lax)
        .secure(site.secure)
        .max_age(age)
        .finish()
}

fn add(response: &mut HttpResponse, cookie: Cookie<'_>) {
    if let Ok(value) = header::HeaderValue::from_str(&cookie.to_string()) {
        response.headers_mut().append(header::SET_COOKIE, value);
    }
}
