//! Whether the site lives, and whether it is ready.

use actix_web::HttpResponse;
use actix_web::web::Data;

use crate::db::Db;
use crate::knowledge::Library;
use crate::web::problem::Worded;
use crate::web::{Policy, Route};

/// The routes of health.
pub fn routes() -> Vec<Route> {
    vec![Route::get("/healthz", Policy::Open, alive), Route::get("/readyz", Policy::Open, ready)]
}

/// `GET /healthz`: the process lives.
async fn alive() -> HttpResponse {
    HttpResponse::Ok().content_type("text/plain; charset=utf-8").body("alive\n")
}

/// `GET /readyz`: what is needed answers; otherwise 503 with what does not.
async fn ready(db: Data<Db>, library: Data<Library>) -> HttpResponse {
    let mut missing = Vec::new();
    if let Err(words) = db.check().await {
        missing.push(format!("database: {words}"));
    }
    if let Err(words) = library.check() {
        missing.push(format!("index: {words}"));
    }
    let (mut response, body) = if missing.is_empty() {
        (HttpResponse::Ok(), "ready\n".to_owned())
    } else {
        (HttpResponse::ServiceUnavailable(), format!("{}\n", missing.join("\n")))
    };
    let mut response =
        response.insert_header(("Cache-Control", "no-store")).content_type("text/plain; charset=utf-8").body(body);
    response.extensions_mut().insert(Worded);
    response
}
