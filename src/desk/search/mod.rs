//! The search page: what every room knows of the words that were typed.

mod handlers;
mod pages;

pub use handlers::show;
