//! Queries over all teams at once: for what comes in and goes out as files, and
//! for names that somebody types.

use diesel::prelude::*;

use crate::db::keys::{PersonId, TeamId};
use crate::db::schema::{memberships, teams};
use crate::db::{Connection, DbError, like};
use crate::program::{ProgramError, TeamName};
use crate::web::fold::fold;

/// Rows that are looked at where somebody types a name.
const LOOKED_AT: i64 = 200;
/// Values of one `IN`; nobody asks for more names at once.
const NAMES: usize = 1_000;

/// The key of the team with this name, in any case of letters.
///
/// # Errors
///
/// The database's own.
pub fn find_team_named(connection: &mut Connection, name: &str) -> Result<Option<TeamId>, ProgramError> {
    Ok(teams::table.filter(teams::name_folded.eq(fold(name))).select(teams::id).first(connection).optional()?)
}

/// The team that somebody names: by its name, in any case of letters, or by its address.
///
/// # Errors
///
/// The database's own.
pub fn team_named(connection: &mut Connection, words: &str) -> Result<Option<TeamName>, ProgramError> {
    let words = words.trim();
    let columns = (teams::id, teams::slug, teams::name, teams::department_id);
    let named = teams::table.filter(teams::name_folded.eq(fold(words))).select(columns);
    let at = teams::table.filter(teams::slug.eq(words.to_lowercase())).select(columns);
    match named.first(connection).optional()? {
        Some(team) => Ok(Some(team)),
        None => Ok(at.first(connection).optional()?),
    }
}

/// Who belongs to which team, by its name, the first joined first.
///
/// # Errors
///
/// The database's own.
pub fn list_memberships(connection: &mut Connection) -> Result<Vec<(PersonId, String)>, ProgramError> {
    Ok(memberships::table
        .inner_join(teams::table)
        .order((memberships::since, memberships::id))
        .select((memberships::person_id, teams::name))
        .load(connection)?)
}

/// Teams whose name holds all these words in lower case, or begins with one of
/// them as a whole word. More than are meant; how well each fits is for the
/// caller to say.
///
/// # Errors
///
/// The database's own.
pub fn list_teams_named(connection: &mut Connection, words: &[String]) -> Result<Vec<TeamName>, DbError> {
    if words.is_empty() {
        return Ok(Vec::new());
    }
    let mut query = teams::table.into_boxed();
    for word in words {
        query = query.filter(teams::name_folded.like(like::holding(word)).escape('\\'));
    }
    for word in words {
        let alone = teams::name_folded.eq(word.clone());
        let first = |end: &str| teams::name_folded.like(like::beginning(&format!("{word}{end}"))).escape('\\');
        query = query.or_filter(alone.or(first(" ")).or(first("-")));
    }
    query
        .order((teams::name_folded, teams::id))
        .limit(LOOKED_AT)
        .select((teams::id, teams::slug, teams::name, teams::department_id))
        .load(connection)
}

/// The teams of each of these people, of whom there are at most 1,000, the first joined first.
///
/// # Errors
///
/// The database's own.
pub fn list_teams_of(connection: &mut Connection, people: &[PersonId]) -> Result<Vec<(PersonId, TeamName)>, DbError> {
    let some: Vec<PersonId> = people.iter().copied().take(NAMES).collect();
    memberships::table
        .inner_join(teams::table)
        .filter(memberships::person_id.eq_any(some))
        .order((memberships::since, memberships::id))
        .select((memberships::person_id, (teams::id, teams::slug, teams::name, teams::department_id)))
        .load(connection)
}
