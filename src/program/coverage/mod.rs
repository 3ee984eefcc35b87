//! How well the teams are covered: who serves which, where the holes are, and
//! how that went over the last year.

pub mod access;
mod chart;
pub(super) mod handlers;
mod model;
mod pages;
mod rules;
mod store;

pub use model::{CoverageRow, CoverageState, Totals};
pub use rules::totals;
pub use store::{list_coverage, share_by_month};
