//! Who belongs where and who serves whom, for the rest of the house.

use std::collections::HashMap;

use diesel::prelude::*;

use super::terms::{TermRole, serving_on};
use super::{ProgramError, TeamName};
use crate::accounts::{Standing, StandingSource};
use crate::clock::Day;
use crate::db::keys::{PersonId, TeamId};
use crate::db::schema::{departments, memberships, people, teams, terms};
use crate::db::{Connection, DbError};
use crate::web::Scope;

/// Values of one `IN`; SQLite refuses too many.
const NAMES: usize = 1_000;

/// Standings as the program knows them.
pub struct Standings;

impl StandingSource for Standings {
    fn standing(&self, connection: &mut Connection, person: PersonId, today: Day) -> Result<Standing, DbError> {
        let teams = memberships::table
            .filter(memberships::person_id.eq(person))
            .order((memberships::since, memberships::id))
            .select(memberships::team_id)
            .load(connection)?;
        let mut champion_of: Vec<TeamId> = terms::table
            .filter(terms::person_id.eq(person))
            .filter(serving_on(today))
            .order((terms::starts_on, terms::id))
            .select(terms::team_id)
            .load(connection)?;
        champion_of.dedup();
        Ok(Standing { teams, champion_of })
    }

    fn scopes(&self, connection: &mut Connection) -> Result<Vec<(Scope, String)>, DbError> {
        let mut scopes: Vec<(Scope, String)> = departments::table
            .order((departments::name_folded, departments::id))
            .select((departments::id, departments::name))
            .load(connection)?
            .into_iter()
            .map(|(id, name): (_, String)| (Scope::Department(id), format!("{name} (department)")))
            .collect();
        let named: Vec<(TeamId, String)> =
            teams::table.order((teams::name_folded, teams::id)).select((teams::id, teams::name)).load(connection)?;
        scopes.extend(named.into_iter().map(|(id, name)| (Scope::Team(id), name)));
        Ok(scopes)
    }
}

/// Somebody who serves a team, and how to reach them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Serving {
    /// Their key.
    pub person_id: PersonId,
    /// Their name.
    pub name: String,
    /// Their address: `/people/{handle}`.
    pub handle: String,
    /// How to reach them in chat; may be empty.
    pub chat: String,
    /// What they serve as.
    pub role: TermRole,
}

type ServingColumns = (PersonId, String, String, String, TermRole);

/// Who serves the team on `today`: champions first, then deputies, by name.
///
/// # Errors
///
/// The database's own.
pub fn serving(connection: &mut Connection, team: TeamId, today: Day) -> Result<Vec<Serving>, ProgramError> {
    let rows: Vec<ServingColumns> = terms::table
        .inner_join(people::table.on(people::id.eq(terms::person_id)))
        .filter(terms::team_id.eq(team))
        .filter(serving_on(today))
        .order((terms::role, people::name_folded, people::id))
        .select((people::id, people::name, people::handle, people::chat, terms::role))
        .load(connection)?;
    Ok(rows
        .into_iter()
        .map(|(person_id, name, handle, chat, role)| Serving { person_id, name, handle, chat, role })
        .collect())
}

/// Who serves each team on `today`, champions first; teams that nobody serves
/// are missing. One query, whatever the number of teams.
///
/// # Errors
///
/// The database's own.
pub fn serving_by_team(connection: &mut Connection, today: Day) -> Result<HashMap<TeamId, Vec<Serving>>, ProgramError> {
    let rows: Vec<(TeamId, ServingColumns)> = terms::table
        .inner_join(people::table.on(people::id.eq(terms::person_id)))
        .filter(serving_on(today))
        .order((terms::role, people::name_folded, people::id))
        .select((terms::team_id, (people::id, people::name, people::handle, people::chat, terms::role)))
        .load(connection)?;
    Ok(by_team(rows))
}

/// Who serves each of these teams on `today`, of which there are at most 1,000,
/// champions first.
///
/// # Errors
///
/// The database's own.
pub fn serving_these(
    connection: &mut Connection,
    teams: &[TeamId],
    today: Day,
) -> Result<HashMap<TeamId, Vec<Serving>>, DbError> {
    let rows: Vec<(TeamId, ServingColumns)> = terms::table
        .inner_join(people::table.on(people::id.eq(terms::person_id)))
        .filter(terms::team_id.eq_any(teams.iter().copied().take(NAMES).collect::<Vec<_>>()))
        .filter(serving_on(today))
        .order((terms::role, people::name_folded, people::id))
        .select((terms::team_id, (people::id, people::name, people::handle, people::chat, terms::role)))
        .load(connection)?;
    Ok(by_team(rows))
}

fn by_team(rows: Vec<(TeamId, ServingColumns)>) -> HashMap<TeamId, Vec<Serving>> {
    let mut by_team: HashMap<TeamId, Vec<Serving>> = HashMap::new();
    for (team, (person_id, name, handle, chat, role)) in rows {
        by_team.entry(team).or_default().push(Serving { person_id, name, handle, chat, role });
    }
    by_team
}

/// What each of these people, of whom there are at most 1,000, serves on
/// `today`: as champion first, by team.
///
/// # Errors
///
/// The database's own.
pub fn served_by_these(
    connection: &mut Connection,
    persons: &[PersonId],
    today: Day,
) -> Result<Vec<(PersonId, TermRole, TeamName)>, DbError> {
    terms::table
        .inner_join(teams::table.on(teams::id.eq(terms::team_id)))
        .filter(terms::person_id.eq_any(persons.iter().copied().take(NAMES).collect::<Vec<_>>()))
        .filter(serving_on(today))
        .order((terms::role, teams::name_folded, teams::id))
        .select((terms::person_id, terms::role, (teams::id, teams::slug, teams::name, teams::department_id)))
        .load(connection)
}

/// The teams that a person serves on `today`, the longest served first.
///
/// # Errors
///
/// The database's own.
pub fn teams_served(connection: &mut Connection, person: PersonId, today: Day) -> Result<Vec<TeamName>, ProgramError> {
    let mut served: Vec<TeamName> = terms::table
        .inner_join(teams::table.on(teams::id.eq(terms::team_id)))
        .filter(terms::person_id.eq(person))
        .filter(serving_on(today))
        .order((terms::starts_on, terms::id))
        .select((teams::id, teams::slug, teams::name, teams::department_id))
        .load(connection)?;
    served.dedup();
    Ok(served)
}
