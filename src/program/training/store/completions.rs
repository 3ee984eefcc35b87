//! Completions.

use diesel::dsl::sql;
use diesel::prelude::*;
use diesel::sql_types::Bool;

use crate::clock::{Day, Timestamp};
use crate::db::keys::{CompletionId, CourseId, FileId, PersonId, RowVersion};
use crate::db::schema::{completions, courses, people};
use crate::db::{Connection, DbError, Tx};
use crate::program::ProgramError;
use crate::program::training::model::{Completion, CompletionRow, CompletionState};

/// The columns of a [`CompletionRow`], in its order.
#[diesel::dsl::auto_type(no_type_alias)]
fn row_columns() -> _ {
    (
        completions::id,
        courses::slug,
        courses::title,
        completions::completed_on,
        completions::valid_until,
        completions::evidence,
        completions::result,
        completions::passed,
        completions::file_id,
        completions::state,
    )
}

/// The columns of a [`Completion`], in its order.
#[diesel::dsl::auto_type(no_type_alias)]
fn columns() -> _ {
    (
        completions::id,
        completions::person_id,
        completions::course_id,
        completions::completed_on,
        completions::valid_until,
        completions::evidence,
        completions::result,
        completions::passed,
        completions::file_id,
        completions::state,
        completions::judged_by,
        completions::judged_at,
        completions::words,
        completions::certificate,
        completions::recorded_at,
        completions::version,
    )
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
        .select(row_columns())
        .load(connection)?)
}

/// A completion that waits: handle and name of the person, the completion, when it was recorded.
pub type UnverifiedRow = (String, String, CompletionRow, Timestamp);

/// What nobody has verified yet though there is something to look at, the
/// longest waiting first, and how much there is.
///
/// # Errors
///
/// The database's own.
pub fn list_unverified(
    connection: &mut Connection,
    offset: i64,
    limit: i64,
) -> Result<(Vec<UnverifiedRow>, i64), ProgramError> {
    let waits = || completions::table.inner_join(courses::table).inner_join(people::table).filter(sql::<Bool>(WAITS));
    let rows = waits()
        .order((completions::recorded_at, completions::id))
        .select((people::handle, people::name, row_columns(), completions::recorded_at))
        .offset(offset)
        .limit(limit)
        .load(connection)?;
    Ok((rows, waits().count().get_result(connection)?))
}

/// Every completion.
pub(in super::super) fn list_all(connection: &mut Connection) -> Result<Vec<Completion>, DbError> {
    completions::table.select(columns()).load(connection)
}

/// The completion with this key.
///
/// # Errors
///
/// [`ProgramError::NotFound`] if there is none.
pub(in super::super) fn find_completion(
    connection: &mut Connection,
    id: CompletionId,
) -> Result<Completion, ProgramError> {
    let found = completions::table.find(id).select(columns()).first(connection).optional()?;
    found.ok_or(ProgramError::NotFound("completion"))
}

/// The completion whose certificate has this number, and whose it is: handle and name.
///
/// # Errors
///
/// [`ProgramError::NotFound`] if there is none.
pub(in super::super) fn find_certificate(
    connection: &mut Connection,
    certificate: &str,
) -> Result<(Completion, String, String), ProgramError> {
    let found = completions::table
        .inner_join(people::table)
        .filter(completions::certificate.eq(certificate))
        .select((columns(), people::handle, people::name))
        .first(connection)
        .optional()?;
    found.ok_or(ProgramError::NotFound("certificate"))
}

/// The person's completion of the course of that day.
pub(in super::super) fn find_same_day(
    connection: &mut Connection,
    person: PersonId,
    course: CourseId,
    day: Day,
) -> Result<Option<Completion>, DbError> {
    completions::table
        .filter(completions::person_id.eq(person))
        .filter(completions::course_id.eq(course))
        .filter(completions::completed_on.eq(day))
        .select(columns())
        .first(connection)
        .optional()
}

