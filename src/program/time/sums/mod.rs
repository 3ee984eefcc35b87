//! What each person gave each team in each month, kept beside the entries.
//!
//! Pages and reports read these sums, so that they cost the same whatever the
//! number of entries. Every transaction that writes an entry writes its sum too,
//! through [`add`] and [`take`] alone; [`check()`] adds all entries up again and
//! compares.

mod check;
mod nightly;
mod store;

pub use check::{Checked, SumFault, check};
pub use nightly::check_each_night;
pub use store::{TeamMonth, list_of_person, list_of_team, list_of_teams, minutes_of_teams};
pub(super) use store::{add, take};
