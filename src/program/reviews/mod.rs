//! What champions looked at before it was merged or built, and what came of it.

pub mod access;
mod actions;
mod duties;
mod flows;
mod forms;
mod handlers;
mod list;
mod model;
mod pages;
mod reminders;
mod show;
mod store;

pub use actions::{record_review, save_review};
pub use duties::ReviewDuties;
pub use model::{Findings, NewReview, PreflightWords, Review, ReviewKind, ReviewOutcome, ReviewRow, ReviewState};
pub use reminders::reminders;
pub use store::{find_review, list_reviews_of, list_reviews_of_team};

use crate::web::{Policy, Route};

/// The routes of reviews.
pub(super) fn routes() -> Vec<Route> {
    const LISTS: Policy = Policy::ChampionOr(access::LISTERS);
    vec![
        Route::get("/reviews", LISTS, list::list),
        Route::get("/reviews.csv", LISTS, list::list_csv),
        Route::post("/reviews", Policy::SignedIn, handlers::create),
        Route::get("/reviews/new", Policy::Champion, handlers::new),
        Route::get("/reviews/{id}", Policy::SignedIn, show::show),
        Route::post("/reviews/{id}", Policy::SignedIn, handlers::update),
        Route::get("/reviews/{id}/edit", Policy::SignedIn, handlers::edit),
    ]
}
