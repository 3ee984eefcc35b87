//! Reading the record: by page, and by the numbers of its seals.

use std::collections::HashMap;

use diesel::prelude::*;
use serde_json::Value;

use super::chain::origin_of;
use super::model::{Filter, Place, Recorded};
use super::seal::{Row, columns};
use crate::db::keys::PersonId;
use crate::db::schema::{audit_entries, audit_seals, people};
use crate::db::{Connection, DbError};
use crate::web::fold::fold;

/// Names that are looked up at a time; SQLite refuses too many values.
const NAMES: usize = 1_000;

/// Of what people logged of their time nobody else reads more than that they
/// did: a list of minutes by person would rank them. The chain covers it all.
const OWN_TIME: &str = "time";

/// Nor, of these, when somebody is away, what they reached and how much they
/// work: readers of the record are neither their team nor their manager.
const OWN_MATTERS: [&str; 3] = ["absence.", "training.completed", "person.hours_set"];

/// The entries of a filter, the newest first, from behind a place on.
fn list(
    connection: &mut Connection,
    filter: &Filter,
    behind: Option<&Place>,
    limit: i64,
) -> Result<Vec<Recorded>, DbError> {
    let mut query = audit_entries::table.select(columns()).into_boxed();
    if let Some(actor) = filter.actor {
        query = query.filter(audit_entries::actor_id.eq(actor));
    }
    if !filter.action.is_empty() {
        query = query.filter(audit_entries::action.eq(&filter.action));
    }
    if !filter.kind.is_empty() {
        query = query.filter(audit_entries::subject_kind.eq(&filter.kind));
    }
    if !filter.keys.is_empty() {
        query = query.filter(audit_entries::subject_key.eq_any(&filter.keys));
    }
    if let Some(from) = filter.from {
        query = query.filter(audit_entries::recorded_at.ge(from));
    }
    if let Some(until) = filter.until {
        query = query.filter(audit_entries::recorded_at.lt(until));
    }
    if let Some(Place(at, id)) = behind {
        // The first condition alone tells the index where to begin.
        query = query
            .filter(audit_entries::recorded_at.le(*at))
            .filter(audit_entries::recorded_at.lt(*at).or(audit_entries::id.lt(id.clone())));
    }
    let rows: Vec<Row> =
        query.order((audit_entries::recorded_at.desc(), audit_entries::id.desc())).limit(limit).load(connection)?;
    with_names(connection, rows)
}

/// A page of the entries of a filter, the newest first, from behind a place on,
/// and the place behind which the next one begins; none after the last.
pub(super) fn list_page(
    connection: &mut Connection,
    filter: &Filter,
    behind: Option<&Place>,
    lines: usize,
) -> Result<(Vec<Recorded>, Option<Place>), DbError> {
    let mut recorded = list(connection, filter, behind, lines as i64 + 1)?;
    let has_older = recorded.len() > lines;
    recorded.truncate(lines);
    let older = recorded.last().filter(|_| has_older).map(Place::of);
    Ok((recorded, older))
}

/// A sealed entry: its seal's number, the entry, and the hash that covers it
/// and all before.
pub(super) type SealedEntry = (i64, Recorded, String);

/// Sealed entries whose numbers follow `after`, in the order of the chain.
pub(super) fn list_sealed(connection: &mut Connection, after: i64, limit: i64) -> Result<Vec<SealedEntry>, DbError> {
    let seals: Vec<(i64, String, Row)> = audit_seals::table
        .inner_join(audit_entries::table.on(audit_entries::id.eq(audit_seals::entry_id)))
        .filter(audit_seals::number.gt(after))
        .order(audit_seals::number)
        .limit(limit)
        .select((audit_seals::number, audit_seals::link_hash, columns()))
        .load(connection)?;
    let (mut numbers, mut rows) = (Vec::new(), Vec::new());
    for (number, link_hash, row) in seals {
        numbers.push((number, link_hash));
        rows.push(row);
    }
    let recorded = with_names(connection, rows)?;
    Ok(numbers.into_iter().zip(recorded).map(|((number, hash), recorded)| (number, recorded, hash)).collect())
}

/// Every action that was ever recorded. One look at the index for each, however
/// long the record is.
pub(super) fn list_actions(connection: &mut Connection) -> Result<Vec<String>, DbError> {
    let mut actions: Vec<String> = Vec::new();
    loop {
        let last = actions.last().cloned().unwrap_or_default();
        let next: Option<String> = audit_entries::table
            .filter(audit_entries::action.gt(last))
            .order(audit_entries::action)
            .select(audit_entries::action)
            .first(connection)
            .optional()?;
        match next {
            Some(next) => actions.push(next),
            None => return Ok(actions),
        }
    }
}

/// The person with this handle, whatever became of their account.
pub(super) fn find_actor(connection: &mut Connection, handle: &str) -> Result<Option<PersonId>, DbError> {
    people::table.filter(people::handle.eq(handle)).select(people::id).first(connection).optional()
}

/// Whom a text names, whatever became of their accounts: the one with this handle
/// or mail address, else those who are called so; two at the most.
pub(super) fn list_named(connection: &mut Connection, text: &str) -> Result<Vec<PersonId>, DbError> {
    let folded = fold(text);
    let one: Option<PersonId> = people::table
        .filter(people::handle.eq(text).or(people::email_folded.eq(&folded)))
        .select(people::id)
        .first(connection)
        .optional()?;
    match one {
        Some(one) => Ok(vec![one]),
        None => people::table.filter(people::name_folded.eq(&folded)).limit(2).select(people::id).load(connection),
    }
}

fn with_names(connection: &mut Connection, rows: Vec<Row>) -> Result<Vec<Recorded>, DbError> {
    let mut keys: Vec<&str> = rows.iter().filter_map(|row| row.2.as_deref()).collect();
    keys.sort_unstable();
    keys.dedup();
    let mut names: HashMap<String, (String, String)> = HashMap::new();
    for keys in keys.chunks(NAMES) {
        let keys: Vec<PersonId> = keys.iter().filter_map(|key| PersonId::parse(key)).collect();
        let named: Vec<(PersonId, String, String)> = people::table
            .filter(people::id.eq_any(keys))
            .select((people::id, people::handle, people::name))
            .load(connection)?;
        names.extend(named.into_iter().map(|(id, handle, name)| (id.to_string(), (handle, name))));
    }
    Ok(rows.into_iter().map(|row| recorded(row, &names)).collect())
}

fn recorded(row: Row, names: &HashMap<String, (String, String)>) -> Recorded {
    let (id, at, actor, action, kind, key, detail, _, origin): Row = row;
    let is_private = kind == OWN_TIME || OWN_MATTERS.iter().any(|beginning| action.starts_with(beginning));
    let detail = if is_private { Value::Null } else { serde_json::from_str(&detail).unwrap_or_default() };
    Recorded {
        actor: actor.and_then(|actor| names.get(&actor).cloned()),
        detail,
        origin: origin_of(&origin),
        subject: (kind, key),
        id,
        at,
        action,
    }
}
