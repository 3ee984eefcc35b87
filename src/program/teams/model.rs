//! Teams and departments, and what is needed to make one.

use diesel::prelude::*;

use crate::clock::Day;
use crate::db::keys::{DepartmentId, PersonId, RowVersion, TeamId};

/// What teams belong to.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Department {
    /// Its key.
    pub id: DepartmentId,
    /// Its address, as used in filters.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// How often it was saved.
    pub version: RowVersion,
}

/// The unit that a champion serves.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Team {
    /// Its key.
    pub id: TeamId,
    /// Its permanent address: `/teams/{slug}`.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The department that it belongs to.
    pub department_id: DepartmentId,
    /// That department's name.
    pub department: String,
    /// That department's address.
    pub department_slug: String,
    /// Where the team can be written to, such as `#checkout`; may be empty.
    pub chat: String,
    /// How often it was saved.
    pub version: RowVersion,
}

/// A team as lists and select boxes need it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct TeamName {
    /// Its key.
    pub id: TeamId,
    /// Its permanent address: `/teams/{slug}`.
    pub slug: String,
    /// Its name.
    pub name: String,
    /// The department that it belongs to.
    pub department_id: DepartmentId,
}

/// What is known of a team that is made or saved; texts are tidied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewTeam {
    /// Its name.
    pub name: String,
    /// The department that it belongs to.
    pub department_id: DepartmentId,
    /// Where the team can be written to; may be empty.
    pub chat: String,
}

/// Somebody who belongs to a team.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Membership {
    /// Their key.
    pub person_id: PersonId,
    /// Their address: `/people/{handle}`.
    pub handle: String,
    /// Their name.
    pub name: String,
    /// How to reach them in chat; may be empty.
    pub chat: String,
    /// The day on which they joined.
    pub since: Day,
}
