//! Every query about training.

mod completions;
mod courses;
mod learners;
mod overall;
mod paths;

pub(super) use completions::{
    delete_completion, find_certificate, find_completion, find_same_day, insert_completion, list_all, list_returned,
    save_values, waiting_since,
};
pub use completions::{list_completions, list_unverified};
pub use courses::{catalogue, find_course, list_courses};
pub(super) use courses::{insert_course, is_slug_free, is_title_taken, save_course, versions};
pub use learners::{Learner, TrainingCount, learner, learners, list_due, list_in_date, training_of_serving};
pub use overall::{Overall, overall};
pub(super) use paths::replace_path;
