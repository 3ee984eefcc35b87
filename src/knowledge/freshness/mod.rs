//! Whether articles are still true: who read them through and when, what
//! readers report, and what waits for those who look after them.

pub(super) mod access;
mod actions;
mod desk;
mod forms;
mod handlers;
mod list;
mod model;
mod pages;
mod report;
mod rules;
mod show;
mod store;
mod watch;

pub use access::{OVERSEES, may_review};
pub use actions::{confirm, dismiss, take_back};
pub use desk::{Desk, DeskLine, desk_of};
pub use model::{Flag, FlagOutcome, Standing};
pub use report::{Report, report};
pub use show::ArticleFreshness;
pub use store::rename;
pub use watch::{Known, Watch};

use crate::web::{Policy, Route};

/// The routes of freshness.
pub fn routes() -> Vec<Route> {
    let mut routes = vec![
        Route::get("/articles/freshness", Policy::SignedIn, handlers::list),
        Route::post("/faq/{slug}/reports", Policy::Reading, handlers::create_report),
        Route::post("/faq/{slug}/review", Policy::SignedIn, handlers::create_review),
        Route::post("/faq/{slug}/review-removal", Policy::SignedIn, handlers::delete_review),
        Route::post("/faq/{slug}/dismissal", Policy::SignedIn, handlers::create_dismissal),
    ];
    // Whoever opens the address of a form, after a reload say, is at the article.
    routes.push(Route::get("/faq/{slug}/reports", Policy::Reading, handlers::back));
    let forms = ["/faq/{slug}/review", "/faq/{slug}/review-removal", "/faq/{slug}/dismissal"];
    routes.extend(forms.map(|path| Route::get(path, Policy::SignedIn, handlers::back)));
    routes
}
