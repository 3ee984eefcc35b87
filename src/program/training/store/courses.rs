//! Courses.

use diesel::prelude::*;

use super::paths::list_steps;
use crate::db::keys::{CourseId, RowVersion};
use crate::db::schema::courses;
use crate::db::{Connection, DbError, Tx};
use crate::program::ProgramError;
use crate::program::ladder::Ladder;
use crate::program::training::catalogue::Catalogue;
use crate::program::training::model::{Course, NewCourse};
use crate::web::fold::fold;

/// The columns of a [`Course`], in its order.
#[diesel::dsl::auto_type(no_type_alias)]
fn columns() -> _ {
    (
        courses::id,
        courses::slug,
        courses::title,
        courses::provider,
        courses::link,
        courses::more_offers,
        courses::minutes,
        courses::audience,
        courses::valid_months,
        courses::pass_mark,
        courses::replaces_id,
        courses::renew_for,
        courses::renew_by,
        courses::version,
    )
}

/// All courses, by title.
///
/// # Errors
///
/// The database's own.
pub fn list_courses(connection: &mut Connection) -> Result<Vec<Course>, ProgramError> {
    Ok(courses::table.order((courses::title_folded, courses::id)).select(columns()).load(connection)?)
}

/// All courses with their versions, and the paths to these levels.
///
/// # Errors
///
/// The database's own.
pub fn catalogue(connection: &mut Connection, ladder: &Ladder) -> Result<Catalogue, ProgramError> {
    Ok(Catalogue::new(list_courses(connection)?, list_steps(connection)?, ladder))
}

/// All courses with their versions, for what asks for no path.
pub(in super::super) fn versions(connection: &mut Connection) -> Result<Catalogue, ProgramError> {
    Ok(Catalogue::new(list_courses(connection)?, Vec::new(), &Ladder::default()))
}

/// The course with this address.
///
/// # Errors
///
/// [`ProgramError::NotFound`] if there is none.
pub fn find_course(connection: &mut Connection, slug: &str) -> Result<Course, ProgramError> {
    let found = courses::table.filter(courses::slug.eq(slug)).select(columns()).first(connection).optional()?;
    found.ok_or(ProgramError::NotFound("course"))
}

/// Whether another course (not `except`) has this title.
pub(in super::super) fn is_title_taken(
    connection: &mut Connection,
    title: &str,
    except: Option<CourseId>,
) -> Result<bool, DbError> {
    let found: Option<CourseId> = courses::table
        .filter(courses::title_folded.eq(fold(title)))
        .select(courses::id)
        .first(connection)
        .optional()?;
    Ok(found.is_some_and(|found| Some(found) != except))
}

pub(in super::super) fn is_slug_free(connection: &mut Connection, slug: &str) -> Result<bool, DbError> {
    let taken: i64 = courses::table.filter(courses::slug.eq(slug)).count().get_result(connection)?;
    Ok(taken == 0)
}

pub(in super::super) fn insert_course(tx: &mut Tx, id: CourseId, slug: &str, new: &NewCourse) -> Result<(), DbError> {
    diesel::insert_into(courses::table)
        .values((
            courses::id.eq(id),
            courses::slug.eq(slug),
            courses::title.eq(&new.title),
            courses::title_folded.eq(fold(&new.title)),
            courses::provider.eq(&new.provider),
            courses::link.eq(&new.link),
            courses::more_offers.eq(&new.more_offers),
            courses::minutes.eq(new.minutes),
            courses::audience.eq(&new.audience),
            courses::valid_months.eq(new.valid_months),
            courses::pass_mark.eq(new.pass_mark),
            courses::replaces_id.eq(new.replaces),
            courses::renew_for.eq(new.renew_for),
            courses::renew_by.eq(new.renew_by),
            courses::version.eq(RowVersion::FIRST),
        ))
        .execute(tx)?;
    Ok(())
}

/// Saves a course. Returns whether `seen` was still its version.
pub(in super::super) fn save_course(
    tx: &mut Tx,
    id: CourseId,
    new: &NewCourse,
    seen: RowVersion,
) -> Result<bool, DbError> {
    let unchanged = courses::table.filter(courses::id.eq(id)).filter(courses::version.eq(seen));
    let rows = diesel::update(unchanged)
        .set((
            courses::title.eq(&new.title),
            courses::title_folded.eq(fold(&new.title)),
            courses::provider.eq(&new.provider),
            courses::link.eq(&new.link),
            courses::more_offers.eq(&new.more_offers),
            courses::minutes.eq(new.minutes),
            courses::audience.eq(&new.audience),
            courses::valid_months.eq(new.valid_months),
            courses::pass_mark.eq(new.pass_mark),
            courses::replaces_id.eq(new.replaces),
            courses::renew_for.eq(new.renew_for),
            courses::renew_by.eq(new.renew_by),
            courses::version.eq(seen.next()),
        ))
        .execute(tx)?;
    Ok(rows == 1)
}
