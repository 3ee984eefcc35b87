//! Every query about the drafts that answers become articles by.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::keys::{PersonId, QuestionId};
use crate::db::schema::{question_publications as publications, questions};
use crate::db::{Connection, DbError, Tx};
use crate::knowledge::writing::DraftNumber;
use crate::questions::QuestionError;
use crate::questions::model::QuestionState;
use crate::questions::redaction::Kept;

/// The draft of an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// What it is called; it may be gone.
    pub draft: DraftNumber,
    /// What was found in it and stays.
    pub kept: Vec<Kept>,
}

/// The draft that was begun last of the answer of a question.
///
/// # Errors
///
/// The database's own.
pub fn find_of_question(
    connection: &mut Connection,
    question: QuestionId,
) -> Result<Option<Publication>, QuestionError> {
    let row: Option<(i64, String)> = publications::table
        .find(question)
        .select((publications::draft, publications::kept))
        .first(connection)
        .optional()?;
    Ok(row.map(|(draft, kept)| read(draft, &kept)))
}

/// The number of the question that a draft comes from, and what stays in it.
pub fn find_of_draft(connection: &mut Connection, draft: DraftNumber) -> Result<Option<(i64, Publication)>, DbError> {
    let row: Option<(i64, i64, String)> = publications::table
        .inner_join(questions::table)
        .filter(publications::draft.eq(draft.0))
        .select((questions::number, publications::draft, publications::kept))
        .first(connection)
        .optional()?;
    Ok(row.map(|(number, draft, kept)| (number, read(draft, &kept))))
}

fn read(draft: i64, kept: &str) -> Publication {
    Publication { draft: DraftNumber(draft), kept: serde_json::from_str(kept).unwrap_or_default() }
}

/// Keeps by which draft an answer becomes an article; it takes the place of
/// one that was thrown away.
pub fn save(
    tx: &mut Tx,
    question: QuestionId,
    draft: DraftNumber,
    kept: &[Kept],
    by: PersonId,
    now: Timestamp,
) -> Result<(), DbError> {
    let kept = serde_json::json!(kept).to_string();
    let rows = diesel::update(publications::table.find(question))
        .set((publications::draft.eq(draft.0), publications::kept.eq(&kept)))
        .execute(tx)?;
    if rows == 0 {
        diesel::insert_into(publications::table)
            .values((
                publications::question_id.eq(question),
                publications::draft.eq(draft.0),
                publications::kept.eq(&kept),
                publications::begun_by.eq(by),
                publications::begun_at.eq(now),
            ))
            .execute(tx)?;
    }
    Ok(())
}

/// The numbers of the questions whose answer became this article, the oldest first.
pub fn list_published(connection: &mut Connection, slug: &str, limit: i64) -> Result<Vec<i64>, DbError> {
    questions::table
        .filter(questions::article_slug.eq(slug))
        .filter(questions::state.eq(QuestionState::Published))
        .order(questions::number)
        .limit(limit)
        .select(questions::number)
        .load(connection)
}
