//! A question's history.

use std::collections::HashMap;

use diesel::prelude::*;

use super::list::{CHUNK, people_named};
use crate::clock::Timestamp;
use crate::db::keys::{PersonId, QuestionEventId, QuestionId};
use crate::db::schema::question_events as events;
use crate::db::{Connection, DbError, Tx};
use crate::questions::model::{Event, EventKind, Reason};

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

/// Why each of these questions went to Network Security, by the newest line
/// of its history that says so.
///
/// # Errors
///
/// The database's own.
pub fn list_reasons(
    connection: &mut Connection,
    questions: &[QuestionId],
) -> Result<HashMap<QuestionId, Reason>, DbError> {
    let mut rows: Vec<(QuestionId, Option<PersonId>, String)> = Vec::new();
    for chunk in questions.chunks(CHUNK) {
        let some: Vec<(QuestionId, Option<PersonId>, String)> = events::table
            .filter(events::question_id.eq_any(chunk.to_vec()))
            .filter(events::kind.eq_any([EventKind::Routed, EventKind::Escalated, EventKind::HandedOver]))
            .order((events::happened_at, events::id))
            .select((events::question_id, events::person_id, events::words))
            .load(connection)?;
        rows.extend(some);
    }
    let people = people_named(connection, rows.iter().filter_map(|row| row.1).collect())?;
    Ok(rows
        .into_iter()
        .map(|(id, person, words)| {
            let who = person.and_then(|person| people.get(&person).cloned());
            (id, Reason { who, words })
        })
        .collect())
}
