//! One's own account: all that lets anybody in as oneself, on one page.

mod actions;
mod handlers;
mod pages;

use crate::web::{Policy, Route};

/// Where it stands.
pub(super) const OWN: &str = "/me/account";

/// The routes of one's own account.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get(OWN, Policy::SignedIn, handlers::show),
        Route::get("/me/password", Policy::SignedIn, handlers::edit_password),
        Route::post("/me/password", Policy::SignedIn, handlers::update_password),
    ]
}
