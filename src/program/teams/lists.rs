//! Queries over all teams at once, for what comes in and goes out as files.

use diesel::prelude::*;

use crate::db::Connection;
use crate::db::keys::{PersonId, TeamId};
use crate::db::schema::{memberships, teams};
use crate::program::ProgramError;
use crate::web::fold::fold;

/// The key of the team with this name, in any case of letters.
///
/// # Errors
///
/// The database's own.
pub fn find_team_named(connection: &mut Connection, name: &str) -> Result<Option<TeamId>, ProgramError> {
    Ok(teams::table.filter(teams::name_folded.eq(fold(name))).select(teams::id).first(connection).optional()?)
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
