//! Completions from elsewhere: a learning platform's CSV, whatever its columns
//! are called, looked through and then taken in, all of it or nothing; and out
//! again so that it comes in unchanged.

mod actions;
pub(super) mod api;
mod cells;
mod columns;
mod dates;
mod export;
mod forms;
mod given;
pub(super) mod handlers;
mod pages;
mod plan;
mod store;
mod table;

pub use actions::import_completions;
pub use columns::{Mapping, Target};
pub use dates::DateOrder;
pub use export::export_completions;
pub use given::Given;
pub use plan::{Effect, Plan, PlannedRow};
pub use store::forget_imports;
pub use table::{Fault, IMPORT_LIMIT, Table};

use crate::db::DbError;
use crate::program::ProgramError;

/// Faults that are named; who has more mends these first.
const FAULTS: usize = 100;

/// Why nothing was taken in.
#[derive(Debug, thiserror::Error)]
pub enum ImportFailure {
    /// The file, or what its columns were taken for, is at fault; at most 100 are named.
    #[error("{}", listed(.0))]
    Faults(Vec<Fault>),
    /// It would have worked, and was only tried.
    #[error("nothing was written")]
    Tried(Box<Plan>),
    /// The program refused.
    #[error(transparent)]
    Program(#[from] ProgramError),
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] DbError),
}

fn listed(faults: &[Fault]) -> String {
    faults.iter().map(Fault::to_string).collect::<Vec<_>>().join("; ")
}
