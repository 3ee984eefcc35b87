//! Every query about questions.

mod drafts;
mod events;
mod list;
mod similar;

use diesel::prelude::*;

pub use drafts::{Draft, delete_draft, find_draft, forget_drafts, insert_draft};
pub use events::{insert_event, list_events, list_reasons};
pub use list::{Filter, Sort, list, list_queue};
pub use similar::{list_numbered, list_titles};

use super::QuestionError;
use super::model::{NewQuestion, Question, QuestionNumber, QuestionState, Urgency};
use crate::clock::Timestamp;
use crate::db::keys::{PersonId, QuestionId, RowVersion, TeamId};
use crate::db::schema::questions;
use crate::db::{Connection, DbError, Tx};
use crate::knowledge::LinksArticles;
use crate::web::fold::fold;

/// A question as it is stored: with keys where a reader sees names.
#[derive(Queryable, Selectable)]
#[diesel(table_name = questions)]
struct Row {
    id: QuestionId,
    number: i64,
    title: String,
    body: String,
    searched: String,
    asker_id: PersonId,
    team_id: Option<TeamId>,
    urgency: Urgency,
    state: QuestionState,
    asked_at: Timestamp,
    turn_since: Timestamp,
    due_at: Timestamp,
    claimed_by: Option<PersonId>,
    answer: String,
    answered_by: Option<PersonId>,
    answered_at: Option<Timestamp>,
    article_slug: Option<String>,
    version: RowVersion,
}

/// The question with this number. Everybody who is signed in may read all of
/// them, so the reader makes no difference here.
///
/// # Errors
///
/// [`QuestionError::NotFound`] if there is none.
pub fn find(connection: &mut Connection, number: QuestionNumber) -> Result<Question, QuestionError> {
    let row = questions::table
        .filter(questions::number.eq(number.0))
        .select(Row::as_select())
        .first(connection)
        .optional()?
        .ok_or(QuestionError::NotFound)?;
    let mut found = list::with_names(connection, vec![row])?;
    found.pop().ok_or(QuestionError::NotFound)
}

/// The question that `asker` asked in the same words since `since`, if any.
///
/// # Errors
///
/// The database's own.
pub(super) fn find_twin(
    tx: &mut Tx,
    asker: PersonId,
    new: &NewQuestion,
    since: Timestamp,
) -> Result<Option<QuestionNumber>, DbError> {
    let number: Option<i64> = questions::table
        .filter(questions::asker_id.eq(asker))
        .filter(questions::asked_at.ge(since))
        .filter(questions::title.eq(&new.title))
        .filter(questions::body.eq(&new.body))
        .order(questions::number.desc())
        .select(questions::number)
        .first(tx)
        .optional()?;
    Ok(number.map(QuestionNumber))
}

/// Writes a new question.
pub(super) fn insert(tx: &mut Tx, question: &Question) -> Result<(), DbError> {
    diesel::insert_into(questions::table)
        .values((
            questions::id.eq(question.id),
            questions::number.eq(question.number.0),
            questions::title.eq(&question.title),
            questions::title_folded.eq(fold(&question.title)),
            questions::body.eq(&question.body),
            questions::searched.eq(&question.searched),
            questions::asker_id.eq(question.asker.id),
            questions::team_id.eq(question.team_id()),
            questions::urgency.eq(question.urgency),
            questions::state.eq(question.state),
            questions::asked_at.eq(question.asked_at),
            questions::turn_since.eq(question.turn_since),
            questions::due_at.eq(question.due_at),
            questions::version.eq(question.version),
        ))
        .execute(tx)?;
    Ok(())
}