pub(in super::super) fn insert_completion(tx: &mut Tx, new: &Completion) -> Result<(), DbError> {
    diesel::insert_into(completions::table)
        .values((
            completions::id.eq(new.id),
            completions::person_id.eq(new.person),
            completions::course_id.eq(new.course),
            completions::completed_on.eq(new.completed_on),
            completions::valid_until.eq(new.valid_until),
            completions::evidence.eq(&new.evidence),
            completions::result.eq(new.result),
            completions::passed.eq(new.passed),
            completions::file_id.eq(new.file),
            completions::state.eq(new.state),
            completions::judged_by.eq(new.judged_by),
            completions::judged_at.eq(new.judged_at),
            completions::words.eq(&new.words),
            completions::certificate.eq(&new.certificate),
            completions::recorded_at.eq(new.recorded_at),
            completions::version.eq(RowVersion::FIRST),
        ))
        .execute(tx)?;
    Ok(())
}

/// Saves evidence, result and last day, and what a lead says of them. Returns
/// whether the version was still that of `known`.
pub(in super::super) fn save_values(tx: &mut Tx, known: RowVersion, new: &Completion) -> Result<bool, DbError> {
    let rows = diesel::update(unchanged(new.id, known))
        .set((
            completions::valid_until.eq(new.valid_until),
            completions::evidence.eq(&new.evidence),
            completions::result.eq(new.result),
            completions::passed.eq(new.passed),
            completions::file_id.eq(new.file),
            completions::state.eq(new.state),
            completions::judged_by.eq(new.judged_by),
            completions::judged_at.eq(new.judged_at),
            completions::words.eq(&new.words),
            completions::version.eq(known.next()),
        ))
        .execute(tx)?;
    Ok(rows == 1)
}

#[diesel::dsl::auto_type(no_type_alias)]
fn unchanged(id: CompletionId, version: RowVersion) -> _ {
    completions::table.filter(completions::id.eq(id)).filter(completions::version.eq(version))
}

pub(in super::super) fn delete_completion(tx: &mut Tx, id: CompletionId) -> Result<Option<FileId>, DbError> {
    let file = completions::table.find(id).select(completions::file_id).first(tx)?;
    diesel::delete(completions::table.find(id)).execute(tx)?;
    Ok(file)
}

/// A completion of somebody's that a lead sent back.
#[derive(Debug, Clone)]
pub struct ReturnedRow {
    /// Its key.
    pub id: CompletionId,
    /// The course's title.
    pub course: String,
    /// The day on which it was sent back.
    pub judged_on: Option<Day>,
}

/// What was sent back to a person, by course.
pub(in super::super) fn list_returned(
    connection: &mut Connection,
    person: PersonId,
) -> Result<Vec<ReturnedRow>, DbError> {
    let rows: Vec<(CompletionId, String, Option<Timestamp>)> = completions::table
        .inner_join(courses::table)
        .filter(completions::person_id.eq(person))
        .filter(completions::state.eq(CompletionState::Returned))
        .order((courses::title_folded, completions::id))
        .select((completions::id, courses::title, completions::judged_at))
        .load(connection)?;
    let row =
        |(id, course, at): (_, _, Option<Timestamp>)| ReturnedRow { id, course, judged_on: at.map(Timestamp::day) };
    Ok(rows.into_iter().map(row).collect())
}

/// Evidence that nobody has verified yet.
const WAITS: &str =
    "completions.state = 'recorded' AND (completions.evidence <> '' OR completions.file_id IS NOT NULL)";

/// Since when the evidence that nobody has verified yet waits, and how much there is.
pub(in super::super) fn waiting_since(connection: &mut Connection) -> Result<Option<(Day, i64)>, DbError> {
    // In words of SQL, as the index of what waits has them.
    let waits = || completions::table.filter(sql::<Bool>(WAITS));
    let first: Option<Timestamp> = waits().select(diesel::dsl::min(completions::recorded_at)).first(connection)?;
    let count: i64 = waits().count().get_result(connection)?;
    Ok(first.map(|first| (first.day(), count)))
}
