//! How well the teams are covered: who serves which, where the holes are, how
//! that went over the last year, and the figures of the program.

pub mod access;
mod book;
mod chart;
mod directory;
mod exposure;
pub(super) mod figures;
pub(super) mod handlers;
mod model;
mod overseen;
mod overview;
mod pages;
mod part;
mod query;
pub(super) mod report;
mod rules;
mod store;
mod view;

pub use book::{CoverageBook, Snapshot};
pub use directory::DirectoryRow;
pub use exposure::{ASKED_DAYS, Asked, Exposure};
pub use figures::{Figure, Figures, FirstWork, Period};
pub use model::{CoverageRow, CoverageState, TermFact, WaitingTerm};
pub use overseen::{Counted, Overseen};
pub use overview::{CoverageBand, DepartmentShare, Overview, Share};
pub use report::Quarter;
pub use rules::Service;
pub use view::{Narrow, View};
