//! Departments, teams, and who belongs to them.

pub mod access;
mod actions;
mod model;
mod store;

pub use actions::{add_department, add_member, add_team, remove_member, rename_department, save_team};
pub use model::{Department, Membership, NewTeam, Team, TeamName};
pub use store::{find_department, find_team, list_departments, list_members, list_teams, team_by_id, teams_of};
