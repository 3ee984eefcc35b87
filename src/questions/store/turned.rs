//! What came to somebody last, for those who follow along.

use std::collections::HashMap;

use diesel::dsl::max;
use diesel::prelude::*;

use super::Row;
use super::list::{Filter, filtered};
use super::named::with_names;
use crate::clock::Timestamp;
use crate::db::keys::QuestionId;
use crate::db::schema::{question_events as events, questions};
use crate::db::{Connection, DbError};
use crate::questions::model::{EventKind, Question};

/// The questions of `filter` whose turn changed last, the latest first, with
/// when something happened to them that their feed shows.
///
/// # Errors
///
/// The database's own.
pub fn list_turned(
    connection: &mut Connection,
    filter: &Filter,
    limit: usize,
) -> Result<Vec<(Question, Timestamp)>, DbError> {
    let parts: Vec<Filter> = match filter.turns.as_slice() {
        [] => vec![filter.clone()],
        // Each is one range of an index, already in order.
        turns => turns.iter().map(|turn| Filter { turns: vec![*turn], ..filter.clone() }).collect(),
    };
    let mut rows: Vec<Row> = Vec::new();
    for part in &parts {
        let query = filtered(part).order((questions::turn_since.desc(), questions::number.desc()));
        rows.extend(query.select(Row::as_select()).limit(limit as i64).load(connection)?);
    }
    rows.sort_by_key(|row| std::cmp::Reverse((row.turn_since, row.number)));
    rows.truncate(limit);
    let ids = rows.iter().map(|row| row.id).collect();
    let changed = list_changed(connection, ids)?;
    let questions = with_names(connection, rows)?;
    let with_time = |question: Question| {
        let changed = changed.get(&question.id).copied().unwrap_or(question.turn_since);
        let at = changed.max(question.turn_since);
        (question, at)
    };
    Ok(questions.into_iter().map(with_time).collect())
}

/// When something other than talk happened to each of these, a thousand at the
/// most. What names another question is left out: not everybody may know of it.
fn list_changed(connection: &mut Connection, ids: Vec<QuestionId>) -> Result<HashMap<QuestionId, Timestamp>, DbError> {
    let kinds = EventKind::ALL.iter().copied().filter(|kind| !kind.is_talk() && !kind.names_another());
    let rows: Vec<(QuestionId, Option<Timestamp>)> = events::table
        .filter(events::question_id.eq_any(ids))
        .filter(events::kind.eq_any(kinds.collect::<Vec<_>>()))
        .group_by(events::question_id)
        .select((events::question_id, max(events::happened_at)))
        .load(connection)?;
    Ok(rows.into_iter().filter_map(|(id, at)| Some((id, at?))).collect())
}
