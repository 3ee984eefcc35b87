//! Sessions: who a cookie belongs to, and the list of one's own.

mod actions;
mod handlers;
mod identify;
mod pages;
mod store;

use jiff::SignedDuration;

use crate::web::{Policy, Route};

pub use actions::sign_in_as;
pub(super) use actions::{end, lock_live, start};
pub use identify::{Sessions, Standing, StandingSource, TeamAddress};
pub(super) use store::{delete_all_of, find_proved, forget, list_of, save_proved};

/// How long a session lives without being used (L07).
pub(super) const IDLE_LIMIT: SignedDuration = SignedDuration::from_hours(24 * 3);

/// Where a person's own sessions stand.
pub(super) const OWN: &str = "/me/sessions";

/// The routes of a person's own sessions.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get(OWN, Policy::SignedIn, handlers::list),
        Route::post("/me/sessions/end", Policy::SignedIn, handlers::delete),
        Route::post("/me/sessions/end-all", Policy::SignedIn, handlers::delete_all),
    ]
}
