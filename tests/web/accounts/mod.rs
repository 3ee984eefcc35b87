//! Signing in and looking after accounts.

mod sign_in;
