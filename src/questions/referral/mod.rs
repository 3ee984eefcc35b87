//! “See this article”: a question that an article answers is closed with a link
//! to it, in one step, and search learns the words of the question.

mod actions;
mod forms;
mod handlers;
mod pages;

pub use actions::{Referral, refer};
pub(super) use forms::ReferralForm;

use crate::web::{Policy, Route};

/// The routes of referring.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/questions/{number}/article", Policy::SignedIn, handlers::new_referral),
        Route::post("/questions/{number}/article", Policy::SignedIn, handlers::create_referral),
    ]
}
