//! Logging time, and looking after what was logged.

mod edit;
mod list;

pub use edit::{create_undo, delete, edit, update};
pub use list::{ListQuery, create, list, team_choices};

use super::forms::TimeForm;
use super::model::Activity;
use crate::db::keys::TimeEntryId;
use crate::error::AppError;
use crate::web::form::Choice;
use crate::web::page::own_target;

fn activity_choices(current: &str) -> Vec<Choice> {
    Activity::ALL.iter().map(|activity| Choice::new(activity.as_str(), activity.label(), current)).collect()
}

/// Where a form comes back to: the list, unless it names another page of ours.
pub(super) fn target_of(form: &TimeForm) -> &str {
    if form.target.is_empty() { "/time" } else { own_target(Some(&form.target)) }
}

fn parse(id: &str) -> Result<TimeEntryId, AppError> {
    TimeEntryId::parse(id).ok_or(AppError::NotFound("time entry"))
}
