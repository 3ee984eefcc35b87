//! Teams and people as CSV: in all or not at all, and out so that it comes in
//! again unchanged.
//!
//! An import never gives rights and never changes somebody's account (A09):
//! who is known already only joins the teams that the file names.

mod people;
mod table;
mod teams;

pub use people::{export_people, import_people};
pub use table::{Fault, ImportError, Summary};
pub use teams::{export_teams, import_teams};
