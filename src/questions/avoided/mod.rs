//! Questions that need not be asked: whoever was about to ask takes an article,
//! or the answer to a question in like words, that was shown beside their words.

mod actions;
mod forms;
mod handlers;
mod store;

pub use actions::{Taken, take};
pub use store::count_avoided;

use crate::web::{Policy, Route};

/// The routes of taking what is shown.
pub fn routes() -> Vec<Route> {
    vec![Route::post("/questions/avoided", Policy::SignedIn, handlers::create)]
}
