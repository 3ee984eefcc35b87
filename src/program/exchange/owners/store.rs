//! The lines of CODEOWNERS files, and whose a path is by them.

use diesel::prelude::*;

use super::pattern::last_match;
use crate::db::keys::{RepositoryId, TeamId};
use crate::db::schema::{code_owners, repositories};
use crate::db::{Connection, DbError, Tx};
use crate::web::fold::fold;

type Line = (String, Option<TeamId>);

/// The team that owns `path` of the repository of this name, by its CODEOWNERS;
/// none where the file names none, or the repository has no such file.
///
/// # Errors
///
/// The database's own.
pub fn owner_of_path(connection: &mut Connection, repository: &str, path: &str) -> Result<Option<TeamId>, DbError> {
    let Some(repository) = find_repository(connection, repository)? else { return Ok(None) };
    let lines = lines_of(connection, repository)?;
    let patterns: Vec<&str> = lines.iter().map(|(pattern, _)| pattern.as_str()).collect();
    Ok(last_match(&patterns, path).and_then(|index| lines[index].1))
}

/// Whether paths of the repository of this name have owners of their own.
///
/// # Errors
///
/// The database's own.
pub fn has_code_owners(connection: &mut Connection, repository: &str) -> Result<bool, DbError> {
    let Some(repository) = find_repository(connection, repository)? else { return Ok(false) };
    let lines = code_owners::table.filter(code_owners::repository_id.eq(repository));
    Ok(lines.count().get_result::<i64>(connection)? > 0)
}

/// The lines of the repository of this name, in their order.
pub(super) fn list_lines(connection: &mut Connection, repository: &str) -> Result<Vec<Line>, DbError> {
    match find_repository(connection, repository)? {
        Some(repository) => lines_of(connection, repository),
        None => Ok(Vec::new()),
    }
}

/// Replaces the lines of a repository. Returns whether they were others before.
pub(super) fn save_lines(tx: &mut Tx, repository: &str, lines: &[Line]) -> Result<bool, DbError> {
    let Some(repository) = find_repository(tx, repository)? else { return Ok(false) };
    if lines_of(tx, repository)? == lines {
        return Ok(false);
    }
    diesel::delete(code_owners::table.filter(code_owners::repository_id.eq(repository))).execute(tx)?;
    for (position, (pattern, team)) in lines.iter().enumerate() {
        diesel::insert_into(code_owners::table)
            .values((
                code_owners::repository_id.eq(repository),
                code_owners::position.eq(position as i32),
                code_owners::pattern.eq(pattern),
                code_owners::team_id.eq(*team),
            ))
            .execute(tx)?;
    }
    Ok(true)
}

fn lines_of(connection: &mut Connection, repository: RepositoryId) -> Result<Vec<Line>, DbError> {
    code_owners::table
        .filter(code_owners::repository_id.eq(repository))
        .order(code_owners::position)
        .select((code_owners::pattern, code_owners::team_id))
        .load(connection)
}

fn find_repository(connection: &mut Connection, name: &str) -> Result<Option<RepositoryId>, DbError> {
    repositories::table
        .filter(repositories::name_folded.eq(fold(name)))
        .select(repositories::id)
        .first(connection)
        .optional()
}
