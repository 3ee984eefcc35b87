//! The page around a page: everything that `templates/shell.html` shows.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::web::Data;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use percent_encoding::{AsciiSet, CONTROLS, utf8_percent_encode};

use super::problem::page_of_form;
use super::{Grant, Site, Viewer, cookies, csrf};
use crate::error::AppError;

/// What may not stand in the value of a query parameter as it is.
const QUERY_VALUE: &AsciiSet =
    &CONTROLS.add(b' ').add(b'"').add(b'#').add(b'%').add(b'&').add(b'+').add(b'<').add(b'>').add(b'=').add(b'?');

/// What every page shows around its own content.
#[derive(Debug, Clone, Default)]
pub struct Shell {
    /// In front of every address of ours: empty, or `/drawbridge`.
    pub base: String,
    /// The stylesheet's address.
    pub css: String,
    /// The address of htmx.
    pub htmx: String,
    /// The address of our own script.
    pub script: String,
    /// The icon's address.
    pub favicon: String,
    /// `system`, `light` or `dark`.
    pub theme: &'static str,
    /// Path and query of this page below the base, for forms that come back to it.
    pub path: String,
    /// The navigation, as this viewer sees it.
    pub nav: Vec<NavItem>,
    /// Who is signed in.
    pub person: Option<Person>,
    /// Where signing in starts, coming back here.
    pub sign_in_href: String,
    /// For the hidden field `csrf`.
    pub csrf: String,
    /// For the hidden field `once`.
    pub once: String,
    /// What the page before asked to be said.
    pub notice: Option<String>,
    /// What was recorded about the thing on this page; empty where it is none.
    pub happened_href: String,
    /// Whether to show the banner of the sample company.
    pub demo: bool,
}

/// One entry of the navigation.
#[derive(Debug, Clone)]
pub struct NavItem {
    /// The word.
    pub label: &'static str,
    /// The complete address.
    pub href: String,
    /// Whether this page is it, or lies below it.
    pub current: bool,
}

/// Who is signed in, as the head of the page shows it.
#[derive(Debug, Clone)]
pub struct Person {
    /// Their name.
    pub name: String,
    /// Their page.
    pub href: String,
    /// What they are here: `Champion`, `Network Security`; may be empty.
    pub role: String,
    /// How many notices they have not read: `7`, `99+`; empty for none.
    pub unread: String,
}

impl Shell {
    /// The complete address of a path of ours, such as `/faq`.
    pub fn to(&self, path: &str) -> String {
        format!("{}{path}", self.base)
    }

    /// How the page looks, where the shell holds nothing else of the request's
    /// own: whoever is not signed in gets the same at this address.
    pub fn plain_theme(request: &HttpRequest) -> Option<&'static str> {
        let is_plain = request.uri().query().is_none() && cookies::notice(request).is_none();
        is_plain.then(|| cookies::theme(request))
    }

    /// The shell for this request.
    pub fn of(request: &HttpRequest) -> Self {
        let Some(site) = request.app_data::<Data<Site>>() else { return Shell::default() };
        // Cookies first: reading them fills a cache in the same extensions.
        let (theme, notice) = (cookies::theme(request), cookies::notice(request));
        let extensions = request.extensions();
        let viewer = extensions.get::<Viewer>().cloned().unwrap_or_default();
        let full = request.uri().path_and_query().map_or("/", |path| path.as_str());
        let path = full.strip_prefix(site.base.as_str()).unwrap_or(full).to_owned();
        let bare = path.split('?').next().unwrap_or_default();
        // What a form was answered with has no address that can be opened.
        let page = if request.method().is_safe() { Some(path.clone()) } else { page_of_form(request, site) };
        let page = page.unwrap_or_else(|| "/".to_owned());

        let nav = site
            .nav
            .iter()
            .filter(|entry| entry.policy.admits(&viewer, site.public_reading))
            .map(|entry| NavItem {
                label: entry.label,
                href: format!("{}{}", site.base, entry.path),
                current: entry.holds(bare),
            })
            .collect();
        let pattern = request.match_pattern().unwrap_or_default();
        let pattern = pattern.strip_prefix(site.base.as_str()).unwrap_or(&pattern);
        let happened = (site.happened)(&viewer, pattern, bare);
        let returns = if bare.starts_with("/sign-") || bare == "/" {
            String::new()
        } else {
            format!("?return={}", utf8_percent_encode(&page, QUERY_VALUE))
        };
        let asset = |name: &str| format!("{}{}", site.base, site.assets.address(name));
        Shell {
            base: site.base.clone(),
            css: asset("drawbridge.css"),
            htmx: asset("htmx.js"),
            script: asset("app.js"),
            favicon: asset("favicon.svg"),
            theme,
            nav,
            person: viewer.member().map(|member| Person {
                name: member.name.clone(),
                href: format!("{}/people/{}", site.base, member.handle),
                role: role(member).to_owned(),
                unread: unread(member.unread),
            }),
            sign_in_href: format!("{}/sign-in{returns}", site.base),
            csrf: extensions.get::<csrf::Secret>().map(csrf::Secret::token).unwrap_or_default(),
            once: if viewer.member().is_some() { csrf::random_token() } else { String::new() },
            notice,
            happened_href: happened.map_or(String::new(), |path| format!("{}{path}", site.base)),
            demo: site.demo,
            path: page,
        }
    }
}

fn role(member: &super::Member) -> &'static str {
    if member.is_champion() {
        return "Champion";
    }
    [Grant::NetSec, Grant::Lead, Grant::Manager, Grant::Admin]
        .into_iter()
        .find(|grant| member.has(*grant))
        .map_or("", Grant::label)
}

fn unread(count: i64) -> String {
    match count {
        0 => String::new(),
        1..=99 => count.to_string(),
        _ => "99+".into(),
    }
}

/// A text as the value of a query parameter.
pub fn query_value(text: &str) -> String {
    utf8_percent_encode(text, QUERY_VALUE).to_string()
}

/// The address of `path` with these parameters; what is empty stays out of it.
pub fn address(path: &str, parts: &[(&str, &str)]) -> String {
    let set = parts.iter().filter(|(_, value)| !value.is_empty());
    let set: Vec<String> = set.map(|(name, value)| format!("{name}={}", query_value(value))).collect();
    if set.is_empty() { path.to_owned() } else { format!("{path}?{}", set.join("&")) }
}

impl FromRequest for Shell {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        ready(Ok(Shell::of(request)))
    }
}
