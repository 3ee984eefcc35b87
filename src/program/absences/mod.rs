//! Days on which somebody is away, and who stands in for them meanwhile.
//!
//! Why somebody is away is nobody's business, so it is not asked.

mod model;
pub mod rules;
mod store;
mod waiting;

pub use model::{Absence, StandIn, StandInState};
pub use store::{away_on, list_absences_between, list_absences_of};
pub(super) use waiting::reminders;
