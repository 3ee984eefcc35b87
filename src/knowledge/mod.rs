//! What is known: articles from files and from answered questions, how they
//! are found and read, and whether they helped.
#![allow(dead_code, reason = "the pages that use the rest come next")]

mod actions;
mod categories;
mod error;
mod files;
mod follow;
mod forms;
mod front_matter;
mod library;
mod model;
mod reads;
mod store;

pub use actions::{NewArticle, publish};
pub use categories::{Category, categories, category_name};
pub use error::KnowledgeError;
pub use follow::start_background;
pub use library::{FoundArticle, Library, SearchOutcome, Shelf};
pub use model::{Article, Fault, Origin, Slug};
pub use store::{add_reads, most_read};
