//! A new password for somebody who has forgotten theirs: a link by mail.
//!
//! Who asks hears the same whoever they asked for (L05). The link is made at the
//! moment of sending, so that nothing but its hash is ever stored (L10), and
//! leads to the address that the settings name (L09).

mod actions;
mod handlers;

pub use actions::ResetLinks;

use crate::web::{Policy, Route};

/// Where one asks.
pub(super) const ASK: &str = "/sign-in/reset";

/// The routes of asking for a link.
pub fn routes() -> Vec<Route> {
    vec![Route::get(ASK, Policy::Open, handlers::new), Route::post(ASK, Policy::Open, handlers::create)]
}
