//! Signing in by somebody else's word: OpenID Connect providers, GitHub, GitLab.
//!
//! A provider says who somebody is (`flow`, `id_token`, `forges`); what follows
//! from that is for the settings (`rules`) and becomes rows in one transaction
//! (`actions`). Nobody waits for a provider but who presses its button.

mod actions;
mod claims;
mod discovery;
mod error;
mod flow;
mod forges;
mod forms;
mod gone;
mod handlers;
mod id_token;
mod linking;
mod model;
mod pages;
mod proof;
mod provider;
mod rules;
mod store;
mod tools;

pub use gone::forget_others;
pub use model::{GroupRule, Join, Kind, Place, ProviderSettings, SignInSettings};
pub use pages::ProviderLink;
pub use provider::{Provider, Providers};
pub use rules::Ways;
pub use store::exists_linked_admin;
pub(super) use store::{find_session_source, forget_attempts, list_linked};

use crate::web::{Policy, Route};

/// Where a provider sends people back to, below the base.
pub fn redirect_path(key: &str) -> String {
    format!("/sign-in/with/{key}/callback")
}

/// Where a provider sends people who signed out there.
pub const SIGNED_OUT: &str = "/signed-out";

/// The routes of providers.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/sign-in/with/{provider}", Policy::Open, handlers::begin),
        Route::get("/sign-in/with/{provider}/callback", Policy::Open, handlers::finish),
        Route::get("/sign-out/{provider}", Policy::Open, handlers::end_session),
        Route::get(SIGNED_OUT, Policy::Open, handlers::signed_out),
        Route::get("/me/sign-ins", Policy::SignedIn, linking::list),
        Route::post("/me/sign-ins", Policy::SignedIn, linking::create),
        Route::post("/me/sign-ins/removal", Policy::SignedIn, linking::delete),
    ]
}
