//! What holds on every route, whichever room it belongs to.

mod base;
mod broken;
mod caching;
mod changed;
mod columns;
mod crawl;
mod csrf;
mod documents;
mod headers;
mod health;
mod held;
mod limits;
mod marker;
pub mod matrix;
mod openapi;
mod panics;
mod policies;
mod slow;
