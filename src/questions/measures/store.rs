//! Every query about measures.

use std::collections::HashMap;

use diesel::prelude::*;
use diesel::sql_types::Text;

use crate::clock::Timestamp;
use crate::db::keys::QuestionId;
use crate::db::schema::{question_measures as measures, question_unmeasured as unmeasured, questions};
use crate::db::{DbError, Tx};
use crate::questions::clocks::Walk;

/// Notes that a question's history was written to.
///
/// # Errors
///
/// The database's own.
pub fn mark(tx: &mut Tx, question: QuestionId) -> Result<(), DbError> {
    diesel::sql_query(
        "INSERT INTO question_unmeasured (question_id, changes) VALUES ($1, 1) \
         ON CONFLICT (question_id) DO UPDATE SET changes = question_unmeasured.changes + 1",
    )
    .bind::<Text, _>(question)
    .execute(tx)?;
    Ok(())
}

/// As [`mark`], for a question that was just asked: there can be no note of it.
///
/// # Errors
///
/// The database's own.
pub fn mark_new(tx: &mut Tx, question: QuestionId) -> Result<(), DbError> {
    let row = (unmeasured::question_id.eq(question), unmeasured::changes.eq(1));
    diesel::insert_into(unmeasured::table).values(row).execute(tx).map(drop)
}

/// A question that is to be measured.
#[derive(Debug, Clone, Copy, Queryable)]
pub(super) struct Marked {
    pub id: QuestionId,
    /// How often it was written to since it was measured.
    changes: i32,
    asked_at: Timestamp,
}

/// Questions that are to be measured, `limit` at the most.
pub(super) fn list_marked(tx: &mut Tx, limit: i64) -> Result<Vec<Marked>, DbError> {
    unmeasured::table
        .inner_join(questions::table.on(questions::id.eq(unmeasured::question_id)))
        .order(unmeasured::question_id)
        .limit(limit)
        .select((unmeasured::question_id, unmeasured::changes, questions::asked_at))
        .load(tx)
}

/// Those of these, of which there are few, that are to be measured.
pub(super) fn list_marked_of(tx: &mut Tx, some: &[QuestionId]) -> Result<Vec<Marked>, DbError> {
    unmeasured::table
        .inner_join(questions::table.on(questions::id.eq(unmeasured::question_id)))
        .filter(unmeasured::question_id.eq_any(some.to_vec()))
        .select((unmeasured::question_id, unmeasured::changes, questions::asked_at))
        .load(tx)
}

/// Keeps a measure in place of the one before. The question is done with, unless
/// its history was written to since it was listed.
pub(super) fn save(tx: &mut Tx, marked: &Marked, walk: &Walk) -> Result<(), DbError> {
    let minutes = |time: jiff::SignedDuration| time.as_mins();
    // What it was at the last answer; while there is none, what it is at the end.
    let spent = walk.answered.map_or(walk.ended, |(_, spent)| spent);
    diesel::delete(measures::table.find(marked.id)).execute(tx)?;
    diesel::insert_into(measures::table)
        .values((
            measures::question_id.eq(marked.id),
            measures::asked_at.eq(marked.asked_at),
            measures::respond_minutes.eq(walk.responded.map(|(_, time)| minutes(time))),
            measures::answer_minutes.eq(walk.answered.map(|(_, spent)| minutes(spent.waited))),
            measures::waited_minutes.eq(minutes(walk.ended.waited)),
            measures::champion_minutes.eq(minutes(spent.champion.unwrap_or_default())),
            measures::netsec_minutes.eq(minutes(spent.netsec.unwrap_or_default())),
            measures::was_with_champion.eq(spent.champion.is_some()),
            measures::was_with_netsec.eq(spent.netsec.is_some()),
            measures::reopened.eq(walk.reopened),
        ))
        .execute(tx)?;
    let done = unmeasured::table.find(marked.id).filter(unmeasured::changes.eq(marked.changes));
    diesel::delete(done).execute(tx)?;
    Ok(())
}

/// For how long others than whoever asked had a question, in minutes of business time.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Waits {
    /// Until its last answer.
    pub answer: Option<i64>,
    /// In all turns that ended.
    pub ended: i64,
}

/// How long these, of which there are few, were waited for.
pub(super) fn list_waits(tx: &mut Tx, some: &[QuestionId]) -> Result<HashMap<QuestionId, Waits>, DbError> {
    let rows: Vec<(QuestionId, Option<i64>, i64)> = measures::table
        .filter(measures::question_id.eq_any(some.to_vec()))
        .select((measures::question_id, measures::answer_minutes, measures::waited_minutes))
        .load(tx)?;
    Ok(rows.into_iter().map(|(id, answer, ended)| (id, Waits { answer, ended })).collect())
}
