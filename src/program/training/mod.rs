//! What champions learn: courses, and who completed which until when.

pub mod access;
mod actions;
mod forms;
pub(super) mod handlers;
mod model;
mod pages;
pub mod rules;
mod store;

pub use actions::{Recorded, add_course, delete_completion, record_completion, save_course};
pub use model::{CompletionRow, Course, NewCourse};
pub use store::{completed_by_person, find_course, list_completions, list_courses, list_due};
