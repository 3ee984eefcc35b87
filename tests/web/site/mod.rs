//! What holds on every route, whichever room it belongs to.

mod base;
mod broken;
mod caching;
mod csrf;
mod headers;
mod health;
mod limits;
mod panics;
mod policies;
