//! Who wants to know, too.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::keys::{PersonId, QuestionId};
use crate::db::schema::question_watchers as watchers;
use crate::db::{Connection, DbError, Tx};

/// People who are told of one answer; a whole company has fewer who waited.
const WATCHERS: i64 = 5_000;

/// Notes that somebody wants to know. Returns false where it was noted before.
///
/// # Errors
///
/// The database's own.
pub fn insert_watcher(tx: &mut Tx, question: QuestionId, person: PersonId, now: Timestamp) -> Result<bool, DbError> {
    if is_watched_by(tx, question, person)? {
        return Ok(false);
    }
    let row = (watchers::question_id.eq(question), watchers::person_id.eq(person), watchers::since.eq(now));
    diesel::insert_into(watchers::table).values(row).execute(tx)?;
    Ok(true)
}

/// Who watches one question watches another, too.
///
/// # Errors
///
/// The database's own.
pub fn copy_watchers(tx: &mut Tx, from: QuestionId, to: QuestionId) -> Result<(), DbError> {
    let rows: Vec<(PersonId, Timestamp)> = watchers::table
        .filter(watchers::question_id.eq(from))
        .select((watchers::person_id, watchers::since))
        .load(tx)?;
    for (person, since) in rows {
        insert_watcher(tx, to, person, since)?;
    }
    Ok(())
}

/// Forgets that somebody wants to know. Returns false where they did not.
///
/// # Errors
///
/// The database's own.
pub fn delete_watcher(tx: &mut Tx, question: QuestionId, person: PersonId) -> Result<bool, DbError> {
    Ok(diesel::delete(watchers::table.find((question, person))).execute(tx)? > 0)
}

/// Whether somebody wants to know.
///
/// # Errors
///
/// The database's own.
pub fn is_watched_by(connection: &mut Connection, question: QuestionId, person: PersonId) -> Result<bool, DbError> {
    let found: i64 = watchers::table.find((question, person)).count().get_result(connection)?;
    Ok(found > 0)
}

/// How many want to know.
///
/// # Errors
///
/// The database's own.
pub fn count_watchers(connection: &mut Connection, question: QuestionId) -> Result<i64, DbError> {
    watchers::table.filter(watchers::question_id.eq(question)).count().get_result(connection)
}

/// Who wants to know, the first first; more than anybody writes to are left out.
///
/// # Errors
///
/// The database's own.
pub fn list_watchers(connection: &mut Connection, question: QuestionId) -> Result<Vec<PersonId>, DbError> {
    watchers::table
        .filter(watchers::question_id.eq(question))
        .order((watchers::since, watchers::person_id))
        .limit(WATCHERS)
        .select(watchers::person_id)
        .load(connection)
}
