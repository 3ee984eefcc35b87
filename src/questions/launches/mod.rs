//! Launches: each has one address, and says what it still waits for.

pub(super) mod access;
mod actions;
mod forms;
mod handlers;
mod model;
mod needs;
mod pages;
mod store;

pub use actions::{add_launch, change_launch, plan};
pub(super) use forms::{LaunchWords, PlanForm};
pub use model::{Launch, NewLaunch};
pub use needs::{LaunchNeeds, Need, Needs, NeedsList, QuestionNeeds};
pub(super) use pages::When;
pub(super) use store::find as find_by_slug;
pub use store::{find_by_id, list_launches, list_launches_of};

use crate::web::{Policy, Route};

/// The routes of launches.
pub fn routes() -> Vec<Route> {
    vec![
        Route::get("/launches", Policy::SignedIn, handlers::list),
        Route::post("/launches", Policy::SignedIn, handlers::create),
        Route::get("/launches/new", Policy::SignedIn, handlers::new),
        Route::get("/launches/{slug}", Policy::SignedIn, handlers::show),
        Route::post("/launches/{slug}", Policy::SignedIn, handlers::update),
        Route::get("/launches/{slug}/edit", Policy::SignedIn, handlers::edit),
        Route::post("/questions/{number}/launch", Policy::SignedIn, handlers::create_plan),
        Route::get("/questions/{number}/launch", Policy::SignedIn, crate::questions::handlers::back),
    ]
}
