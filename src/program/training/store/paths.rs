//! Paths: the courses of a belt, in order.

use diesel::prelude::*;

use crate::db::keys::{CourseId, PathStepId};
use crate::db::schema::path_steps;
use crate::db::{Connection, DbError, Tx};

/// All steps, each with the key of its level, each level's in their order.
pub(super) fn list_steps(connection: &mut Connection) -> Result<Vec<(String, CourseId)>, DbError> {
    path_steps::table
        .order((path_steps::belt, path_steps::position, path_steps::id))
        .select((path_steps::belt, path_steps::course_id))
        .load(connection)
}

/// Makes these courses, in this order, the path of the level with this key.
pub(in super::super) fn replace_path(tx: &mut Tx, belt: &str, courses: &[CourseId]) -> Result<(), DbError> {
    diesel::delete(path_steps::table.filter(path_steps::belt.eq(belt))).execute(tx)?;
    for (position, course) in (1_i32..).zip(courses) {
        diesel::insert_into(path_steps::table)
            .values((
                path_steps::id.eq(PathStepId::generate()),
                path_steps::belt.eq(belt),
                path_steps::position.eq(position),
                path_steps::course_id.eq(course),
            ))
            .execute(tx)?;
    }
    Ok(())
}
