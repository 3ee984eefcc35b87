//! Signing in and looking after accounts.

mod admin;
mod factors;
mod invitation;
mod own;
mod providers;
mod sessions;
mod setup;
mod sign_in;
mod throttle;
mod tokens;
