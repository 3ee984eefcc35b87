//! What people hand in: files of a few kinds that are known by their content,
//! kept in the database or in a folder, and given back so that no browser runs them.
//!
//! Who may see a file is for the room that it belongs to.

mod folder;
mod kind;
mod name;
mod serve;
mod store;

pub use folder::make_private;
pub use kind::{Checked, FILE_LIMIT, FileKind, FileProblem, check};
pub use serve::download;
pub use store::{FileError, FileRow, FileStore, Kept, find, forget, insert};
