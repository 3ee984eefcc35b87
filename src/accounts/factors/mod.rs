//! Second factors: what somebody proves beside their password.
//!
//! A code of a telephone (TOTP, RFC 6238) or a recovery code. The shared secret
//! lies sealed in the database, the recovery codes as hashes; each code works
//! once, on whichever node.

mod actions;
mod handlers;
mod pages;
mod picture;
mod recovery;
mod sealed;
mod store;
mod totp;

use crate::text_enum;
use crate::web::{Grant, Policy, Route, Scope};

pub use actions::reset;
pub(super) use actions::{begin, confirm, take};
pub(super) use pages::{CodesPage, Invitation};
pub use sealed::SealedFactors;
pub use store::since;

/// Where a person's own stands.
pub(super) const OWN: &str = "/me/second-factor";

text_enum! {
    /// Of whom a second factor is asked who signs in with a password.
    pub enum SecondFactor {
        /// Of whoever has set one up.
        Optional = "optional",
        /// Of whoever holds a right, too.
        Granted = "granted",
        /// Of everybody.
        Required = "required",
    }
}

impl SecondFactor {
    /// Whether it is asked of whoever holds these rights, set up or not.
    pub fn asks(self, grants: &[(Grant, Scope)]) -> bool {
        match self {
            SecondFactor::Optional => false,
            SecondFactor::Granted => !grants.is_empty(),
            SecondFactor::Required => true,
        }
    }
}

/// The routes of one's own second factor.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get(OWN, Policy::SignedIn, handlers::show),
        Route::post(OWN, Policy::SignedIn, handlers::update),
        Route::post("/me/second-factor/start", Policy::SignedIn, handlers::start),
        Route::get("/me/second-factor/set-up", Policy::SignedIn, handlers::edit),
        Route::post("/me/second-factor/set-up", Policy::SignedIn, handlers::confirm),
    ]
}
