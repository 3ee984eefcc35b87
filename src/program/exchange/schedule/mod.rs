//! Files that are imported by themselves: whoever puts a new list into the
//! folder of the setting `imports.folder` need not log in to import it.
//!
//! A file is taken in once. One with a fault changes nothing and is tried again;
//! one by which more than a tenth would leave waits for the program's lead.

pub(in crate::program) mod handlers;
mod model;
mod pages;
mod run;
mod store;
mod waiting;

pub use model::{FileState, ImportFile, Imports};
pub use run::{run_all, start};
pub use waiting::reminders;
