//! Taking an article of the database out, and bringing it back. Its address
//! goes on saying what took its place; search, shelves, API and export forget
//! it. An article that is a file is taken out as a file, and its page says how.

mod actions;
mod forms;
mod handlers;
mod pages;
mod store;
mod subjects;

pub use actions::{Retirement, restore, retire};
pub use subjects::ArticleSubjects;

use super::writing::PUBLISHERS;
use crate::web::{Policy, Route};

/// The routes of taking out and bringing back.
pub fn routes() -> Vec<Route> {
    const MAY_RETIRE: Policy = Policy::Granted(PUBLISHERS);
    vec![
        Route::get("/articles/retired", MAY_RETIRE, handlers::list),
        Route::get("/faq/{slug}/retirement", MAY_RETIRE, handlers::new),
        Route::post("/faq/{slug}/retirement", MAY_RETIRE, handlers::create),
        Route::post("/faq/{slug}/restoration", MAY_RETIRE, handlers::create_restoration),
    ]
}
