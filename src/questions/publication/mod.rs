//! From an answer to an article. The writer opens a draft with the answer in
//! it; what should not leave the question is listed with its place and a
//! proposed replacement, and each find is decided about. Then a second reader
//! publishes, once whoever asked has confirmed the answer.
//!
//! | who | opens the draft | publishes it |
//! | --- | --- | --- |
//! | Network Security | of any answer | of another's draft |
//! | whoever gave the answer as champion | of their own answer | no |
//! | program lead, admins | no | of another's draft |

mod actions;
mod forms;
mod handlers;
mod pages;
mod phrasings;
mod source;
mod store;

pub use actions::open_draft;
pub use pages::{Publishing, publishing};
pub use source::AnsweredQuestions;

use crate::web::{Policy, Route};

/// The routes of publishing.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/questions/{number}/publication/new", Policy::SignedIn, handlers::new_publication),
        Route::post("/questions/{number}/publication", Policy::SignedIn, handlers::create_publication),
        Route::get("/questions/{number}/publication", Policy::SignedIn, super::handlers::back),
    ]
}
