//! Every query about measures.

use diesel::prelude::*;
use diesel::sql_types::Text;

use super::Measure;
use crate::clock::Timestamp;
use crate::db::keys::QuestionId;
use crate::db::schema::{question_measures as measures, question_unmeasured as unmeasured, questions};
use crate::db::{DbError, Tx};

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

/// Questions that are to be measured, `limit` at the most: key, count of its
/// changes, and when it was asked.
pub(super) fn list_marked(tx: &mut Tx, limit: i64) -> Result<Vec<(QuestionId, i32, Timestamp)>, DbError> {
    unmeasured::table
        .inner_join(questions::table.on(questions::id.eq(unmeasured::question_id)))
        .order(unmeasured::question_id)
        .limit(limit)
        .select((unmeasured::question_id, unmeasured::changes, questions::asked_at))
        .load(tx)
}

/// Keeps a measure in place of the one before. The question is done with, unless
/// its history was written to since `changes` was read.
pub(super) fn save(
    tx: &mut Tx,
    (question, changes, asked_at): (QuestionId, i32, Timestamp),
    measure: &Measure,
) -> Result<(), DbError> {
    diesel::delete(measures::table.find(question)).execute(tx)?;
    diesel::insert_into(measures::table)
        .values((
            measures::question_id.eq(question),
            measures::asked_at.eq(asked_at),
            measures::respond_minutes.eq(measure.respond.map(|time| time.as_mins())),
            measures::answer_minutes.eq(measure.answer.map(|time| time.as_mins())),
            measures::champion_minutes.eq(measure.champion.as_mins()),
            measures::netsec_minutes.eq(measure.netsec.as_mins()),
            measures::was_with_champion.eq(measure.was_with_champion),
            measures::was_with_netsec.eq(measure.was_with_netsec),
            measures::reopened.eq(measure.reopened),
        ))
        .execute(tx)?;
    diesel::delete(unmeasured::table.find(question).filter(unmeasured::changes.eq(changes))).execute(tx)?;
    Ok(())
}
