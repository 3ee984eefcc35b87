//! The time that champions give: logged in one line, held against what they are
//! owed, and shown by team as time honoured.
//!
//! Minutes of a person are for themselves and those who look after them. Nothing
//! here lists the minutes of several people beside each other.

pub mod access;
mod actions;
mod api;
mod chart;
pub mod closing;
mod forms;
pub(super) mod handlers;
mod line;
pub mod lists;
mod model;
pub mod offers;
pub mod owed;
mod pages;
pub mod rules;
mod store;
pub mod sums;
mod undo;

pub use actions::{delete_entry, log_time, save_entry, undo_change};
pub use handlers::team_choices;
pub use line::{LineProblem, TimeLine, parse_length, parse_line};
pub use model::{Activity, EntryRow, NewEntry, TimeEntry};
pub use owed::week_of;
pub use pages::{EntryLine, UndoLine, Week};
pub use store::{find_entry, list_days, list_entries, minutes_of};
pub use undo::{forget_undone, latest_of};

use crate::web::{Grant, Policy, Route, TokenScope};

/// The routes of time.
pub(super) fn routes() -> Vec<Route> {
    const SIGNED_IN: Policy = Policy::SignedIn;
    const LEADS: Policy = Policy::Granted(&[Grant::Lead, Grant::Admin]);
    vec![
        Route::get("/time", SIGNED_IN, handlers::list),
        Route::post("/time", SIGNED_IN, handlers::create),
        Route::get("/time.csv", SIGNED_IN, lists::handlers::list_csv),
        Route::get("/time/import", SIGNED_IN, lists::handlers::new_import),
        Route::post_files("/time/import", SIGNED_IN, lists::handlers::FILE_LIMIT, lists::handlers::create_import),
        Route::post("/time/import/run", SIGNED_IN, lists::handlers::create_run),
        Route::get("/time/months", LEADS, closing::handlers::list),
        Route::post("/time/months/close", LEADS, closing::handlers::create_closing),
        Route::post("/time/months/reopen", LEADS, closing::handlers::delete_closing),
        Route::get("/time/offers", SIGNED_IN, offers::handlers::to_list),
        Route::post("/time/offers", SIGNED_IN, handlers::create),
        Route::post("/time/offers/dismiss", SIGNED_IN, offers::handlers::create_dismissal),
        Route::post("/time/{id}", SIGNED_IN, handlers::update),
        Route::get("/time/{id}/edit", SIGNED_IN, handlers::edit),
        Route::post("/time/{id}/delete", SIGNED_IN, handlers::delete),
        Route::post("/time/{id}/undo", SIGNED_IN, handlers::create_undo),
        Route::get("/terms/{id}/share", SIGNED_IN, owed::handlers::show_share),
        Route::post("/terms/{id}/share", SIGNED_IN, owed::handlers::create_share),
        Route::get("/people/{handle}/hours", SIGNED_IN, owed::handlers::show_hours),
        Route::post("/people/{handle}/hours", SIGNED_IN, owed::handlers::create_hours),
        Route::post("/people/{handle}/zone", SIGNED_IN, owed::handlers::update_zone),
        Route::api_get("/api/v1/time", TokenScope::Read, SIGNED_IN, api::list).with(&["from", "to", "offset", "limit"]),
        Route::api_post("/api/v1/time", TokenScope::TimeWrite, SIGNED_IN, api::create)
            .with(&["line", "day", "length", "activity", "note", "team"])
            .with_numbers(&["minutes"]),
        Route::api_delete("/api/v1/time/{id}", TokenScope::TimeWrite, SIGNED_IN, api::delete),
    ]
}
