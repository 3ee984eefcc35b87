//! Many questions at once, with a fixed number of queries.

use std::collections::HashMap;

use diesel::prelude::*;

use super::Row;
use crate::accounts::PersonName;
use crate::db::keys::{PersonId, TeamId};
use crate::db::schema::{people, questions, teams};
use crate::db::{Connection, DbError, like};
use crate::questions::model::{NamedTeam, Question, QuestionNumber, QuestionState};
use crate::web::fold::fold;

/// Words of a filter that are looked for; more would only slow the list down.
const WORDS: usize = 8;
/// Values of one `IN`; SQLite refuses too many.
pub(super) const CHUNK: usize = 1_000;

type Backend = <Connection as diesel::Connection>::Backend;

/// Which questions; every part that is set narrows the list.
#[derive(Debug, Clone, Default)]
pub struct Filter {
    /// Asked by this person.
    pub asker: Option<PersonId>,
    /// Asked for one of these teams, of which there are at most 1,000.
    pub teams: Option<Vec<TeamId>>,
    /// Handed over to this person, whatever team it was asked for; beside `teams`.
    pub given_to: Option<PersonId>,
    /// Asked for a team whose address is this, or whose name holds it.
    pub team_words: String,
    /// In one of these states; in any, where it is empty.
    pub states: Vec<QuestionState>,
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

/// What Network Security owes an answer to, the most urgent first, and how many
/// there are in all.
///
/// # Errors
///
/// The database's own.
pub fn list_queue(connection: &mut Connection, limit: i64) -> Result<(Vec<Question>, i64), DbError> {
    let filter = Filter { states: vec![QuestionState::WithNetSec], ..Filter::default() };
    list(connection, &filter, Sort::Due, 0, limit)
}

fn filtered(filter: &Filter) -> questions::BoxedQuery<'static, Backend> {
    let mut query = questions::table.into_boxed();
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

/// Rows with the names that belong to their keys, in the same order.
pub(super) fn with_names(connection: &mut Connection, rows: Vec<Row>) -> Result<Vec<Question>, DbError> {
    let mut ids: Vec<PersonId> = Vec::with_capacity(rows.len() * 2);
    for row in &rows {
        ids.push(row.asker_id);
        ids.extend(row.claimed_by);
        ids.extend(row.answered_by);
    }
    let people = people_named(connection, ids)?;
    let teams = teams_named(connection, rows.iter().filter_map(|row| row.team_id).collect())?;
    let nobody = |id| PersonName { id, name: "somebody".into(), handle: String::new() };
    let person = |id: PersonId| people.get(&id).cloned().unwrap_or_else(|| nobody(id));
    Ok(rows
        .into_iter()
        .map(|row| Question {
            id: row.id,
            number: QuestionNumber(row.number),
            title: row.title,
            body: row.body,
            searched: row.searched,
            asker: person(row.asker_id),
            team: row.team_id.and_then(|id| teams.get(&id).cloned()),
            urgency: row.urgency,
            state: row.state,
            asked_at: row.asked_at,
            turn_since: row.turn_since,
            due_at: row.due_at,
            claimed_by: row.claimed_by.map(person),
            answer: row.answer,
            answered_by: row.answered_by.map(person),
            answered_at: row.answered_at,
            article_slug: row.article_slug,
            version: row.version,
        })
        .collect())
}

/// The names of these people.
pub(super) fn people_named(
    connection: &mut Connection,
    mut ids: Vec<PersonId>,
) -> Result<HashMap<PersonId, PersonName>, DbError> {
    ids.sort_unstable();
    ids.dedup();
    let mut named = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let rows: Vec<(PersonId, String, String)> = people::table
            .filter(people::id.eq_any(chunk.to_vec()))
            .select((people::id, people::name, people::handle))
            .load(connection)?;
        named.extend(rows.into_iter().map(|(id, name, handle)| (id, PersonName { id, name, handle })));
    }
    Ok(named)
}

fn teams_named(connection: &mut Connection, mut ids: Vec<TeamId>) -> Result<HashMap<TeamId, NamedTeam>, DbError> {
    ids.sort_unstable();
    ids.dedup();
    let mut named = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let rows: Vec<(TeamId, String, String)> = teams::table
            .filter(teams::id.eq_any(chunk.to_vec()))
            .select((teams::id, teams::slug, teams::name))
            .load(connection)?;
        named.extend(rows.into_iter().map(|(id, slug, name)| (id, NamedTeam { id, slug, name })));
    }
    Ok(named)
}
