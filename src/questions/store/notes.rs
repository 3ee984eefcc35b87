//! What those who answer say among themselves. Only [`list_notes`] reads it.

use diesel::prelude::*;

use super::named::people_named;
use crate::clock::Timestamp;
use crate::db::keys::{PersonId, QuestionId, QuestionNoteId};
use crate::db::schema::question_notes as notes;
use crate::db::{Connection, DbError, Tx};
use crate::questions::access;
use crate::questions::model::{Note, Question};
use crate::questions::rules::Act;
use crate::web::Member;

/// Writes a note down.
///
/// # Errors
///
/// The database's own.
pub fn insert_note(
    tx: &mut Tx,
    question: QuestionId,
    person: PersonId,
    now: Timestamp,
    words: &str,
) -> Result<(), DbError> {
    diesel::insert_into(notes::table)
        .values((
            notes::id.eq(QuestionNoteId::generate()),
            notes::question_id.eq(question),
            notes::person_id.eq(person),
            notes::written_at.eq(now),
            notes::words.eq(words),
        ))
        .execute(tx)?;
    Ok(())
}

/// The notes on `question`, oldest first; none for whoever may not write any.
///
/// # Errors
///
/// The database's own.
pub fn list_notes(connection: &mut Connection, member: &Member, question: &Question) -> Result<Vec<Note>, DbError> {
    if !access::may(member, question, Act::Note) {
        return Ok(Vec::new());
    }
    let rows: Vec<(PersonId, Timestamp, String)> = notes::table
        .filter(notes::question_id.eq(question.id))
        .order((notes::written_at, notes::id))
        .select((notes::person_id, notes::written_at, notes::words))
        .load(connection)?;
    let people = people_named(connection, rows.iter().map(|row| row.0).collect())?;
    let note = |(person, at, words): (PersonId, Timestamp, String)| {
        Some(Note { at, person: people.get(&person)?.clone(), words })
    };
    Ok(rows.into_iter().filter_map(note).collect())
}
