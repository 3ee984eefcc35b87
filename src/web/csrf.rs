//! Keeps other sites from sending forms in a visitor's name.
//!
//! Two checks: the browser's own word on where a request comes from (`Origin`,
//! `Sec-Fetch-Site`), for every form; and a token that only our pages know,
//! wherever a cookie decides who sends.

use actix_web::HttpRequest;
use actix_web::http::header::{HeaderMap, HeaderName, ORIGIN};
use base64::Engine;
use base64::engine::general_purpose::URL_SAFE_NO_PAD;
use sha2::{Digest, Sha256};
use subtle::ConstantTimeEq;

use super::Site;
use super::form::Posted;
use crate::error::AppError;

const SIZE: usize = 32;

/// What tokens of one session are made from. It follows from the cookie, so
/// nothing has to be stored; the hash keeps the cookie itself out of pages.
#[derive(Clone)]
pub struct Secret([u8; SIZE]);

impl Secret {
    /// The secret of the session with this cookie.
    pub fn of(session_token: &str) -> Self {
        let mut hash = Sha256::new();
        hash.update(b"drawbridge form token\0");
        hash.update(session_token.as_bytes());
        Secret(hash.finalize().into())
    }

    /// A token for one page. It is masked anew each time, so that compressed
    /// pages of different length tell nothing about it (BREACH).
    pub fn token(&self) -> String {
        let mut bytes = [0; SIZE * 2];
        let (mask, masked) = bytes.split_at_mut(SIZE);
        fill_random(mask);
        for ((out, mask), secret) in masked.iter_mut().zip(mask).zip(self.0) {
            *out = *mask ^ secret;
        }
        URL_SAFE_NO_PAD.encode(bytes)
    }

    fn accepts(&self, token: &str) -> bool {
        let Ok(bytes) = URL_SAFE_NO_PAD.decode(token) else { return false };
        let Some((mask, masked)) = bytes.split_at_checked(SIZE) else { return false };
        let plain: Vec<u8> = mask.iter().zip(masked).map(|(mask, byte)| mask ^ byte).collect();
        plain.ct_eq(&self.0).into()
    }
}

/// Fills `bytes` from the system's generator.
///
/// # Panics
///
/// Where the system has none, in which case nothing here is safe to go on with.
pub fn fill_random(bytes: &mut [u8]) {
    getrandom::fill(bytes).expect("the system has a source of random bytes");
}

/// 256 random bits as text: session cookies, links that let somebody in, form tokens.
pub fn random_token() -> String {
    let mut bytes = [0; SIZE];
    fill_random(&mut bytes);
    URL_SAFE_NO_PAD.encode(bytes)
}

/// In front of the random part of an API token, so that scanners for secrets
/// know one that was left in a file.
pub const TOKEN_PREFIX: &str = "drawbridge_";

/// A path for the log: whatever in it looks like a [`random_token`], such as
/// the link that lets somebody in, is left out (N10), also where a mail program
/// took the full stop behind it for a part of the link.
pub(super) fn without_tokens(path: &str) -> String {
    /// Characters of 32 bytes in Base64 without padding.
    const LENGTH: usize = (SIZE * 8).div_ceil(6);
    let is_of_token = |c: char| c.is_ascii_alphanumeric() || matches!(c, '-' | '_');
    // An address of ours is in small letters; a token is not, but once in ten billion.
    let is_token = |run: &str| run.len() >= LENGTH && run.contains(|c: char| c.is_ascii_uppercase() || c == '_');
    let mut shown = String::new();
    let mut rest = path;
    while let Some(first) = rest.chars().next() {
        let end =
            if is_of_token(first) { rest.find(|c| !is_of_token(c)).unwrap_or(rest.len()) } else { first.len_utf8() };
        let (run, after) = rest.split_at(end);
        shown.push_str(if is_token(run) { "…" } else { run });
        rest = after;
    }
    shown
}

/// SHA-256 of a token, as text: what is stored in its place.
pub fn hash_token(token: &str) -> String {
    URL_SAFE_NO_PAD.encode(Sha256::digest(token.as_bytes()))
}

pub(super) fn check_token(secret: &Secret, posted: &Posted, headers: &HeaderMap) -> Result<(), AppError> {
    let header = headers.get(HeaderName::from_static("x-csrf-token")).and_then(|value| value.to_str().ok());
    let token = header.map(str::to_owned).or_else(|| posted.field("csrf"));
    if token.is_some_and(|token| secret.accepts(&token)) {
        return Ok(());
    }
    Err(AppError::Forbidden("this form belongs to another session; go back, reload the page and send it again".into()))
}

/// Refuses what a browser says comes from elsewhere. A client that says
/// nothing is no browser and carries no cookie that it was tricked into.
pub(super) fn check_origin(request: &HttpRequest, site: &Site) -> Result<(), AppError> {
    let header = |name: HeaderName| request.headers().get(name).map(|value| value.to_str().unwrap_or("?"));
    let fine = match (header(ORIGIN), header(HeaderName::from_static("sec-fetch-site"))) {
        (Some(origin), _) => origin == site.origin || is_own_host(request, origin),
        (None, Some(fetch_site)) => matches!(fetch_site, "same-origin" | "none"),
        (None, None) => true,
    };
    if fine {
        return Ok(());
    }
    Err(AppError::Forbidden("this form was sent from another site".into()))
}

/// Whether the origin names the very host that the request was sent to, as it
/// does where the site is reached by a second name such as `localhost`.
fn is_own_host(request: &HttpRequest, origin: &str) -> bool {
    let host = request.headers().get("host").and_then(|value| value.to_str().ok());
    host.is_some_and(|host| origin.split_once("://").is_some_and(|(_, rest)| rest == host))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n10_tokens_are_left_out_of_a_path() {
        let token = random_token();
        for (path, shown) in [
            (format!("/setup/{token}"), "/setup/…"),
            (format!("/invitation/{token}/"), "/invitation/…/"),
            (format!("/invitation/{token}."), "/invitation/…."),
            (format!("/invitation/{token}%3E"), "/invitation/…%3E"),
            (format!("/invitation/{token}x"), "/invitation/…"),
            (format!("/api/v1/{TOKEN_PREFIX}{token}"), "/api/v1/…"),
            (
                "/faq/peering-privatelink-or-the-transit-gateways".into(),
                "/faq/peering-privatelink-or-the-transit-gateways",
            ),
            ("/".into(), "/"),
        ] {
            assert_eq!(without_tokens(&path), shown, "{path}");
        }
    }

    #[test]
    fn tokens_differ_and_all_fit_their_session_only() {
        let (mine, yours) = (Secret::of("mine"), Secret::of("yours"));
        let (first, second) = (mine.token(), mine.token());

        assert_ne!(first, second);
        assert!(mine.accepts(&first) && mine.accepts(&second));
        assert!(!yours.accepts(&first));
        for broken in ["", "x", "AAAA", &first[1..], &"A".repeat(86)] {
            assert!(!mine.accepts(broken), "{broken}");
        }
    }

    #[test]
    fn n03_changed_tokens() {
        let secret = Secret::of("mine");
        crate::fuzz::hold("tokens", |bytes| {
            let text = String::from_utf8_lossy(bytes);
            assert!(!secret.accepts(&text), "{text}");
            without_tokens(&text);
            hash_token(&text);
            crate::seal::Key::parse(&text);
        });
    }
}
