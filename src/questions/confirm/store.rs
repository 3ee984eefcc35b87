//! Every query about confirmations.

use diesel::prelude::*;

use crate::clock::Timestamp;
use crate::db::keys::{PersonId, QuestionId};
use crate::db::schema::{question_confirmations as confirmations, questions};
use crate::db::{Connection, DbError, Tx};
use crate::questions::model::QuestionState;

/// What whoever asked says of an answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Confirmation {
    /// When it counts as confirmed by itself; none once it is confirmed.
    pub confirms_at: Option<Timestamp>,
    /// When it was confirmed.
    pub confirmed_at: Option<Timestamp>,
    /// By whom; nobody where it confirmed itself.
    pub confirmed_by: Option<PersonId>,
}

/// Every state but that of an answer that was not published.
const NOT_ANSWERED: [QuestionState; 5] = [
    QuestionState::WithChampion,
    QuestionState::WithNetSec,
    QuestionState::WithBoth,
    QuestionState::Published,
    QuestionState::Merged,
];

/// What was said of the answer of a question; none while there is no answer.
///
/// # Errors
///
/// The database's own.
pub fn find(connection: &mut Connection, question: QuestionId) -> Result<Option<Confirmation>, DbError> {
    let row: Option<(Option<Timestamp>, Option<Timestamp>, Option<PersonId>)> = confirmations::table
        .find(question)
        .select((confirmations::confirms_at, confirmations::confirmed_at, confirmations::confirmed_by))
        .first(connection)
        .optional()?;
    Ok(row.map(|(confirms_at, confirmed_at, confirmed_by)| Confirmation { confirms_at, confirmed_at, confirmed_by }))
}

/// Keeps what is known of the answer of a question.
pub fn save(tx: &mut Tx, question: QuestionId, now: Confirmation) -> Result<(), DbError> {
    let columns = (
        confirmations::confirms_at.eq(now.confirms_at),
        confirmations::confirmed_at.eq(now.confirmed_at),
        confirmations::confirmed_by.eq(now.confirmed_by),
    );
    let rows = diesel::update(confirmations::table.find(question)).set(columns).execute(tx)?;
    if rows == 0 {
        let row = (confirmations::question_id.eq(question), columns);
        diesel::insert_into(confirmations::table).values((row.0, row.1.0, row.1.1, row.1.2)).execute(tx)?;
    }
    Ok(())
}

/// Forgets it: there is no answer any more.
pub fn delete(tx: &mut Tx, question: QuestionId) -> Result<(), DbError> {
    diesel::delete(confirmations::table.find(question)).execute(tx)?;
    Ok(())
}

/// Takes the answer of a question that was sent back for none: its words stay
/// until better ones are there.
pub fn withdraw_answer(tx: &mut Tx, question: QuestionId) -> Result<(), DbError> {
    diesel::update(questions::table.find(question)).set(questions::answered_at.eq(None::<Timestamp>)).execute(tx)?;
    Ok(())
}

/// Takes the link to the article away that a question was answered with.
pub fn clear_article(tx: &mut Tx, question: QuestionId) -> Result<(), DbError> {
    let row = questions::table.find(question);
    diesel::update(row).set(questions::article_slug.eq(None::<String>)).execute(tx)?;
    Ok(())
}

/// The numbers of questions whose answers nobody objected to in time, the
/// longest waiting first.
pub fn list_due(tx: &mut Tx, now: Timestamp, limit: i64) -> Result<Vec<i64>, DbError> {
    confirmations::table
        .inner_join(questions::table)
        .filter(confirmations::confirms_at.le(now))
        // Nearly all are answered, so that the index of states is no way to begin.
        .filter(questions::state.ne_all(NOT_ANSWERED))
        .order(confirmations::confirms_at)
        .limit(limit)
        .select(questions::number)
        .load(tx)
}
