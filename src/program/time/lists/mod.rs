//! One's own entries as CSV: out, and in again, all of a file or nothing.

mod export;
pub(in crate::program) mod handlers;
mod import;
mod pages;

pub use export::export_entries;
pub use import::{ImportFailure, Imported, Planned, import_entries};

/// The columns, in the order of the export. Those that a file may leave out come last.
pub const COLUMNS: [&str; 5] = ["day", "length", "activity", "team", "note"];
/// How many of them have to be there.
const REQUIRED: usize = 3;
