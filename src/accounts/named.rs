//! People by name, as somebody types it into the search.

use std::collections::{HashMap, HashSet};

use diesel::prelude::*;

use super::PersonState;
use super::model::scope_columns;
use crate::audit::Names;
use crate::db::keys::PersonId;
use crate::db::schema::{grants, people};
use crate::db::{Connection, DbError, like};
use crate::web::fold::fold;
use crate::web::{Grant, Scope};

/// Rows that are looked at; a first name may be common.
const LOOKED_AT: i64 = 200;

/// Words of a search that are looked at; nobody has as many names.
const WORDS: usize = 8;

/// Values of one `IN`; SQLite refuses too many.
const CHUNK: usize = 400;

/// Somebody's name and where their page is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PersonName {
    /// Their key.
    pub id: PersonId,
    /// Their address: `/people/{handle}`.
    pub handle: String,
    /// Their name.
    pub name: String,
}

/// People whose name or handle holds each of `words` (all, where there are
/// none), by name: at most `limit` after the first `skip`, and how many there
/// are in all. Accounts that were switched off are left out.
///
/// # Errors
///
/// The database's own.
pub fn list_directory(
    connection: &mut Connection,
    words: &str,
    skip: i64,
    limit: i64,
) -> Result<(Vec<PersonName>, i64), DbError> {
    let fitting = || {
        let mut query = people::table.filter(people::state.ne(PersonState::Disabled)).into_boxed();
        for word in fold(words).split_whitespace().take(WORDS) {
            let pattern = like::holding(word.trim_start_matches('@'));
            let is_named = people::name_folded.like(pattern.clone()).escape('\\');
            query = query.filter(is_named.or(people::handle.like(pattern).escape('\\')));
        }
        query
    };
    let total: i64 = fitting().count().get_result(connection)?;
    let rows: Vec<(PersonId, String, String)> = fitting()
        .order((people::name_folded, people::id))
        .offset(skip)
        .limit(limit)
        .select((people::id, people::handle, people::name))
        .load(connection)?;
    Ok((rows.into_iter().map(|(id, handle, name)| PersonName { id, handle, name }).collect(), total))
}

/// People whose name holds all these words in lower case, or begins with one
/// of them as a whole word: "ana" finds Anabel, "what does ana ruiz do" finds Ana
/// Ruiz. More than are meant; how well each fits is for the caller to say.
/// Accounts that were switched off are left out.
///
/// # Errors
///
/// The database's own.
pub fn list_named(connection: &mut Connection, words: &[String]) -> Result<Vec<PersonName>, DbError> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = people::table.into_boxed();
    for word in words {
        query = query.filter(people::name_folded.like(like::holding(word)).escape('\\'));
    }
    for word in words {
        query = query.or_filter(people::name_folded.like(like::beginning(&format!("{word} "))).escape('\\'));
    }
    let rows: Vec<(PersonId, String, String, PersonState)> = query
        .order((people::name_folded, people::id))
        .limit(LOOKED_AT)
        .select((people::id, people::handle, people::name, people::state))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .filter(|(.., state)| *state != PersonState::Disabled)
        .map(|(id, handle, name, _)| PersonName { id, handle, name })
        .collect())
}

/// Everybody whose name in lower case, or whose handle, is one of these texts;
/// also those whose accounts were switched off.
///
/// # Errors
///
/// The database's own.
pub fn list_mentioned(connection: &mut Connection, texts: &[String]) -> Result<Vec<PersonName>, DbError> {
    let mut found: Vec<PersonName> = Vec::new();
    for chunk in texts.chunks(CHUNK) {
        let rows: Vec<(PersonId, String, String)> = people::table
            .filter(people::name_folded.eq_any(chunk.to_vec()).or(people::handle.eq_any(chunk.to_vec())))
            .order((people::name_folded, people::id))
            .select((people::id, people::handle, people::name))
            .load(connection)?;
        found.extend(rows.into_iter().map(|(id, handle, name)| PersonName { id, handle, name }));
    }
    Ok(found)
}

/// Those who can sign in and hold a right, by name; `limit` at the most.
///
/// # Errors
///
/// The database's own.
pub fn list_granted(connection: &mut Connection, grant: Grant, limit: i64) -> Result<Vec<PersonName>, DbError> {
    let rows: Vec<(PersonId, String, String)> = people::table
        .filter(people::id.eq_any(grants::table.filter(grants::kind.eq(grant)).select(grants::person_id)))
        .filter(people::state.eq(PersonState::Active))
        .order((people::name_folded, people::id))
        .limit(limit)
        .select((people::id, people::handle, people::name))
        .load(connection)?;
    Ok(rows.into_iter().map(|(id, handle, name)| PersonName { id, handle, name }).collect())
}

/// Who of these people holds a right.
///
/// # Errors
///
/// The database's own.
pub fn granted_of(connection: &mut Connection, grant: Grant, these: &[PersonId]) -> Result<HashSet<PersonId>, DbError> {
    let mut found = HashSet::new();
    for chunk in these.chunks(CHUNK) {
        let holders = grants::table.filter(grants::kind.eq(grant)).filter(grants::person_id.eq_any(chunk.to_vec()));
        let some: Vec<PersonId> = holders.select(grants::person_id).load(connection)?;
        found.extend(some);
    }
    Ok(found)
}

/// Whose accounts of these were switched off.
///
/// # Errors
///
/// The database's own.
pub fn disabled_of(connection: &mut Connection, these: &[PersonId]) -> Result<HashSet<PersonId>, DbError> {
    let mut found = HashSet::new();
    for chunk in these.chunks(CHUNK) {
        let disabled = people::table.filter(people::state.eq(PersonState::Disabled));
        let some: Vec<PersonId> =
            disabled.filter(people::id.eq_any(chunk.to_vec())).select(people::id).load(connection)?;
        found.extend(some);
    }
    Ok(found)
}

/// Who looks after any of these as manager, by name, each with their mail address:
/// at most `limit`. Those who look after everything are not meant.
///
/// # Errors
///
/// The database's own.
pub fn list_managers(
    connection: &mut Connection,
    scopes: &[Scope],
    limit: i64,
) -> Result<Vec<(PersonName, String)>, DbError> {
    let keys: Vec<String> = scopes.iter().map(|scope| scope_columns(*scope).1.to_string()).collect();
    let given = grants::table
        .filter(grants::kind.eq(Grant::Manager))
        .filter(grants::scope_key.eq_any(keys))
        .filter(grants::scope_key.ne(""))
        .select(grants::person_id);
    let rows: Vec<(PersonId, String, String, String)> = people::table
        .filter(people::id.eq_any(given))
        .filter(people::state.eq(PersonState::Active))
        .order((people::name_folded, people::id))
        .limit(limit)
        .select((people::id, people::handle, people::name, people::email))
        .load(connection)?;
    Ok(rows.into_iter().map(|(id, handle, name, email)| (PersonName { id, handle, name }, email)).collect())
}

/// The names of people, for the record; of those who were erased, what they are
/// called since.
pub struct PeopleNames;

impl Names for PeopleNames {
    fn names(&self, connection: &mut Connection, keys: &[String]) -> Result<HashMap<String, String>, DbError> {
        let these: Vec<PersonId> = keys.iter().filter_map(|key| PersonId::parse(key)).collect();
        let rows: Vec<(PersonId, String)> =
            people::table.filter(people::id.eq_any(these)).select((people::id, people::name)).load(connection)?;
        Ok(rows.into_iter().map(|(id, name)| (id.to_string(), name)).collect())
    }
}
