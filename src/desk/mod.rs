//! What a visitor opens first: the question box, the search, and what waits for them.

mod asked;
mod handlers;
mod me;
mod pages;
mod reminding;
mod search;
mod start;
mod team;

pub use team::TeamQuestions;

pub use asked::MostAsked;
pub use reminding::ReminderWatch;

use crate::web::{Policy, Route};

/// The routes of the desk.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/", Policy::Reading, handlers::home),
        Route::get("/search", Policy::Reading, search::show),
        Route::get("/me", Policy::SignedIn, me::show),
    ]
}
