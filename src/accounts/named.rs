//! People by name, as somebody types it into the search.

use diesel::prelude::*;

use super::PersonState;
use crate::db::keys::PersonId;
use crate::db::schema::people;
use crate::db::{Connection, DbError, like};

/// Rows that are looked at; a first name may be common.
const LOOKED_AT: i64 = 200;

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
