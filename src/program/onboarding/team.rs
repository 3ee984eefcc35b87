//! What the pages of a team and of a term say of its champions' beginnings and ends.

use super::access::{self, Whose};
use super::{rules, store};
use crate::accounts::{self, PersonState};
use crate::clock::Day;
use crate::db::Connection;
use crate::program::terms::{TermRow, find_term};
use crate::program::{ProgramError, Team, TeamSection, TeamSectionRow};
use crate::web::Member;

/// Lists that the page names.
const LISTS: i64 = 10;

/// The lists of a team of which something waits, or that are young, for those
/// who may see them; nothing where there is none.
///
/// # Errors
///
/// The database's own.
pub fn section_of_team(
    connection: &mut Connection,
    member: &Member,
    team: &Team,
    today: Day,
) -> Result<Option<TeamSection>, ProgramError> {
    let mut rows = Vec::new();
    for term in store::list_of_team(connection, team.id, LISTS)? {
        let row = find_term(connection, term)?;
        let Some(line) = line_of_term(connection, member, &row, today)? else { continue };
        if !line.is_settled {
            rows.push(TeamSectionRow { label: row.person.1, path: line.path, fact: line.fact });
        }
    }
    Ok((!rows.is_empty()).then(|| TeamSection {
        title: "Onboarding and access".into(),
        rows,
        empty: String::new(),
        more: (String::new(), String::new()),
        feed: None,
    }))
}

/// How far the list of a term is, in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TermLine {
    /// The list's page, below the base.
    pub path: String,
    /// What of it waits.
    pub fact: String,
    /// Whether the term is over and nothing is left to be taken back.
    pub is_settled: bool,
}

/// The line of a term, for those who may see its list; nothing where it has none.
///
/// # Errors
///
/// The database's own.
pub fn line_of_term(
    connection: &mut Connection,
    member: &Member,
    row: &TermRow,
    today: Day,
) -> Result<Option<TermLine>, ProgramError> {
    let onboarding = match store::find(connection, row.term.id) {
        Ok(onboarding) => onboarding,
        Err(ProgramError::NotFound(_)) => return Ok(None),
        Err(error) => return Err(error),
    };
    if !access::may_see(member, &Whose::of(row, &onboarding)) {
        return Ok(None);
    }
    let is_off = accounts::find_person(connection, row.term.person_id)?.state == PersonState::Disabled;
    let is_over = rules::over_since(&row.term, is_off, today).is_some();
    let items = store::list_items(connection, row.term.id)?;
    let waiting = items.iter().filter(|item| rules::standing(item, is_over).is_waiting()).count();
    let fact = match (is_over, waiting) {
        (true, 0) => "nothing is left to be taken back".to_owned(),
        (true, left) => format!("{left} to be taken back"),
        (false, 0) => "everything is there".to_owned(),
        (false, missing) => format!("{missing} of {} missing", items.len()),
    };
    let path = format!("/terms/{}/onboarding", row.term.id);
    Ok(Some(TermLine { path, fact, is_settled: is_over && waiting == 0 }))
}
