//! Terms: one person serving one team, from the nomination to the end.
//!
//! A term *serves* on a day that lies between its first and its last, once it
//! was accepted. The queries say so themselves ([`serving_on`]), so that nobody
//! waits for a job on the morning on which a term begins; the job of
//! [`settle_terms`] only writes the states down afterwards.

pub mod access;
mod actions;
mod forms;
pub(super) mod handlers;
pub(super) mod list;
mod model;
mod pages;
mod reminders;
mod room;
pub mod rules;
mod scope;
pub(super) mod seen_to;
mod store;
mod subjects;
mod tells;
mod waiting;

pub use actions::{
    Continues, Ending, Nomination, accept, announce_teams_of, approve, decline, end_term, nominate, reject,
    settle_terms, thank,
};
pub(super) use forms::EndingForm;
pub(super) use handlers::find_for;
pub use model::{Term, TermRole, TermState};
pub(super) use reminders::reminders;
pub use reminders::{ENDS_NOW_DAYS, ENDS_SOON_DAYS, PATIENCE_DAYS};
pub use scope::Scope;
pub(super) use store::AccountIsOn;
pub use store::{
    TermRow, exists_open, find_role, find_term, is_serving_team, list_terms_of, list_terms_of_team, serves_since,
    serving_on,
};
pub use subjects::TermSubjects;
pub use waiting::{Waiting, waiting_for};
