//! What champions looked at before it was merged or built, and what came of it.

pub mod access;
mod actions;
mod forms;
pub(super) mod handlers;
mod model;
mod pages;
mod store;

pub use actions::{record_review, save_review};
pub use model::{NewReview, Review, ReviewKind, ReviewOutcome, ReviewRow};
pub use store::{find_review, list_reviews_of, list_reviews_of_team};
