//! The time that champions give: logged in one line, counted by the week.

pub mod access;
mod actions;
mod forms;
pub(super) mod handlers;
mod line;
mod model;
mod pages;
pub mod rules;
mod store;
pub mod sums;

pub use actions::{delete_entry, log_time, save_entry};
pub use handlers::{team_choices, week_of};
pub use line::{LineProblem, TimeLine, parse_length, parse_line};
pub use model::{Activity, EntryRow, NewEntry, TimeEntry};
pub use pages::{EntryLine, Week};
pub use store::{
    band_of_team, find_entry, granted_to_teams, list_entries, minutes_of, minutes_of_teams, weekly_grant_of,
};
