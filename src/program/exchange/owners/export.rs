//! Writes a repository's CODEOWNERS as it was taken in, with teams as owners.

use super::store;
use crate::db::Connection;
use crate::program::belongings::{BelongingKind, find_belonging};
use crate::program::{ProgramError, list_teams};

/// The CODEOWNERS file of a repository: its lines, or one for everything where
/// none were taken in. People who owned paths stand there as their teams.
///
/// # Errors
///
/// [`ProgramError::NotFound`] where there is no such repository.
pub fn export_code_owners(connection: &mut Connection, repository: &str) -> Result<String, ProgramError> {
    let known = find_belonging(connection, BelongingKind::Repository, repository)?;
    let known = known.ok_or(ProgramError::NotFound("repository"))?;
    let company = known.name.split_once('/').map_or("company", |(company, _)| company).to_owned();
    let mut lines = store::list_lines(connection, &known.name)?;
    if lines.is_empty() {
        lines.push(("*".to_owned(), Some(known.team.id)));
    }
    let teams = list_teams(connection)?;
    let mut text = String::new();
    for (pattern, team) in lines {
        text.push_str(&escaped(&pattern));
        if let Some(team) = team.and_then(|id| teams.iter().find(|team| team.id == id)) {
            text.push_str(&format!(" @{company}/{}", team.slug));
        }
        text.push('\n');
    }
    Ok(text)
}

/// A pattern with backslashes before what would end it, or begin a comment.
fn escaped(pattern: &str) -> String {
    let mut text = String::new();
    for (index, c) in pattern.chars().enumerate() {
        if c.is_whitespace() || c == '\\' || (c == '#' && index == 0) {
            text.push('\\');
        }
        text.push(c);
    }
    text
}

#[cfg(test)]
mod tests {
    use super::super::pattern::parse;
    use super::*;

    #[test]
    fn a_pattern_that_is_written_is_read_again() {
        for pattern in ["*", "/apps/pay/", "with space/*", "#odd", "a#b", "back\\slash"] {
            let read = parse(format!("{} @acme/web\n", escaped(pattern)).as_bytes()).expect(pattern);
            assert_eq!(read.first().map(|line| line.pattern.value.as_str()), Some(pattern));
        }
    }
}
