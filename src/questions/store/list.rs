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
    /// In one of these states; in any, where it is empty.
    pub states: Vec<QuestionState>,
    /// Whether to leave out what is open. Nearly all are closed, so that no index
    /// of states is a way to find them.
    pub is_closed: bool,
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

/// The first of the questions that `filter` names.
///
/// # Errors
///
/// The database's own.
pub fn list(connection: &mut Connection, filter: &Filter, sort: Sort, limit: i64) -> Result<Vec<Question>, DbError> {
    if sort == Sort::Due && !filter.turns.is_empty() {
        return list_due(connection, filter, limit);
    }
    let query = filtered(filter).select(Row::as_select()).limit(limit);
    let rows = match sort {
        Sort::Newest => query.order(questions::number.desc()).load(connection)?,
        Sort::Due => query
            .order((questions::answered_at.is_not_null().asc(), questions::due_at.asc(), questions::number.asc()))
            .load(connection)?,
    };
    with_names(connection, rows)
}

/// As [`list`], by due time: each turn is a range of an index, which ends at the
/// limit; only what is left of all of them is read.
fn list_due(connection: &mut Connection, filter: &Filter, limit: i64) -> Result<Vec<Question>, DbError> {
    let mut places: Vec<(Timestamp, i64)> = Vec::new();
    for turn in &filter.turns {
        let part = filtered(&Filter { turns: vec![*turn], ..filter.clone() });
        let part = part.order((questions::due_at, questions::number)).limit(limit);
        places.extend(part.select((questions::due_at, questions::number)).load::<(Timestamp, i64)>(connection)?);
    }
    places.sort_unstable();
    places.truncate(limit as usize);
    let mut found = Vec::with_capacity(places.len());
    for chunk in places.chunks(CHUNK) {
        let numbers: Vec<i64> = chunk.iter().map(|(_, number)| *number).collect();
        found.extend(list_fitting(connection, filter, &numbers)?);
    }
    found.sort_by_key(|question| (question.due_at, question.number));
    Ok(found)
}

/// Those of these numbers that `filter` names, in any order.
///
/// # Errors
///
/// The database's own.
pub fn list_fitting(connection: &mut Connection, filter: &Filter, numbers: &[i64]) -> Result<Vec<Question>, DbError> {
    let of_numbers = filtered(filter).filter(questions::number.eq_any(numbers.to_vec()));
    let rows = of_numbers.select(Row::as_select()).load(connection)?;
    with_names(connection, rows)
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
    if filter.is_closed {
        query = query.filter(questions::state.ne_all(QuestionState::OPEN));
    }
    if !filter.states.is_empty() {
        query = query.filter(questions::state.eq_any(filter.states.clone()));
    }
    query
}

/// The team whose address is `words`; if there is none, those whose name holds them.
///
/// # Errors
///
/// The database's own.
pub fn list_teams_called(connection: &mut Connection, words: &str) -> Result<Vec<TeamId>, DbError> {
    let words = fold(words);
    let own: Vec<TeamId> = teams::table.filter(teams::slug.eq(&words)).select(teams::id).load(connection)?;
    if !own.is_empty() {
        return Ok(own);
    }
    let named = teams::table.filter(teams::name_folded.like(like::holding(&words)).escape('\\'));
    named.limit(CHUNK as i64).select(teams::id).load(connection)
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
        // Always so; and the number stands in every index that is counted from.
        Reader::NetSec | Reader::Site => Box::new(questions::number.is_not_null().nullable()),
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
