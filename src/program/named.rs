//! The names of what the record holds keys of.

use std::collections::HashMap;

use diesel::prelude::*;

use crate::audit::Names;
use crate::db::keys::{CourseId, DepartmentId, TeamId};
use crate::db::schema::{courses, departments, teams};
use crate::db::{Connection, DbError};

/// The names of departments, teams and courses, for the record.
pub struct ProgramNames;

impl Names for ProgramNames {
    fn names(&self, connection: &mut Connection, keys: &[String]) -> Result<HashMap<String, String>, DbError> {
        let these: Vec<TeamId> = keys.iter().filter_map(|key| TeamId::parse(key)).collect();
        let of_teams: Vec<(TeamId, String)> =
            teams::table.filter(teams::id.eq_any(these)).select((teams::id, teams::name)).load(connection)?;
        let these: Vec<DepartmentId> = keys.iter().filter_map(|key| DepartmentId::parse(key)).collect();
        let of_departments: Vec<(DepartmentId, String)> = departments::table
            .filter(departments::id.eq_any(these))
            .select((departments::id, departments::name))
            .load(connection)?;
        let these: Vec<CourseId> = keys.iter().filter_map(|key| CourseId::parse(key)).collect();
        let of_courses: Vec<(CourseId, String)> =
            courses::table.filter(courses::id.eq_any(these)).select((courses::id, courses::title)).load(connection)?;
        let mut names: HashMap<String, String> =
            of_teams.into_iter().map(|(id, name)| (id.to_string(), name)).collect();
        names.extend(of_departments.into_iter().map(|(id, name)| (id.to_string(), name)));
        names.extend(of_courses.into_iter().map(|(id, title)| (id.to_string(), title)));
        Ok(names)
    }
}
