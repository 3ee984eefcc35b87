//! Rows turned into questions: keys become names, with a fixed number of queries.

use std::collections::HashMap;

use diesel::prelude::*;

use super::Row;
use crate::accounts::PersonName;
use crate::clock::Timestamp;
use crate::db::keys::{LaunchId, PersonId, QuestionId, TeamId};
use crate::db::schema::{launches, people, questions, teams};
use crate::db::{Connection, DbError};
use crate::program::BelongingKind;
use crate::questions::model::{About, Kept, NamedLaunch, NamedTeam, Question, QuestionNumber, QuestionState};

/// Values of one `IN`; SQLite refuses too many.
pub(super) const CHUNK: usize = 1_000;

/// Rows with the names that belong to their keys, in the same order.
pub(super) fn with_names(connection: &mut Connection, rows: Vec<Row>) -> Result<Vec<Question>, DbError> {
    let mut ids: Vec<PersonId> = Vec::with_capacity(rows.len() * 2);
    for row in &rows {
        ids.push(row.asker_id);
        ids.extend(row.claimed_by);
        ids.extend(row.answered_by);
        ids.extend(row.asked_by);
    }
    let people = people_named(connection, ids)?;
    let teams = teams_named(connection, rows.iter().filter_map(|row| row.team_id).collect())?;
    let launches = launches_named(connection, rows.iter().filter_map(|row| row.launch_id).collect())?;
    let kept = kept_named(connection, rows.iter().filter_map(|row| row.merged_into).collect())?;
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
            turn: row.turn,
            target_at: row.target_at,
            first_response_at: row.first_response_at,
            launch: row.launch_id.and_then(|id| launches.get(&id).cloned()),
            visibility: row.visibility,
            asked_by: row.asked_by.map(person),
            about: BelongingKind::parse(&row.about_kind).map(|kind| About { kind, name: row.about }),
            flow: row.flow,
            merged_into: row.merged_into.and_then(|id| kept.get(&id).copied()),
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
        let columns = (people::id, people::name, people::handle);
        let rows: Vec<(PersonId, String, String)> = match chunk {
            // Each length of a list is planned anew; most questions name one.
            [one] => people::table.filter(people::id.eq(*one)).select(columns).load(connection)?,
            some => people::table.filter(people::id.eq_any(some.to_vec())).select(columns).load(connection)?,
        };
        named.extend(rows.into_iter().map(|(id, name, handle)| (id, PersonName { id, name, handle })));
    }
    Ok(named)
}

fn teams_named(connection: &mut Connection, mut ids: Vec<TeamId>) -> Result<HashMap<TeamId, NamedTeam>, DbError> {
    ids.sort_unstable();
    ids.dedup();
    let mut named = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let columns = (teams::id, teams::slug, teams::name);
        let rows: Vec<(TeamId, String, String)> = match chunk {
            [one] => teams::table.filter(teams::id.eq(*one)).select(columns).load(connection)?,
            some => teams::table.filter(teams::id.eq_any(some.to_vec())).select(columns).load(connection)?,
        };
        named.extend(rows.into_iter().map(|(id, slug, name)| (id, NamedTeam { id, slug, name })));
    }
    Ok(named)
}

fn kept_named(connection: &mut Connection, mut ids: Vec<QuestionId>) -> Result<HashMap<QuestionId, Kept>, DbError> {
    ids.sort_unstable();
    ids.dedup();
    let mut named = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let rows: Vec<(QuestionId, i64, QuestionState)> = questions::table
            .filter(questions::id.eq_any(chunk.to_vec()))
            .select((questions::id, questions::number, questions::state))
            .load(connection)?;
        let kept = |(id, number, state): (QuestionId, i64, QuestionState)| {
            (id, Kept { id, number: QuestionNumber(number), is_open: state.is_open() })
        };
        named.extend(rows.into_iter().map(kept));
    }
    Ok(named)
}

fn launches_named(
    connection: &mut Connection,
    mut ids: Vec<LaunchId>,
) -> Result<HashMap<LaunchId, NamedLaunch>, DbError> {
    ids.sort_unstable();
    ids.dedup();
    let mut named = HashMap::with_capacity(ids.len());
    for chunk in ids.chunks(CHUNK) {
        let rows: Vec<(LaunchId, String, String, Timestamp)> = launches::table
            .filter(launches::id.eq_any(chunk.to_vec()))
            .select((launches::id, launches::slug, launches::name, launches::launches_at))
            .load(connection)?;
        named.extend(rows.into_iter().map(|(id, slug, name, at)| (id, NamedLaunch { id, slug, name, at })));
    }
    Ok(named)
}
