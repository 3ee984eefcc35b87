//! What champions looked at before it was merged or built, and what came of it.

pub mod access;
mod actions;
mod model;
mod store;

pub use actions::{record_review, save_review};
pub use model::{NewReview, Review, ReviewKind, ReviewOutcome, ReviewRow};
pub use store::{find_review, list_reviews_of, list_reviews_of_team};
