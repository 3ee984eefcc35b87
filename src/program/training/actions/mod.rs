//! What can be done with courses, paths and completions.

mod completions;
mod courses;
mod paths;

pub use completions::{Evidence, Recorded, delete_completion, is_same, judge, record_completion, send_evidence};
pub use courses::{add_course, save_course};
pub use paths::save_path;
