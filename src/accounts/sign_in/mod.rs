//! Signing in with mail address and password, and signing out.

mod half;
mod handlers;
mod second;
mod tools;

pub(super) use half::{Entered, delete_of, enter, forget};
pub(super) use tools::Tools;

use crate::web::{Policy, Route};

/// The routes of signing in and out.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/sign-in", Policy::Open, handlers::show),
        Route::post("/sign-in", Policy::Open, handlers::create),
        Route::get("/sign-in/second-factor", Policy::Open, second::show),
        Route::post("/sign-in/second-factor", Policy::Open, second::create),
        Route::post("/sign-out", Policy::Open, handlers::delete),
    ]
}
