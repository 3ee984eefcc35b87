//! Signing in and looking after accounts.

mod admin;
mod again;
mod factors;
mod invitation;
mod own;
mod providers;
mod resets;
mod sessions;
mod setup;
mod sign_in;
mod throttle;
mod tokens;
