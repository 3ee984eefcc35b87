//! What a team's page says of its champions' beginnings and ends.

use super::access::{self, Whose};
use super::{rules, store};
use crate::accounts::{self, PersonState};
use crate::clock::Day;
use crate::db::Connection;
use crate::program::terms::find_term;
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
        let (row, onboarding) = (find_term(connection, term)?, store::find(connection, term)?);
        if !access::may_see(member, &Whose::of(&row, &onboarding)) {
            continue;
        }
        let is_off = accounts::find_person(connection, row.term.person_id)?.state == PersonState::Disabled;
        let is_over = rules::over_since(&row.term, is_off, today).is_some();
        let items = store::list_items(connection, term)?;
        let waiting = items.iter().filter(|item| rules::standing(item, is_over).is_waiting()).count();
        let fact = match (is_over, waiting) {
            (true, 0) => continue,
            (true, left) => format!("{left} to be taken back"),
            (false, 0) => "everything is there".to_owned(),
            (false, missing) => format!("{missing} of {} missing", items.len()),
        };
        rows.push(TeamSectionRow { label: row.person.1, path: format!("/terms/{term}/onboarding"), fact });
    }
    Ok((!rows.is_empty()).then(|| TeamSection {
        title: "Onboarding and access".into(),
        rows,
        empty: String::new(),
        more: (String::new(), String::new()),
    }))
}
