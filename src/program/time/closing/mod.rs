//! Months that are closed: what was reported stays as it was.

mod actions;
mod forms;
pub(in crate::program) mod handlers;
mod model;
mod pages;
pub mod rules;
mod store;

pub use actions::{check_open, close_months, reopen_month};
pub use model::{Closing, ClosingAction};
pub use store::is_closed;
