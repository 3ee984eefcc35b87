//! Departments, teams, and who belongs to them.

pub mod access;
mod actions;
pub(super) mod departments;
mod forms;
pub(super) mod handlers;
mod lists;
mod model;
mod pages;
mod provided;
pub(super) mod show;
mod store;

pub use actions::{
    add_department, add_department_at, add_member, add_team, add_team_at, remove_member, rename_department, save_team,
};
pub use forms::{TeamForm, person_named};
pub use lists::{find_team_named, list_memberships, list_teams_named, list_teams_of, team_named};
pub use model::{Department, Membership, NewTeam, Team, TeamName};
pub(super) use pages::span;
pub(super) use provided::{list_placed_by_others, place_member};
pub use store::{
    TeamFilter, exists_team, find_department, find_team, find_teams, list_departments, list_members, list_teams,
    team_by_id, teams_of,
};
