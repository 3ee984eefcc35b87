//! Services: programs that use the API in their own name, with tokens and rights
//! of their own, and a team or a person who answers for them.
//!
//! A service is an account that is off, so that it signs in nowhere and stands
//! in no list of people. It may do what its grants say, within the scopes of the
//! token by which it comes; what it did is recorded under its name.

mod actions;
mod answers;
mod forms;
mod handlers;
mod pages;
mod store;

pub use actions::{NewService, create, end, hand_on};
pub use store::{Answers, Service, find, find_live, is_live, is_service, list_answered_by};
pub(super) use store::{all, ended, erase, live};

use crate::web::{Grant, Policy, Route};

/// The routes of services.
pub fn routes() -> Vec<Route> {
    const ADMIN: Policy = Policy::Granted(&[Grant::Admin]);
    vec![
        Route::get("/service-accounts", ADMIN, handlers::list),
        Route::post("/service-accounts", ADMIN, handlers::create),
        Route::get("/service-accounts/{handle}", ADMIN, handlers::show),
        Route::post("/service-accounts/{handle}/tokens", ADMIN, handlers::create_token),
        Route::post("/service-accounts/{handle}/answers", ADMIN, handlers::update_answers),
        Route::post("/service-accounts/{handle}/end", ADMIN, handlers::delete),
    ]
}
