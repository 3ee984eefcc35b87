//! Who belongs where and who serves whom, for the rest of the house.

use std::collections::HashSet;

use diesel::prelude::*;

use super::absences::teams_stood_in;
use super::meetings::end_feed;
use super::teams::{list_placed_by_others, place_member};
use super::terms::{TermRole, TermState, announce_teams_of, serving_on};
use super::{Actor, ProgramError, TeamName, handovers};
use crate::accounts::providers::Place;
use crate::accounts::{Standing, StandingSource, TeamAddress};
use crate::clock::{Day, Timestamp};
use crate::db::keys::{PersonId, TeamId};
use crate::db::schema::{departments, memberships, teams, terms};
use crate::db::{Connection, DbError, Tx};
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
        // Whoever stands in for somebody does what they would do.
        champion_of.extend(teams_stood_in(connection, person, today)?);
        let mut seen = HashSet::new();
        champion_of.retain(|team| seen.insert(*team));
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

    fn teams(&self, connection: &mut Connection) -> Result<Vec<TeamAddress>, DbError> {
        let rows: Vec<(TeamId, String, String)> = teams::table
            .order((teams::name_folded, teams::id))
            .select((teams::id, teams::slug, teams::name))
            .load(connection)?;
        Ok(rows.into_iter().map(|(id, slug, name)| TeamAddress { id, slug, name }).collect())
    }

    fn find_scope(&self, connection: &mut Connection, place: &Place) -> Result<Option<Scope>, DbError> {
        match place {
            Place::Everything => Ok(Some(Scope::All)),
            Place::Department(slug) => {
                let found = departments::table.filter(departments::slug.eq(slug)).select(departments::id);
                Ok(found.first(connection).optional()?.map(Scope::Department))
            }
            Place::Team(slug) => {
                let found = teams::table.filter(teams::slug.eq(slug)).select(teams::id);
                Ok(found.first(connection).optional()?.map(Scope::Team))
            }
        }
    }

    fn place(
        &self,
        tx: &mut Tx,
        person: PersonId,
        provider: &str,
        teams: &[String],
        now: Timestamp,
    ) -> Result<(), DbError> {
        place_member(tx, now, provider, person, teams).map_err(not_refused)
    }

    fn list_placed_by_others(
        &self,
        connection: &mut Connection,
        providers: &[String],
    ) -> Result<Vec<(PersonId, String)>, DbError> {
        list_placed_by_others(connection, providers)
    }

    fn end_calendar(
        &self,
        tx: &mut Tx,
        by: Option<PersonId>,
        person: PersonId,
        now: Timestamp,
    ) -> Result<bool, DbError> {
        end_feed(tx, Actor::Trusted(by), now, person).map_err(not_refused)
    }

    fn switched(
        &self,
        tx: &mut Tx,
        by: PersonId,
        person: PersonId,
        is_on: bool,
        now: Timestamp,
    ) -> Result<(), DbError> {
        let by = Actor::Trusted(Some(by));
        if is_on {
            handovers::drop_handovers(tx, by, person, now)?;
        } else {
            end_feed(tx, by, now, person).map_err(not_refused)?;
            handovers::raise_handover(tx, by, person, now)?;
        }
        // Who serves these teams is another question now.
        announce_teams_of(tx, now, person)
    }
}

/// The database's failure; nothing of what is asked here is anybody's to refuse.
fn not_refused(error: ProgramError) -> DbError {
    match error {
        ProgramError::Database(source) => source,
        other => DbError::QueryBuilderError(other.to_string().into()),
    }
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

/// The teams that a person served on any of these days, be it that they serve
/// them no longer: those that they serve on the last of them first.
///
/// # Errors
///
/// The database's own.
pub fn teams_served_over(
    connection: &mut Connection,
    person: PersonId,
    (first, last): (Day, Day),
) -> Result<Vec<TeamName>, ProgramError> {
    let mut served: Vec<TeamName> = terms::table
        .inner_join(teams::table.on(teams::id.eq(terms::team_id)))
        .filter(terms::person_id.eq(person).and(terms::answered_at.is_not_null()))
        .filter(terms::state.eq_any([TermState::Accepted, TermState::Active, TermState::Ended]))
        .filter(terms::starts_on.le(last))
        .filter(terms::ends_on.is_null().or(terms::ends_on.ge(first)))
        .filter(terms::state.ne(TermState::Ended).or(terms::ended_at.ge(first.start_utc())))
        .order((terms::starts_on, terms::id))
        .select((teams::id, teams::slug, teams::name, teams::department_id))
        .load(connection)?;
    let present = teams_served(connection, person, last)?;
    served.sort_by_key(|team| present.iter().position(|one| one.id == team.id).unwrap_or(usize::MAX));
    served.dedup();
    Ok(served)
}

/// Whether a person served the team on `day`, by a term of their own or in
/// place of somebody who was away.
///
/// # Errors
///
/// The database's own.
pub fn served_on(connection: &mut Connection, person: PersonId, team: TeamId, day: Day) -> Result<bool, ProgramError> {
    let served = teams_served_over(connection, person, (day, day))?;
    Ok(served.iter().any(|one| one.id == team) || teams_stood_in(connection, person, day)?.contains(&team))
}
