//! People, how they sign in, and the rights that they are given.

mod actions;
mod admin;
mod again;
mod browser;
pub mod erasing;
mod error;
mod factors;
mod feeds;
mod forms;
mod handlers;
mod links;
mod members;
mod model;
mod named;
mod own;
mod pages;
mod passwords;
pub mod personas;
pub mod providers;
mod resets;
pub mod services;
mod sessions;
mod sign_in;
mod store;
mod throttle;
pub mod tokens;
mod told;
mod way_back;

pub use actions::{
    NewPerson, activate, add_person, create_setup_link, grant, invite, revoke, set_password, set_state, switch_off,
};
pub use again::Again;
pub use browser::Browser;
pub use error::AccountError;
pub use factors::{SealedFactors, SecondFactor, reset as reset_factor};
pub use feeds::{end_feeds, feeds_owner, feeds_since, renew_feeds};
pub use links::{LinkToken, Purpose};
pub use members::{find_member, list_members};
pub use model::{Person, PersonState};
pub use named::{
    PeopleNames, PersonName, disabled_of, granted_of, list_directory, list_granted, list_managers, list_mentioned,
    list_named,
};
pub use passwords::{Hasher, check_password};
pub use providers::Providers;
pub use resets::ResetLinks;
pub use sessions::{Sessions, Standing, StandingSource, TeamAddress, sign_in_as};
pub use store::{
    exists_admin, exists_granted, find_by_email, find_by_handle, find_first_admin, find_people, find_person, find_zone,
    forget_expired, list_grants, save_zone,
};
pub use way_back::make_sign_in_link;

use crate::web::{Grant, Policy, Route};

/// The routes of signing in and of looking after accounts.
pub fn routes() -> Vec<Route> {
    const ADMIN: Policy = Policy::Granted(&[Grant::Admin]);
    let mut routes = vec![
        Route::post("/appearance", Policy::Open, handlers::update_appearance),
        Route::get("/setup/{token}", Policy::Open, handlers::setup),
        Route::post("/setup/{token}", Policy::Open, handlers::create_first_admin),
        Route::get("/invitation/{token}", Policy::Open, handlers::invitation),
        Route::post("/invitation/{token}", Policy::Open, handlers::accept_invitation),
        Route::get("/accounts", ADMIN, admin::list),
        Route::get("/accounts/new", ADMIN, admin::new),
        Route::post("/accounts", ADMIN, admin::create),
        Route::get("/accounts/{handle}", ADMIN, admin::show),
        Route::post("/accounts/{handle}/grants", ADMIN, admin::create_grant),
        Route::post("/accounts/{handle}/grants/remove", ADMIN, admin::delete_grant),
        Route::post("/accounts/{handle}/state", ADMIN, admin::update_state),
        Route::post("/accounts/{handle}/link", ADMIN, admin::create_link),
        Route::post("/accounts/{handle}/second-factor/removal", ADMIN, admin::delete_factor),
    ];
    routes.extend(sign_in::routes());
    routes.extend(sessions::routes());
    routes.extend(own::routes());
    routes.extend(factors::routes());
    routes.extend(resets::routes());
    routes.extend(providers::routes());
    routes.extend(way_back::routes());
    routes.extend(tokens::routes());
    routes.extend(services::routes());
    routes.extend(erasing::routes());
    routes
}
