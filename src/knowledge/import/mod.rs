//! Takes a folder of articles into the database, all of it or nothing.

mod actions;
mod survey;

pub use actions::{ImportError, Imported, import};
pub use survey::{Survey, survey};
