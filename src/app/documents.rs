//! What the site says of itself: what it is made of besides itself, and what
//! threatens it. Both are files of the repository, built in.

use actix_web::HttpResponse;
use askama::Template;

use crate::error::AppError;
use crate::markdown;
use crate::web::{Policy, Route, Shell, page};

const NOTICES: &str = include_str!("../../third-party/notices.txt");
const PACKAGES: &str = include_str!("../../third-party/packages.tsv");
const THREATS: &str = include_str!("../../docs/threat-model.md");

/// The routes of these. Strangers have no use for the versions of everything.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/third-party", Policy::SignedIn, show_third_party),
        Route::get("/third-party.txt", Policy::SignedIn, show_notices),
        Route::get("/threat-model", Policy::SignedIn, show_threats),
    ]
}

/// Every package with its licence.
#[derive(Template)]
#[template(path = "app/third_party.html")]
struct ThirdPartyPage {
    shell: Shell,
    packages: Vec<Package>,
}

struct Package {
    name: &'static str,
    version: &'static str,
    licence: &'static str,
}

/// `GET /third-party`
async fn show_third_party(shell: Shell) -> Result<HttpResponse, AppError> {
    let packages = PACKAGES.lines().filter_map(|line| {
        let mut columns = line.split('\t');
        Some(Package { name: columns.next()?, version: columns.next()?, licence: columns.next()? })
    });
    page(&ThirdPartyPage { packages: packages.collect(), shell })
}

/// `GET /third-party.txt`: the texts of all licences.
async fn show_notices() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body(NOTICES)
}

/// A text of the repository as a page.
#[derive(Template)]
#[template(path = "app/threat_model.html")]
struct ThreatModelPage {
    shell: Shell,
    /// Made and cleaned by `markdown`.
    html: String,
}

/// `GET /threat-model`
async fn show_threats(shell: Shell) -> Result<HttpResponse, AppError> {
    // The page has a heading of its own.
    let text = THREATS.split_once('\n').map_or(THREATS, |(_, rest)| rest);
    page(&ThreatModelPage { html: markdown::render(text, &shell.base), shell })
}
