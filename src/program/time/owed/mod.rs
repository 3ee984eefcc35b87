//! The time that is owed to champions: their share of contracted hours, both of
//! which may change from a day on, without holidays and days away.

mod actions;
mod forms;
pub(in crate::program) mod handlers;
mod model;
mod pages;
mod periods;
pub mod rules;
mod store;
mod teams;

pub use actions::{set_hours, set_share, set_zone};
pub use model::{Contract, Share, Steps};
pub use periods::{PeriodRow, list_periods, shares_on, week_of};
pub use teams::{DEFINITION, Honoured, honoured_by, honoured_by_teams, honoured_in, honoured_since};
