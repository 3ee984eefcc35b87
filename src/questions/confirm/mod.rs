//! Whether whoever asked has what they need: they confirm the answer, say what
//! is missing, or say nothing; then it counts as confirmed after some working
//! days (`questions.confirm_after`).

mod access;
mod actions;
mod forms;
mod handlers;
mod store;
mod words;

pub use access::offers;
pub use actions::{confirm, say_missing, settle_confirmations, start, withdraw_article};
pub(super) use forms::MissingForm;
pub use store::{Confirmation, find};
pub use words::words;

use crate::web::{Policy, Route};

/// The routes of confirming.
pub fn routes() -> Vec<Route> {
    vec![
        Route::post("/questions/{number}/confirmation", Policy::SignedIn, handlers::create_confirmation),
        Route::post("/questions/{number}/missing", Policy::SignedIn, handlers::create_missing),
        Route::get("/questions/{number}/confirmation", Policy::SignedIn, super::handlers::back),
        Route::get("/questions/{number}/missing", Policy::SignedIn, super::handlers::back),
    ]
}
