//! Feeds for feed readers (Atom, RFC 4287): the questions of a team, and what
//! comes to Network Security.
//!
//! A browser that is signed in reads them at their plain addresses. Feed readers
//! have no session, so they get an address with a secret in it
//! ([`crate::accounts::renew_feeds`]), which opens feeds alone. No feed is
//! public: each names people and questions of single teams (A12).

mod atom;
mod handlers;
mod pages;
mod read;
mod words;

use crate::web::{Grant, Policy, Route};

/// The routes of feeds.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/teams/{slug}/questions.atom", Policy::SignedIn, handlers::team),
        Route::get("/queue.atom", Policy::Granted(&[Grant::NetSec]), handlers::queue),
        Route::get("/feeds/{token}/teams/{slug}/questions.atom", Policy::Open, handlers::team_by_secret),
        Route::get("/feeds/{token}/queue.atom", Policy::Open, handlers::queue_by_secret),
        Route::get("/me/feeds", Policy::SignedIn, handlers::show),
        Route::post("/me/feeds", Policy::SignedIn, handlers::create),
        Route::post("/me/feeds/end", Policy::SignedIn, handlers::delete),
    ]
}
