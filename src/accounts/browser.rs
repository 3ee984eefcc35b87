//! The browser that somebody signs in with: what it calls itself, from where it
//! comes, and the secret by which it is known again.

use std::future::{Ready, ready};
use std::net::IpAddr;

use actix_web::dev::Payload;
use actix_web::http::header;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpRequest, HttpResponse};

use crate::db::origin;
use crate::error::AppError;
use crate::web::csrf::{hash_token, random_token};
use crate::web::{Site, browser_secret, clear_step, session_token, set_browser_secret, set_session};

/// One browser, as it comes.
#[derive(Debug, Clone, Default)]
pub struct Browser {
    /// What it is, in words: `Firefox on Linux`.
    pub words: String,
    /// The address that it comes from; empty where none is known.
    pub address: String,
    /// By which it is known again; made now where it had none.
    secret: String,
    /// The session that it has until now.
    pub(super) session: Option<String>,
}

impl Browser {
    /// The browser of this request.
    pub fn of(request: &HttpRequest, site: &Site) -> Self {
        let agent = request.headers().get(header::USER_AGENT).and_then(|value| value.to_str().ok());
        Browser {
            words: words(agent.unwrap_or_default()),
            address: origin::of_request().unwrap_or_default().address,
            secret: browser_secret(request, site).unwrap_or_else(random_token),
            session: session_token(request, site),
        }
    }

    /// What the database knows it by.
    pub fn hash(&self) -> String {
        hash_token(&self.secret)
    }

    /// Where it is: the address, or the network of an IPv6 address, of which
    /// everybody has a whole one.
    pub fn place(&self) -> String {
        place(&self.address)
    }

    /// Whether it can be known again; what is no browser keeps nothing.
    pub(super) fn keeps(&self) -> bool {
        !self.secret.is_empty()
    }

    /// Signs it in by this session, and lets it be known again.
    pub fn sign_in(&self, response: &mut HttpResponse, site: &Site, token: &str) {
        set_session(response, site, token);
        set_browser_secret(response, site, &self.secret);
        clear_step(response, site);
    }
}

impl FromRequest for Browser {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let site = request.app_data::<Data<Site>>();
        let browser = site.map(|site| Browser::of(request, site));
        ready(browser.ok_or_else(|| AppError::Internal("a part of the house is missing".into())))
    }
}

fn place(address: &str) -> String {
    match address.parse::<IpAddr>() {
        Ok(IpAddr::V6(long)) => {
            let [a, b, c, d, ..] = long.segments();
            format!("{a:x}:{b:x}:{c:x}:{d:x}::/64")
        }
        _ => address.to_owned(),
    }
}

/// What a `User-Agent` says, as far as its owner needs it to tell one of their
/// browsers from another. It proves nothing.
fn words(agent: &str) -> String {
    // The first that fits: nearly all of them also claim to be Safari.
    const BROWSERS: [(&str, &str); 8] = [
        ("Edg", "Edge"),
        ("OPR/", "Opera"),
        ("Firefox/", "Firefox"),
        ("FxiOS/", "Firefox"),
        ("Chrome/", "Chrome"),
        ("CriOS/", "Chrome"),
        ("Safari/", "Safari"),
        ("curl/", "curl"),
    ];
    const SYSTEMS: [(&str, &str); 7] = [
        ("iPhone", "an iPhone"),
        ("iPad", "an iPad"),
        ("Android", "Android"),
        ("CrOS", "ChromeOS"),
        ("Windows", "Windows"),
        ("Mac OS X", "macOS"),
        ("Linux", "Linux"),
    ];
    let named =
        |known: &[(&str, &'static str)]| known.iter().find(|(sign, _)| agent.contains(sign)).map(|(_, name)| *name);
    match (named(&BROWSERS), named(&SYSTEMS)) {
        (Some(browser), Some(system)) => format!("{browser} on {system}"),
        (Some(browser), None) => browser.to_owned(),
        (None, Some(system)) => format!("A browser on {system}"),
        (None, None) => "An unknown browser".to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_browser_is_told_from_another() {
        for (agent, expected) in [
            ("Mozilla/5.0 (X11; Linux x86_64; rv:140.0) Gecko/20100101 Firefox/140.0", "Firefox on Linux"),
            (
                "Mozilla/5.0 (Windows NT 10.0; Win64; x64) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36 Edg/140.0",
                "Edge on Windows",
            ),
            (
                "Mozilla/5.0 (iPhone; CPU iPhone OS 18_0 like Mac OS X) AppleWebKit/605.1.15 (KHTML, like Gecko) Version/18.0 Mobile/15E148 Safari/604.1",
                "Safari on an iPhone",
            ),
            (
                "Mozilla/5.0 (Macintosh; Intel Mac OS X 10_15_7) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Safari/537.36",
                "Chrome on macOS",
            ),
            (
                "Mozilla/5.0 (Linux; Android 15) AppleWebKit/537.36 (KHTML, like Gecko) Chrome/140.0.0.0 Mobile Safari/537.36",
                "Chrome on Android",
            ),
            ("curl/8.5.0", "curl"),
            ("<script>alert(1)</script>", "An unknown browser"),
            ("", "An unknown browser"),
        ] {
            assert_eq!(words(agent), expected, "{agent}");
        }
    }

    #[test]
    fn l04_a_whole_network_of_ipv6_is_one_place() {
        for (address, expected) in [
            ("192.0.2.7", "192.0.2.7"),
            ("2001:db8:1:2:3:4:5:6", "2001:db8:1:2::/64"),
            ("2001:db8:1:2::9", "2001:db8:1:2::/64"),
            ("", ""),
        ] {
            assert_eq!(place(address), expected, "{address}");
        }
    }
}
