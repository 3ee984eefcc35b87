//! "Was this your answer?": who may say it how often, what is kept of it, and
//! what those who look after an article see of it.

mod actions;
mod forms;
mod handlers;
mod limits;
mod model;
mod store;

pub use actions::give_feedback;
pub use handlers::create_feedback;
pub use limits::{Kind, Sender, VisitorLimits};
pub use model::{Feedback, HelpfulCounts, Reason, SaidWords};
pub use store::{HelpfulLine, counts_by_slug, counts_of, list_unhelpful};
