//! A question's history.

use diesel::prelude::*;

use super::list::people_named;
use crate::clock::Timestamp;
use crate::db::keys::{PersonId, QuestionEventId, QuestionId};
use crate::db::schema::question_events as events;
use crate::db::{Connection, DbError, Tx};
use crate::questions::model::{Event, EventKind};

/// Adds a line to a question's history.
///
/// # Errors
///
/// The database's own.
pub fn insert_event(
    tx: &mut Tx,
    question: QuestionId,
    now: Timestamp,
    person: Option<PersonId>,
    kind: EventKind,
    words: &str,
) -> Result<(), DbError> {
    diesel::insert_into(events::table)
        .values((
            events::id.eq(QuestionEventId::generate()),
            events::question_id.eq(question),
            events::happened_at.eq(now),
            events::person_id.eq(person),
            events::kind.eq(kind),
            events::words.eq(words),
        ))
        .execute(tx)?;
    Ok(())
}

type EventRow = (QuestionEventId, Timestamp, Option<PersonId>, EventKind, String);

/// A question's history, oldest first.
///
/// # Errors
///
/// The database's own.
pub fn list_events(connection: &mut Connection, question: QuestionId) -> Result<Vec<Event>, DbError> {
    let rows: Vec<EventRow> = events::table
        .filter(events::question_id.eq(question))
        .order((events::happened_at, events::id))
        .select((events::id, events::happened_at, events::person_id, events::kind, events::words))
        .load(connection)?;
    let people = people_named(connection, rows.iter().filter_map(|row| row.2).collect())?;
    Ok(rows
        .into_iter()
        .map(|(id, at, person, kind, words)| Event {
            id,
            at,
            person: person.and_then(|person| people.get(&person).cloned()),
            kind,
            words,
        })
        .collect())
}
