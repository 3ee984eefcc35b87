//! How long answers take, and how many questions need none: figures over the
//! questions of twelve months, with their definitions.

mod book;
mod handlers;
mod pages;
mod rules;
mod store;

pub use book::FiguresBook;

use crate::web::{Policy, Route};

/// The routes of figures.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/questions/figures", Policy::SignedIn, handlers::show),
        Route::get("/questions/figures.csv", Policy::SignedIn, handlers::list_csv),
    ]
}
