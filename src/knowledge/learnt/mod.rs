//! Words by which an article is found beside those that stand in it: whoever
//! answers a question with “see this article” teaches search the words of the
//! question. They can be an article of a file as well, so they are kept apart
//! from it; the index puts both together. Who learnt what from where is shown,
//! and whoever writes articles takes it away again.
//!
//! Only what everybody may read is learnt.

mod actions;
mod handlers;
mod pages;
mod store;
#[cfg(test)]
mod tests;

pub use actions::{LearntFrom, learn, unlearn_question};
pub(super) use store::{CHANGE_KIND, list_phrasings, rename};

use super::writing::WRITERS;
use crate::web::Route;

/// The routes of what was learnt.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/articles/{slug}/phrasings", WRITERS, handlers::list),
        Route::post("/articles/{slug}/phrasings/{phrasing}/removal", WRITERS, handlers::delete),
    ]
}
