//! Lists that come in and go out: all of a file or nothing, and out so that it
//! comes in again unchanged.
//!
//! An import never gives rights and never changes somebody's account (A09):
//! who is known already only joins and leaves the teams that the list names.

pub(super) mod api;
mod belongings;
mod catalogue;
mod departments;
mod kind;
mod leavers;
mod owners;
mod people;
mod report;
pub mod schedule;
pub(in crate::program) mod table;
mod teams;

pub use belongings::{export_repositories, export_services, import_repositories, import_services};
pub use catalogue::{CatalogueFile, import_catalogue, read_files};
pub use owners::{export_code_owners, has_code_owners, import_code_owners, owner_of_path};
pub use people::{export_people, import_people};
pub use report::{Change, ChangeKind, Fault, ImportError, Report, Way};
pub use teams::{export_teams, import_teams};

use crate::web::{Grant, Policy, Route, TokenScope};

/// The routes of lists. Teams are shaped by the lead; people's accounts are the admins'.
pub(super) fn routes() -> Vec<Route> {
    const SHAPE: Policy = Policy::Granted(&[Grant::Lead, Grant::Admin]);
    const ADMIN: Policy = Policy::Granted(&[Grant::Admin]);
    let import = |path, policy| {
        Route::api_post_files(path, TokenScope::ProgramImport, policy, table::LIMIT, api::create).with(&[
            "dry_run",
            "let_leave",
            "repository",
        ])
    };
    vec![
        Route::get("/imports", SHAPE, schedule::handlers::list),
        Route::post("/imports/{name}/leavers", SHAPE, schedule::handlers::create_leavers),
        import("/api/v1/import/teams", SHAPE),
        import("/api/v1/import/repositories", SHAPE),
        import("/api/v1/import/services", SHAPE),
        import("/api/v1/import/people", ADMIN),
        import("/api/v1/import/catalogue", ADMIN),
    ]
}
