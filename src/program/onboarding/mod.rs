//! How a champion begins and ends: what they need to do the work, who walks
//! beside them for the first ninety days, and what is taken back at the end.
//!
//! The list is a copy of the company's template, made when the term is
//! accepted. That something is to be taken back is never written down: it
//! follows from the end of the term, so that no end can be missed.

pub(super) mod access;
mod actions;
mod forms;
pub(super) mod handlers;
mod model;
mod pages;
mod reminders;
mod rules;
mod store;
mod team;
mod template;

pub use actions::{begin, mark, save_buddy, write_review};
pub use model::{Act, ItemMark, Owner, ReviewDays, Side};
pub use reminders::missing_words;
pub use reminders::reminders;
pub use store::{count_waiting_by_owner, list_items, list_of_person};
pub use team::{TermLine, line_of_term, section_of_team};
pub use template::{Template, Templates, check_file};
