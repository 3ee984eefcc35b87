//! Every query about questions.

mod drafts;
mod events;
mod indexed;
mod links;
mod list;
mod merges;
mod named;
mod notes;
mod numbered;
mod owners;
mod paged;
mod replies;
mod topics;
mod turned;
mod turns;
mod watchers;

use diesel::prelude::*;

pub use drafts::{Draft, delete_draft, find_draft, forget_drafts, insert_draft};
pub use events::{NewEvent, insert_event, list_events, list_inquirers, list_reasons, list_talkers, newest_event};
pub use indexed::{IndexedRow, highest_number, list_indexed, list_to_index};
pub use links::{delete_link, insert_link, list_links, rename_links};
pub(super) use list::readable;
pub use list::{Filter, Sort, list, list_fitting, list_readable, list_teams_called};
pub use merges::{find_by_id, list_leading_to, save_absorbed, save_merged, save_words};
pub use notes::{insert_note, list_notes};
pub use numbered::{list_numbered, list_titles};
pub use owners::{list_owned, save_freed, save_owner};
pub use paged::{COUNTED, Cursor, OWED, Page, PageFrom, QueueCounts, count_queue, count_waiting, list_page};
pub use replies::{delete_reply, find_reply, find_reply_by_key, insert_reply, list_replies, save_reply};
pub use topics::{insert_topics, list_topics};
pub use turned::list_turned;
pub use turns::{Turned, note_response, save_launch, save_turn};
pub use watchers::{copy_watchers, count_watchers, delete_watcher, insert_watcher, is_watched_by, list_watchers};

use super::model::{LinkKind, NewQuestion, Question, QuestionNumber, QuestionState, Turn, Urgency, Visibility};
use super::{QuestionError, Reader};
use crate::clock::Timestamp;
use crate::db::keys::{LaunchId, PersonId, QuestionId, RowVersion, TeamId};
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
    turn: Turn,
    target_at: Timestamp,
    first_response_at: Option<Timestamp>,
    launch_id: Option<LaunchId>,
    visibility: Visibility,
    asked_by: Option<PersonId>,
    about_kind: String,
    about: String,
    flow: String,
    merged_into: Option<QuestionId>,
}

/// The question with this number.
///
/// # Errors
///
/// [`QuestionError::NotFound`] if there is none that `reader` may read.
pub fn find(connection: &mut Connection, reader: &Reader, number: QuestionNumber) -> Result<Question, QuestionError> {
    let row = questions::table
        .filter(questions::number.eq(number.0))
        .select(Row::as_select())
        .first(connection)
        .optional()?
        .ok_or(QuestionError::NotFound)?;
    let mut found = named::with_names(connection, vec![row])?;
    found.pop().filter(|question| reader.reads(question)).ok_or(QuestionError::NotFound)
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
            (
                questions::turn.eq(question.turn),
                questions::target_at.eq(question.target_at),
                questions::launch_id.eq(question.launch.as_ref().map(|launch| launch.id)),
                questions::visibility.eq(question.visibility),
                questions::asked_by.eq(question.asked_by.as_ref().map(|person| person.id)),
                questions::about_kind.eq(question.about.as_ref().map_or("", |about| about.kind.as_str())),
                questions::about.eq(question.about.as_ref().map_or("", |about| about.name.as_str())),
                questions::flow.eq(&question.flow),
                questions::claimed_by.eq(question.claimed_by.as_ref().map(|person| person.id)),
                questions::claimed_at.eq(question.claimed_by.as_ref().map(|_| question.asked_at)),
            ),
        ))
        .execute(tx)?;
    Ok(())
}

/// Notes who in Network Security has the question. Returns false, and writes
/// nothing, where somebody has it already or it is no longer with them.
///
/// The version stays: nobody's words change by it, so an answer that is being
/// written meanwhile is not refused.
pub(super) fn save_claimed(tx: &mut Tx, question: &Question, by: PersonId, now: Timestamp) -> Result<bool, DbError> {
    let free = questions::table
        .filter(questions::id.eq(question.id))
        .filter(questions::state.eq_any([QuestionState::WithNetSec, QuestionState::WithBoth]))
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
        .filter(questions::state.eq_any([QuestionState::WithNetSec, QuestionState::WithBoth]))
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
            questions::first_response_at.eq(Some(question.first_response_at.unwrap_or(now))),
            questions::state.eq(QuestionState::Answered),
            questions::turn.eq(Turn::Nobody),
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
        rename_links(tx, LinkKind::Article, old, new)
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
