//! Every query about courses and completions.

use std::collections::HashMap;

use diesel::dsl::count;
use diesel::prelude::*;

use super::model::{CompletionRow, Course, NewCourse};
use crate::clock::{Day, Timestamp};
use crate::db::keys::{CompletionId, CourseId, PersonId, RowVersion};
use crate::db::schema::{completions, courses};
use crate::db::{Connection, DbError, Tx};
use crate::program::ProgramError;
use crate::web::fold::fold;

type CourseColumns = (
    courses::id,
    courses::slug,
    courses::title,
    courses::provider,
    courses::link,
    courses::minutes,
    courses::required,
    courses::valid_months,
    courses::version,
);

const COURSE: CourseColumns = (
    courses::id,
    courses::slug,
    courses::title,
    courses::provider,
    courses::link,
    courses::minutes,
    courses::required,
    courses::valid_months,
    courses::version,
);

/// All courses: the required first, then by title.
///
/// # Errors
///
/// The database's own.
pub fn list_courses(connection: &mut Connection) -> Result<Vec<Course>, ProgramError> {
    Ok(courses::table
        .order((courses::required.desc(), courses::title_folded, courses::id))
        .select(COURSE)
        .load(connection)?)
}

/// The course with this address.
///
/// # Errors
///
/// [`ProgramError::NotFound`] if there is none.
pub fn find_course(connection: &mut Connection, slug: &str) -> Result<Course, ProgramError> {
    let found = courses::table.filter(courses::slug.eq(slug)).select(COURSE).first(connection).optional()?;
    found.ok_or(ProgramError::NotFound("course"))
}

/// What a person has completed, the latest first.
///
/// # Errors
///
/// The database's own.
pub fn list_completions(connection: &mut Connection, person: PersonId) -> Result<Vec<CompletionRow>, ProgramError> {
    Ok(completions::table
        .inner_join(courses::table)
        .filter(completions::person_id.eq(person))
        .order((completions::completed_on.desc(), completions::id.desc()))
        .select((
            completions::id,
            courses::slug,
            courses::title,
            completions::completed_on,
            completions::valid_until,
            completions::evidence,
        ))
        .load(connection)?)
}

/// Required courses of which the person has no completion that counts on
/// `today`, by title.
///
/// # Errors
///
/// The database's own.
pub fn list_due(connection: &mut Connection, person: PersonId, today: Day) -> Result<Vec<Course>, ProgramError> {
    let done: Vec<CourseId> = completions::table
        .filter(completions::person_id.eq(person))
        .filter(completions::valid_until.is_null().or(completions::valid_until.ge(today)))
        .select(completions::course_id)
        .load(connection)?;
    let mut due: Vec<Course> = list_courses(connection)?;
    due.retain(|course| course.required && !done.contains(&course.id));
    Ok(due)
}

/// How many required courses there are, and how many of them each person has in
/// date on `today`; people without any are missing.
///
/// # Errors
///
/// The database's own.
pub fn completed_by_person(
    connection: &mut Connection,
    today: Day,
) -> Result<(i64, HashMap<PersonId, i64>), ProgramError> {
    let required = courses::table.filter(courses::required.eq(true)).count().get_result(connection)?;
    let rows: Vec<(PersonId, i64)> = completions::table
        .inner_join(courses::table)
        .filter(courses::required.eq(true))
        .filter(completions::valid_until.is_null().or(completions::valid_until.ge(today)))
        .group_by(completions::person_id)
        .select((completions::person_id, count(completions::course_id).aggregate_distinct()))
        .load(connection)?;
    Ok((required, rows.into_iter().collect()))
}

/// Whether another course (not `except`) has this title.
pub(super) fn is_title_taken(
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

pub(super) fn is_slug_free(connection: &mut Connection, slug: &str) -> Result<bool, DbError> {
    let taken: i64 = courses::table.filter(courses::slug.eq(slug)).count().get_result(connection)?;
    Ok(taken == 0)
}

pub(super) fn insert_course(tx: &mut Tx, id: CourseId, slug: &str, new: &NewCourse) -> Result<(), DbError> {
    diesel::insert_into(courses::table)
        .values((
            courses::id.eq(id),
            courses::slug.eq(slug),
            courses::title.eq(&new.title),
            courses::title_folded.eq(fold(&new.title)),
            courses::provider.eq(&new.provider),
            courses::link.eq(&new.link),
            courses::minutes.eq(new.minutes),
            courses::required.eq(new.required),
            courses::valid_months.eq(new.valid_months),
            courses::version.eq(RowVersion::FIRST),
        ))
        .execute(tx)?;
    Ok(())
}

/// Saves a course. Returns whether `seen` was still its version.
pub(super) fn save_course(tx: &mut Tx, id: CourseId, new: &NewCourse, seen: RowVersion) -> Result<bool, DbError> {
    let unchanged = courses::table.filter(courses::id.eq(id)).filter(courses::version.eq(seen));
    let rows = diesel::update(unchanged)
        .set((
            courses::title.eq(&new.title),
            courses::title_folded.eq(fold(&new.title)),
            courses::provider.eq(&new.provider),
            courses::link.eq(&new.link),
            courses::minutes.eq(new.minutes),
            courses::required.eq(new.required),
            courses::valid_months.eq(new.valid_months),
            courses::version.eq(seen.next()),
        ))
        .execute(tx)?;
    Ok(rows == 1)
}

/// The person's completion of the course of that day, and its evidence.
pub(super) fn find_completion(
    connection: &mut Connection,
    person: PersonId,
    course: CourseId,
    day: Day,
) -> Result<Option<(CompletionId, String)>, DbError> {
    completions::table
        .filter(completions::person_id.eq(person))
        .filter(completions::course_id.eq(course))
        .filter(completions::completed_on.eq(day))
        .select((completions::id, completions::evidence))
        .first(connection)
        .optional()
}

pub(super) fn save_evidence(tx: &mut Tx, id: CompletionId, evidence: &str) -> Result<(), DbError> {
    diesel::update(completions::table.find(id)).set(completions::evidence.eq(evidence)).execute(tx)?;
    Ok(())
}

pub(super) fn insert_completion(
    tx: &mut Tx,
    now: Timestamp,
    id: CompletionId,
    (person, course): (PersonId, CourseId),
    (completed_on, valid_until): (Day, Option<Day>),
    evidence: &str,
) -> Result<(), DbError> {
    diesel::insert_into(completions::table)
        .values((
            completions::id.eq(id),
            completions::person_id.eq(person),
            completions::course_id.eq(course),
            completions::completed_on.eq(completed_on),
            completions::valid_until.eq(valid_until),
            completions::evidence.eq(evidence),
            completions::recorded_at.eq(now),
        ))
        .execute(tx)?;
    Ok(())
}

/// Whose completion this is.
pub(super) fn owner_of(connection: &mut Connection, id: CompletionId) -> Result<PersonId, ProgramError> {
    let found = completions::table.find(id).select(completions::person_id).first(connection).optional()?;
    found.ok_or(ProgramError::NotFound("completion"))
}

pub(super) fn delete_completion(tx: &mut Tx, id: CompletionId) -> Result<(), DbError> {
    diesel::delete(completions::table.find(id)).execute(tx)?;
    Ok(())
}
