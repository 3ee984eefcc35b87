//! API tokens: what lets a script in as a person, or as a service of its own, for
//! a part of what that one may do and for a while. A token is shown once and
//! stored as its hash.

mod access;
mod actions;
mod forms;
mod handlers;
mod holders;
mod model;
mod pages;
mod store;

pub use access::rights;
pub(super) use actions::revoke_all_of;
pub use actions::{create, keep};
pub(super) use forms::TokenForm;
pub use holders::Holders;
pub(super) use model::OFFERED_DAYS;
pub use model::{LONGEST_DAYS, NewToken};
pub(super) use pages::{Made, TokenRow, days_words};
pub(super) use store::{count_live, forget, list_of};

use crate::web::{Grant, Policy, Route};

/// The routes of tokens.
pub fn routes() -> Vec<Route> {
    const ADMIN: Policy = Policy::Granted(&[Grant::Admin]);
    vec![
        Route::get("/me/tokens", Policy::SignedIn, handlers::list_own),
        Route::post("/me/tokens", Policy::SignedIn, handlers::create),
        Route::post("/me/tokens/revocation", Policy::SignedIn, handlers::revoke_own),
        Route::get("/tokens", ADMIN, handlers::list_all),
        Route::post("/tokens/revocation", ADMIN, handlers::revoke_any),
    ]
}
