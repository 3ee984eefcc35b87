//! What is known: articles from files and from answered questions, how they
//! are found and read, and whether they helped.

mod actions;
mod api;
mod categories;
mod error;
mod files;
mod find;
mod follow;
mod forms;
mod front_matter;
mod handlers;
mod layers;
mod library;
mod list;
mod model;
mod pages;
mod proof;
mod reads;
pub mod score;
mod store;

pub use actions::{NewArticle, publish};
pub use categories::{Category, categories, category_name};
pub use error::KnowledgeError;
pub use find::Search;
pub use follow::start_background;
pub use library::{FoundArticle, Library, Part, SearchOutcome, Shelf};
pub use model::{Article, Fault, Origin, Slug};
pub use proof::{Proof, prove};
pub use store::{add_reads, most_read};

use crate::web::{Policy, Route};

/// The routes of reading, and of the search for scripts.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/faq", Policy::Reading, handlers::list),
        Route::get("/faq/{slug}", Policy::Reading, handlers::show),
        Route::post("/faq/{slug}/feedback", Policy::Reading, handlers::create_feedback),
        Route::get("/api/v1/search", Policy::Reading, api::search),
    ]
}
