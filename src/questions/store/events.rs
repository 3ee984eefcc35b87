//! A question's history.

use std::collections::HashMap;

use diesel::prelude::*;

use super::named::{CHUNK, people_named};
use crate::clock::Timestamp;
use crate::db::keys::{PersonId, QuestionEventId, QuestionId};
use crate::db::schema::question_events as events;
use crate::db::{Connection, DbError, Tx};
use crate::questions::measures;
use crate::questions::model::{Event, EventKind, Reason, Turn};

/// A line that is added to a question's history.
#[derive(Debug, Clone, Copy)]
pub struct NewEvent<'a> {
    question: QuestionId,
    at: Timestamp,
    person: Option<PersonId>,
    kind: EventKind,
    words: &'a str,
    turn: Option<Turn>,
    due_at: Option<Timestamp>,
}

impl<'a> NewEvent<'a> {
    /// What `person` did, or the site where there is none.
    pub fn new(question: QuestionId, at: Timestamp, person: Option<PersonId>, kind: EventKind, words: &'a str) -> Self {
        NewEvent { question, at, person, kind, words, turn: None, due_at: None }
    }

    /// Since then it is somebody's turn, until then.
    pub fn turning(self, turn: Turn, due_at: Timestamp) -> Self {
        NewEvent { turn: Some(turn), due_at: Some(due_at), ..self }
    }

    /// The turn goes on, until then.
    pub fn due(self, due_at: Timestamp) -> Self {
        NewEvent { due_at: Some(due_at), ..self }
    }

    /// Since then it is nobody's turn.
    pub fn closing(self) -> Self {
        NewEvent { turn: Some(Turn::Nobody), ..self }
    }
}

/// Adds a line to a question's history, which is measured again then.
///
/// # Errors
///
/// The database's own.
pub fn insert_event(tx: &mut Tx, event: &NewEvent<'_>) -> Result<(), DbError> {
    diesel::insert_into(events::table)
        .values((
            events::id.eq(QuestionEventId::generate()),
            events::question_id.eq(event.question),
            events::happened_at.eq(event.at),
            events::person_id.eq(event.person),
            events::kind.eq(event.kind),
            events::words.eq(event.words),
            events::turn.eq(event.turn),
            events::due_at.eq(event.due_at),
        ))
        .execute(tx)?;
    match event.kind {
        EventKind::Asked => measures::mark_new(tx, event.question),
        _ => measures::mark(tx, event.question),
    }
}

type EventRow = (QuestionEventId, Timestamp, Option<PersonId>, EventKind, String, Option<Turn>, Option<Timestamp>);

/// A question's history, oldest first.
///
/// # Errors
///
/// The database's own.
pub fn list_events(connection: &mut Connection, question: QuestionId) -> Result<Vec<Event>, DbError> {
    let rows: Vec<EventRow> = events::table
        .filter(events::question_id.eq(question))
        .order((events::happened_at, events::id))
        .select((
            events::id,
            events::happened_at,
            events::person_id,
            events::kind,
            events::words,
            events::turn,
            events::due_at,
        ))
        .load(connection)?;
    drawn(connection, rows)
}

fn drawn(connection: &mut Connection, rows: Vec<EventRow>) -> Result<Vec<Event>, DbError> {
    let people = people_named(connection, rows.iter().filter_map(|row| row.2).collect())?;
    Ok(rows
        .into_iter()
        .map(|(id, at, person, kind, words, turn, due_at)| Event {
            id,
            at,
            person: person.and_then(|person| people.get(&person).cloned()),
            kind,
            words,
            turn,
            due_at,
        })
        .collect())
}

/// The newest line of a question's history.
///
/// # Errors
///
/// The database's own.
pub fn newest_event(connection: &mut Connection, question: QuestionId) -> Result<Option<Event>, DbError> {
    let row: Option<EventRow> = events::table
        .filter(events::question_id.eq(question))
        .order((events::happened_at.desc(), events::id.desc()))
        .select((
            events::id,
            events::happened_at,
            events::person_id,
            events::kind,
            events::words,
            events::turn,
            events::due_at,
        ))
        .first(connection)
        .optional()?;
    Ok(drawn(connection, row.into_iter().collect())?.pop())
}

/// Who asked something back.
///
/// # Errors
///
/// The database's own.
pub fn list_inquirers(connection: &mut Connection, question: QuestionId) -> Result<Vec<PersonId>, DbError> {
    list_who(connection, question, vec![EventKind::AskedBack])
}

/// Who said something, other than an answer.
///
/// # Errors
///
/// The database's own.
pub fn list_talkers(connection: &mut Connection, question: QuestionId) -> Result<Vec<PersonId>, DbError> {
    list_who(connection, question, EventKind::ALL.iter().copied().filter(|kind| kind.is_talk()).collect())
}

fn list_who(
    connection: &mut Connection,
    question: QuestionId,
    kinds: Vec<EventKind>,
) -> Result<Vec<PersonId>, DbError> {
    let who: Vec<Option<PersonId>> = events::table
        .filter(events::question_id.eq(question))
        .filter(events::kind.eq_any(kinds))
        .filter(events::person_id.is_not_null())
        .select(events::person_id)
        .distinct()
        .load(connection)?;
    Ok(who.into_iter().flatten().collect())
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
