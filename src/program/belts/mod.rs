//! Belts: levels whose criteria the company writes, ticked by what is on
//! record, and given by the word of a manager and a lead.

pub(super) mod access;
mod actions;
mod evidence;
mod file;
mod handlers;
mod model;
mod pages;
mod reminders;
mod rules;
mod store;
mod year;

pub use actions::{Case, agree, ask, override_with, refuse, take_back};
pub use evidence::{Answers, gather};
pub use file::Belts;
pub use model::{Criterion, Evidence, GivenAnswer, Level, Promotion, Record};
pub use reminders::reminders;
pub use rules::{Ticked, reached, tick};
pub use store::{belts_of, list_promotions};

use crate::web::{Policy, Route};

/// The routes of belts.
pub(super) fn routes() -> Vec<Route> {
    vec![
        Route::get("/people/{handle}/belt", Policy::SignedIn, handlers::show),
        Route::post("/people/{handle}/belt", Policy::SignedIn, handlers::update),
        Route::get("/people/{handle}/year", Policy::SignedIn, handlers::show_this_year),
        Route::get("/people/{handle}/year/{year}", Policy::SignedIn, handlers::show_year),
    ]
}