/// Gives the question to Network Security. Returns false, and writes nothing,
/// where it was saved since `question` was read.
pub(super) fn save_escalated(
    tx: &mut Tx,
    question: &Question,
    now: Timestamp,
    due_at: Timestamp,
) -> Result<bool, DbError> {
    let unchanged =
        questions::table.filter(questions::id.eq(question.id)).filter(questions::version.eq(question.version));
    let rows = diesel::update(unchanged)
        .set((
            questions::state.eq(QuestionState::WithNetSec),
            questions::turn_since.eq(now),
            questions::due_at.eq(due_at),
            // Whoever it was handed to has passed it on.
            questions::claimed_by.eq(None::<PersonId>),
            questions::claimed_at.eq(None::<Timestamp>),
            questions::version.eq(question.version.next()),
        ))
        .execute(tx)?;
    Ok(rows == 1)
}

/// Notes who in Network Security has the question. Returns false, and writes
/// nothing, where somebody has it already or it is no longer with them.
///
/// The version stays: nobody's words change by it, so an answer that is being
/// written meanwhile is not refused.
pub(super) fn save_claimed(tx: &mut Tx, question: &Question, by: PersonId, now: Timestamp) -> Result<bool, DbError> {
    let free = questions::table
        .filter(questions::id.eq(question.id))
        .filter(questions::state.eq(QuestionState::WithNetSec))
        .filter(questions::claimed_by.is_null());
    let rows = diesel::update(free)
        .set((questions::claimed_by.eq(Some(by)), questions::claimed_at.eq(Some(now))))
        .execute(tx)?;
    Ok(rows == 1)
}

/// Gives the question back to everybody in Network Security. Returns false
/// where nobody had it.
pub(super) fn save_released(tx: &mut Tx, question: &Question) -> Result<bool, DbError> {
    let taken = questions::table
        .filter(questions::id.eq(question.id))
        .filter(questions::state.eq(QuestionState::WithNetSec))
        .filter(questions::claimed_by.is_not_null());
    let rows = diesel::update(taken)
        .set((questions::claimed_by.eq(None::<PersonId>), questions::claimed_at.eq(None::<Timestamp>)))
        .execute(tx)?;
    Ok(rows == 1)
}

/// Saves the answer, which was written over version `seen`. Returns false, and
/// writes nothing, where somebody saved in between.
pub(super) fn save_answer(
    tx: &mut Tx,
    question: &Question,
    by: PersonId,
    now: Timestamp,
    words: &str,
    seen: RowVersion,
) -> Result<bool, DbError> {
    let unchanged = questions::table.filter(questions::id.eq(question.id)).filter(questions::version.eq(seen));
    let rows = diesel::update(unchanged)
        .set((
            questions::answer.eq(words),
            questions::answered_by.eq(Some(by)),
            questions::answered_at.eq(Some(question.answered_at.unwrap_or(now))),
            questions::state.eq(QuestionState::Answered),
            questions::turn_since.eq(if question.state.is_open() { now } else { question.turn_since }),
            questions::version.eq(seen.next()),
        ))
        .execute(tx)?;
    Ok(rows == 1)
}

/// Follows articles to their new address: a question leads to the one that its
/// answer became.
pub struct PublishedAnswers;

impl LinksArticles for PublishedAnswers {
    fn rename(&self, tx: &mut Tx, old: &str, new: &str) -> Result<(), DbError> {
        let of_article = questions::table.filter(questions::article_slug.eq(old));
        diesel::update(of_article).set(questions::article_slug.eq(new)).execute(tx)?;
        Ok(())
    }
}

/// Links the question to the article that its answer became. Returns false,
/// and writes nothing, where somebody saved since version `seen`.
pub(super) fn save_published(
    tx: &mut Tx,
    question: &Question,
    now: Timestamp,
    slug: &str,
    seen: RowVersion,
) -> Result<bool, DbError> {
    let unchanged = questions::table.filter(questions::id.eq(question.id)).filter(questions::version.eq(seen));
    let rows = diesel::update(unchanged)
        .set((
            questions::article_slug.eq(Some(slug)),
            questions::state.eq(QuestionState::Published),
            questions::turn_since.eq(now),
            questions::version.eq(seen.next()),
        ))
        .execute(tx)?;
    Ok(rows == 1)
}
