//! Many questions at once, with a fixed number of queries.

use diesel::prelude::*;
use diesel::sql_types::{Bool, Nullable};

use super::Row;
use super::named::{CHUNK, with_names};
use crate::clock::Timestamp;
use crate::db::keys::{LaunchId, PersonId, TeamId};
use crate::db::schema::{question_watchers as watchers, questions, teams};
use crate::db::{Connection, DbError, like};
use crate::questions::Reader;
use crate::questions::model::{Question, QuestionState, Turn, Visibility};
use crate::web::fold::fold;

/// Words of a filter that are looked for; more would only slow the list down.
const WORDS: usize = 8;
pub(super) type Backend = <Connection as diesel::Connection>::Backend;
/// A condition on a row of questions.
pub type Condition = Box<dyn BoxableExpression<questions::table, Backend, SqlType = Nullable<Bool>>>;

/// Which questions; every part that is set narrows the list.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Who reads the list.
    pub reader: Reader,
    /// Asked by this person.
    pub asker: Option<PersonId>,
    /// Waited for by this person, too.
    pub watcher: Option<PersonId>,
    /// Asked for one of these teams, of which there are at most 1,000.
    pub teams: Option<Vec<TeamId>>,
    /// Handed over to this person, whatever team it was asked for; beside `teams`.
    pub given_to: Option<PersonId>,
    /// Asked for a team whose address is this, or whose name holds it.
    pub team_words: String,
    /// In one of these states; in any, where it is empty.
    pub states: Vec<QuestionState>,
    /// With one of these turns; with any, where it is empty.
    pub turns: Vec<Turn>,
    /// Due before this instant.
    pub due_before: Option<Timestamp>,
    /// For this launch.
    pub launch: Option<LaunchId>,
    /// Whether to leave out what a single person has.
    pub is_free: bool,
    /// Whether to leave out what others than this person have.
    pub is_free_for: Option<PersonId>,
    /// With all these words in the title.
    pub words: String,
}

/// In which order.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Sort {
    /// The newest first.
    #[default]
    Newest,
    /// What is owed first, the most urgent before.
    Due,
}

/// One page of the questions that `filter` names, and how many there are in all.
///
/// # Errors
///
/// The database's own.
pub fn list(
    connection: &mut Connection,
    filter: &Filter,
    sort: Sort,
    skip: i64,
    limit: i64,
) -> Result<(Vec<Question>, i64), DbError> {
    let total = filtered(filter).count().get_result(connection)?;
    let query = filtered(filter).select(Row::as_select()).offset(skip).limit(limit);
    let rows = match sort {
        Sort::Newest => query.order(questions::number.desc()).load(connection)?,
        Sort::Due => query
            .order((questions::answered_at.is_not_null().asc(), questions::due_at.asc(), questions::number.asc()))
            .load(connection)?,
    };
    Ok((with_names(connection, rows)?, total))
}

pub(super) fn filtered(filter: &Filter) -> questions::BoxedQuery<'static, Backend> {
    let mut query = questions::table.filter(readable(&filter.reader)).into_boxed();
    if let Some(person) = filter.watcher {
        let watched = watchers::table.filter(watchers::person_id.eq(person)).select(watchers::question_id);
        query = query.filter(questions::id.eq_any(watched));
    }
    if let Some(launch) = filter.launch {
        query = query.filter(questions::launch_id.eq(launch));
    }
    if !filter.turns.is_empty() {
        query = query.filter(questions::turn.eq_any(filter.turns.clone()));
    }
    if let Some(instant) = filter.due_before {
        query = query.filter(questions::due_at.lt(instant));
    }
    if filter.is_free {
        query = query.filter(questions::claimed_by.is_null());
    }
    if let Some(person) = filter.is_free_for {
        let free = questions::claimed_by.is_null().or(questions::claimed_by.eq(person).assume_not_null());
        query = query.filter(free);
    }
    if let Some(asker) = filter.asker {
        query = query.filter(questions::asker_id.eq(asker));
    }
    let some = filter.teams.as_ref().map(|teams| teams.iter().copied().take(CHUNK).collect::<Vec<TeamId>>());
    query = match (some, filter.given_to) {
        (Some(some), Some(person)) => {
            query.filter(questions::team_id.eq_any(some).or(questions::claimed_by.eq(person)).assume_not_null())
        }
        (Some(some), None) => query.filter(questions::team_id.eq_any(some)),
        (None, Some(person)) => query.filter(questions::claimed_by.eq(person)),
        (None, None) => query,
    };
    let team = fold(&filter.team_words);
    if !team.is_empty() {
        let named = teams::table
            .filter(teams::slug.eq(team.clone()).or(teams::name_folded.like(like::holding(&team)).escape('\\')))
            .select(teams::id.nullable());
        query = query.filter(questions::team_id.eq_any(named));
    }
    if !filter.states.is_empty() {
        query = query.filter(questions::state.eq_any(filter.states.clone()));
    }
    for word in fold(&filter.words).split(' ').filter(|word| !word.is_empty()).take(WORDS) {
        query = query.filter(questions::title_folded.like(like::holding(word)).escape('\\'));
    }
    query
}

/// Those of these numbers that `reader` may read.
///
/// # Errors
///
/// The database's own.
pub fn list_readable(connection: &mut Connection, reader: &Reader, numbers: &[i64]) -> Result<Vec<i64>, DbError> {
    let mut found = Vec::new();
    for chunk in numbers.chunks(CHUNK) {
        let some: Vec<i64> = questions::table
            .filter(readable(reader))
            .filter(questions::number.eq_any(chunk.to_vec()))
            .select(questions::number)
            .load(connection)?;
        found.extend(some);
    }
    Ok(found)
}

/// What `reader` may read, as [`Reader::reads`] says it of one question.
pub fn readable(reader: &Reader) -> Condition {
    match reader {
        Reader::NetSec | Reader::Site => Box::new(questions::id.is_not_null().nullable()),
        Reader::Anybody => Box::new(questions::visibility.eq(Visibility::Everyone).nullable()),
        Reader::Person { id, teams } => {
            let teams: Vec<TeamId> = teams.iter().copied().take(CHUNK).collect();
            let of_team = questions::team_id.eq_any(teams).and(questions::visibility.eq(Visibility::Team));
            Box::new(
                questions::visibility
                    .eq(Visibility::Everyone)
                    .nullable()
                    .or(questions::asker_id.eq(*id).nullable())
                    .or(questions::asked_by.eq(*id))
                    .or(questions::claimed_by.eq(*id))
                    .or(of_team),
            )
        }
    }
}
