//! Days on which somebody is away, and who stands in for them meanwhile.
//!
//! Why somebody is away is nobody's business, so it is not asked.

pub(super) mod access;
mod actions;
mod forms;
pub(super) mod handlers;
mod model;
mod pages;
pub mod rules;
mod store;
mod waiting;

pub(super) use access::may_enter;
pub use actions::{NewAbsence, add_absence, answer_stand_in, ask_stand_in, remove_absence, save_absence};
pub use model::{Absence, StandIn, StandInState};
pub use store::{away_on, away_these, list_absences_between, list_absences_of};
pub(super) use store::{list_standing_in, teams_stood_in};
pub(super) use waiting::reminders;
