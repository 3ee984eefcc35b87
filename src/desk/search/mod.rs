//! The search page: what every room knows of the words that were typed.
//!
//! Articles come first and are for everybody; they need no database. What is
//! known of teams, people and questions stands in groups of its own, for those
//! who are signed in.

mod articles;
mod asked;
mod facets;
mod groups;
mod handlers;
mod pages;
mod rules;

pub use handlers::show;
