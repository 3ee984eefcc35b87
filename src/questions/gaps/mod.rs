//! The gap queue: what people looked for without an answer, and what went to
//! Network Security, joined by likeness and ranked by how often and how many
//! working hours were waited. Whoever looks after the articles writes what is
//! missing.
//!
//! | who | sees |
//! | --- | --- |
//! | Network Security | all of it, with questions that are not for everyone |
//! | program lead, admins | searches, and questions for everyone |
//! | everybody else, champions too | nothing: the page shows searches, of which the site says who sees them |
//!
//! All of them close entries: by an article that then answers, which is checked
//! by running the searches, or by a reason. What is not for everyone counts for
//! nothing that others see: no sum, no rank, no words.
//!
//! The groups are kept in tables and follow the searches of the last days and
//! the changes of questions in the background, so that a view costs the same
//! whatever there is.

mod access;
mod actions;
mod follow;
mod forms;
mod gather;
mod handlers;
mod likeness;
mod model;
mod pages;
mod store;

pub use actions::{Closing, close_gap};
pub use follow::start_background;
pub use gather::gather;
pub use model::{GapNumber, Still};
pub use store::{find_of_search, list_readable};

use crate::knowledge::insight::INSIGHT_FOR;
use crate::web::{Policy, Route};

/// Who sees the gap queue: who sees what people look for.
pub const GAPS_FOR: Policy = Policy::Granted(INSIGHT_FOR);

/// The routes of the gap queue.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/gaps", GAPS_FOR, handlers::list),
        Route::get("/gaps/{number}", GAPS_FOR, handlers::show),
        Route::post("/gaps/{number}/closing", GAPS_FOR, handlers::create_closing),
        Route::get("/gaps/{number}/closing", GAPS_FOR, handlers::back),
        Route::post("/gaps/{number}/phrasings", GAPS_FOR, handlers::create_phrasings),
        Route::get("/gaps/{number}/phrasings", GAPS_FOR, handlers::back),
    ]
}
