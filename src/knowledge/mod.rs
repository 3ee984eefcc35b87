//! What is known: articles from files and from answered questions, how they
//! are found and read, and whether they helped.

mod actions;
mod api;
mod catalogue;
mod categories;
mod drawn;
mod erasing;
mod error;
pub mod feedback;
mod file_article;
mod files;
mod filling;
mod find;
mod folder;
mod follow;
mod foreign;
pub mod freshness;
mod front_matter;
mod gather;
pub mod guides;
mod handlers;
mod history;
pub mod import;
pub mod insight;
mod layers;
pub mod learnt;
mod library;
mod list;
mod lists;
mod model;
mod most_read;
mod moved;
mod ordered;
mod pages;
mod progress;
mod proof;
mod reads;
mod ready;
pub mod retirement;
pub mod sarif;
pub mod score;
mod shelf;
mod sides;
mod store;
#[cfg(test)]
mod tests;
pub mod writing;

pub use actions::{NewArticle, publish};
pub use categories::{Categories, Category};
pub use erasing::ArticleErasing;
pub use error::KnowledgeError;
pub use find::Search;
pub use follow::start_background;
pub use guides::{GuideShelf, Guides};
pub use history::Commit;
pub use library::Library;
pub use lists::{ReadingList, list_for_champion};
pub use model::{Article, Fault, Origin, Rule, Slug};
pub use moved::{Linked, LinksArticles, keep_removed};
pub use pages::Link;
pub use proof::{Proof, prove};
pub use ready::ReadyPages;
pub use shelf::{FoundArticle, Part, SearchOutcome, Shelf};
pub use store::{add_reads, most_read};
pub(crate) use writing::slug_of;

use crate::web::rights::{Cast, Right};
use crate::web::{Grant, Policy, Route, TokenScope};

/// The routes of reading, and of the search for scripts.
pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/faq", Policy::Reading, handlers::list),
        Route::get("/faq/{slug}", Policy::Reading, handlers::show),
        Route::get("/faq/{slug}/address", Policy::Granted(&[Grant::NetSec]), moved::edit_address),
        Route::post("/faq/{slug}/address", Policy::Granted(&[Grant::NetSec]), moved::create_address),
        Route::post("/faq/{slug}/feedback", Policy::Reading, feedback::create_feedback),
        Route::get("/guides", Policy::Reading, guides::handlers::list),
        Route::get("/guides/{slug}", Policy::Reading, guides::handlers::show),
        Route::get("/reading-lists/{list}", Policy::Reading, lists::show),
        Route::api_get("/api/v1/search", TokenScope::Read, Policy::Reading, api::search).with(&["q", "limit"]),
    ];
    routes.extend(freshness::routes());
    routes.extend(insight::routes());
    routes.extend(learnt::routes());
    routes.extend(retirement::routes());
    routes.extend(writing::routes());
    routes
}

/// What is decided here thing by thing.
pub fn rights(cast: &Cast) -> Vec<Right> {
    let mut rights = writing::access::rights(cast);
    rights.extend(freshness::access::rights(cast));
    rights
}
