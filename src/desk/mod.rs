//! What a visitor opens first: the question box, and what waits for them.

mod handlers;
mod pages;

use crate::web::{Policy, Route};

/// The routes of the desk.
pub fn routes() -> Vec<Route> {
    vec![Route::get("/", Policy::Reading, handlers::home)]
}
