//! Somebody's belt and year, as pages.

mod show;
mod update;
mod year;

pub use show::show;
pub use update::update;
pub use year::{show_this_year, show_year};

use super::access;
use crate::accounts::{self, Person};
use crate::clock::Day;
use crate::db::Connection;
use crate::program::{ProgramError, TeamName, teams_of, teams_served};
use crate::web::Member;

/// The teams that somebody belongs to or serves.
fn all_teams(connection: &mut Connection, person: &Person, today: Day) -> Result<Vec<TeamName>, ProgramError> {
    let mut teams = teams_of(connection, person.id)?;
    let served = teams_served(connection, person.id, today)?;
    teams.extend(served.into_iter().filter(|team| !teams.contains(team)).collect::<Vec<_>>());
    Ok(teams)
}

/// The person with their teams, if `member` may see their belt.
fn open(
    connection: &mut Connection,
    member: &Member,
    handle: &str,
    today: Day,
) -> Result<(Person, Vec<TeamName>), ProgramError> {
    let person = accounts::find_by_handle(connection, handle)?;
    let teams = all_teams(connection, &person, today)?;
    if !access::may_see(member, person.id, &teams) {
        return Err(ProgramError::NotFound("belt"));
    }
    Ok((person, teams))
}
