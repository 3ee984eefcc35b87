//! What people learn: courses and their versions, who has to have them, paths,
//! and who completed what until when, with what to show for it.

pub mod access;
mod actions;
mod audience;
mod catalogue;
mod forms;
mod handlers;
pub mod imports;
mod model;
mod pages;
mod reminders;
pub mod rules;
mod store;

pub use actions::{
    Evidence, Recorded, add_course, delete_completion, judge, record_completion, save_course, save_path, send_evidence,
};
pub use audience::{Audience, Facts, Rule};
pub use catalogue::Catalogue;
pub use model::{Completion, CompletionRow, CompletionState, Course, NewCompletion, NewCourse, RenewFor, ValidUntil};
pub use reminders::{Lapse, lasts_overseen, reminders};
pub use store::{
    Learner, Overall, TrainingCount, catalogue, find_course, learner, learners, list_completions, list_courses,
    list_due, list_in_date, overall, training_of_serving,
};

use crate::files::FILE_LIMIT;
use crate::web::{Grant, Policy, Route, TokenScope};
use imports::IMPORT_LIMIT;

/// The routes of training.
pub(super) fn routes() -> Vec<Route> {
    const SHAPE: Policy = Policy::Granted(&[Grant::Lead, Grant::Admin]);
    const LEAD: Policy = Policy::Granted(&[Grant::Lead]);
    const OVERSEE: Policy = Policy::Granted(&[Grant::Lead, Grant::Manager]);
    const SIGNED_IN: Policy = Policy::SignedIn;
    vec![
        Route::get("/training", SIGNED_IN, handlers::list),
        Route::get("/training/new", SHAPE, handlers::new),
        Route::post("/training", SHAPE, handlers::create),
        Route::get("/training/expiring", OVERSEE, handlers::list_expiring),
        Route::get("/training/expiring.csv", OVERSEE, handlers::list_expiring_csv),
        Route::get("/training/unverified", LEAD, handlers::list_unverified),
        Route::get("/training/completions.csv", LEAD, imports::handlers::list_completions_csv),
        Route::get("/training/import", LEAD, imports::handlers::new_import),
        Route::post_files("/training/import", LEAD, IMPORT_LIMIT, imports::handlers::create_import),
        Route::api_post_files(
            "/api/v1/import/training",
            TokenScope::ProgramImport,
            LEAD,
            IMPORT_LIMIT,
            imports::api::create,
        )
        .with(imports::api::FIELDS),
        Route::get("/training/imports/{id}", LEAD, imports::handlers::show_import),
        Route::post("/training/imports/{id}", LEAD, imports::handlers::update_import),
        Route::post("/training/imports/{id}/run", LEAD, imports::handlers::create_run),
        Route::post("/training/imports/{id}/delete", LEAD, imports::handlers::delete_import),
        Route::get("/training/paths/{belt}", SIGNED_IN, handlers::show_path),
        Route::get("/training/paths/{belt}/edit", SHAPE, handlers::edit_path),
        Route::post("/training/paths/{belt}", SHAPE, handlers::update_path),
        Route::get("/training/{slug}", SIGNED_IN, handlers::show),
        Route::get("/training/{slug}/edit", SHAPE, handlers::edit),
        Route::post("/training/{slug}", SHAPE, handlers::update),
        Route::get("/completions", SIGNED_IN, handlers::to_list),
        Route::post_files("/completions", SIGNED_IN, FILE_LIMIT, handlers::create_completion),
        Route::get("/completions/{id}", SIGNED_IN, handlers::show_completion),
        Route::post_files("/completions/{id}/evidence", SIGNED_IN, FILE_LIMIT, handlers::create_evidence),
        Route::post("/completions/{id}/verification", LEAD, handlers::create_verification),
        Route::post("/completions/{id}/return", LEAD, handlers::create_return),
        Route::post("/completions/{id}/delete", SIGNED_IN, handlers::delete_completion),
        Route::get("/completions/{id}/file", SIGNED_IN, handlers::show_file),
        Route::get("/completions/{id}/certificate", SIGNED_IN, handlers::show_certificate),
        Route::get("/certificates/{number}", SIGNED_IN, handlers::show_number),
    ]
}
