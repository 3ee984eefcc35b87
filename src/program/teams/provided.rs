//! Memberships that follow from groups at an identity provider.

use diesel::prelude::*;

use super::{actions, store};
use crate::accounts;
use crate::clock::Timestamp;
use crate::db::keys::{PersonId, TeamId};
use crate::db::schema::{provided_memberships, teams};
use crate::db::{Connection, DbError, Tx};
use crate::program::handovers::raise_handover_in;
use crate::program::{Actor, ProgramError, teams_served};

/// Lets a person belong to exactly these teams as far as `provider` is concerned.
/// What somebody was put into by hand, or by a list, stays. A team that they
/// serve they leave only when it is handed over. An address that no team has is
/// left out, and said in the log.
///
/// # Errors
///
/// The database's own.
pub fn place_member(
    tx: &mut Tx,
    now: Timestamp,
    provider: &str,
    person: PersonId,
    slugs: &[String],
) -> Result<(), ProgramError> {
    let before: Vec<TeamId> = provided_memberships::table
        .filter(provided_memberships::provider.eq(provider))
        .filter(provided_memberships::person_id.eq(person))
        .order(provided_memberships::team_id)
        .select(provided_memberships::team_id)
        .load(tx)?;
    let mut wanted = Vec::new();
    for slug in slugs {
        match find_by_slug(tx, slug)? {
            Some(team) => wanted.push(team),
            None => tracing::warn!(provider, team = slug.as_str(), "a group leads to a team that is not here"),
        }
    }
    for team in wanted.iter().filter(|team| !before.contains(team)) {
        join(tx, now, provider, person, *team)?;
    }
    for team in before.iter().filter(|team| !wanted.contains(team)) {
        leave(tx, now, provider, person, *team)?;
    }
    Ok(())
}

/// Everybody whom a provider other than these put into a team, with its key.
///
/// # Errors
///
/// The database's own.
pub fn list_placed_by_others(
    connection: &mut Connection,
    providers: &[String],
) -> Result<Vec<(PersonId, String)>, DbError> {
    provided_memberships::table
        .filter(provided_memberships::provider.ne_all(providers))
        .select((provided_memberships::person_id, provided_memberships::provider))
        .distinct()
        .load(connection)
}

fn find_by_slug(tx: &mut Tx, slug: &str) -> Result<Option<TeamId>, DbError> {
    teams::table.filter(teams::slug.eq(slug)).select(teams::id).first(tx).optional()
}

fn join(tx: &mut Tx, now: Timestamp, provider: &str, person: PersonId, team: TeamId) -> Result<(), ProgramError> {
    let team = store::team_by_id(tx, team)?;
    let person = accounts::find_person(tx, person)?;
    if actions::add_member(tx, Actor::Trusted(None), now, &team, &person)? {
        diesel::insert_into(provided_memberships::table)
            .values((
                provided_memberships::provider.eq(provider),
                provided_memberships::person_id.eq(person.id),
                provided_memberships::team_id.eq(team.id),
            ))
            .execute(tx)?;
    }
    Ok(())
}

fn leave(tx: &mut Tx, now: Timestamp, provider: &str, person: PersonId, team: TeamId) -> Result<(), ProgramError> {
    let brought = provided_memberships::table
        .filter(provided_memberships::provider.eq(provider))
        .filter(provided_memberships::person_id.eq(person))
        .filter(provided_memberships::team_id.eq(team));
    diesel::delete(brought).execute(tx)?;
    let team = store::team_by_id(tx, team)?;
    if teams_served(tx, person, now.day())?.iter().any(|served| served.id == team.id) {
        return Ok(raise_handover_in(tx, Actor::Trusted(None), person, team.id, now)?);
    }
    match actions::remove_member(tx, Actor::Trusted(None), now, &team, person) {
        // Somebody took them out by hand meanwhile.
        Ok(_) | Err(ProgramError::NotFound(_)) => Ok(()),
        Err(error) => Err(error),
    }
}
