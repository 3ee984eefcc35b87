//! A repository's CODEOWNERS: whose it is as a whole, and whose each path.

mod export;
mod import;
mod pattern;
mod store;

pub use export::export_code_owners;
pub use import::import_code_owners;
pub use store::{has_code_owners, owner_of_path};
