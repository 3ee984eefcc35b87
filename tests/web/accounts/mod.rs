//! Signing in and looking after accounts.

mod admin;
mod invitation;
mod providers;
mod setup;
mod sign_in;
mod tokens;
