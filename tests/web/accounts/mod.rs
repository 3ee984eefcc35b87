//! Signing in and looking after accounts.

mod admin;
mod again;
mod erasing;
mod factors;
mod invitation;
mod nodes;
mod own;
mod providers;
mod resets;
mod services;
mod sessions;
mod setup;
mod sign_in;
mod throttle;
mod tokens;
