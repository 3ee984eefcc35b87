//! Every query about departments, teams and memberships.

use diesel::prelude::*;

use super::model::{Department, Membership, NewTeam, Team, TeamName};
use crate::clock::{Day, Timestamp};
use crate::db::keys::{DepartmentId, MembershipId, PersonId, RowVersion, TeamId};
use crate::db::schema::{departments, memberships, people, teams};
use crate::db::{Connection, DbError, Tx, like};
use crate::program::ProgramError;
use crate::web::fold::fold;

type TeamColumns = (
    teams::id,
    teams::slug,
    teams::name,
    departments::id,
    departments::name,
    departments::slug,
    teams::chat,
    teams::version,
);

const TEAM: TeamColumns = (
    teams::id,
    teams::slug,
    teams::name,
    departments::id,
    departments::name,
    departments::slug,
    teams::chat,
    teams::version,
);

const NAMED: (teams::id, teams::slug, teams::name, teams::department_id) =
    (teams::id, teams::slug, teams::name, teams::department_id);

/// The team with this address.
///
/// # Errors
///
/// [`ProgramError::NotFound`] if there is none.
pub fn find_team(connection: &mut Connection, slug: &str) -> Result<Team, ProgramError> {
    let found = teams::table
        .inner_join(departments::table)
        .filter(teams::slug.eq(slug))
        .select(TEAM)
        .first(connection)
        .optional()?;
    found.ok_or(ProgramError::NotFound("team"))
}

/// The team with this key.
///
/// # Errors
///
/// [`ProgramError::NotFound`] if there is none.
pub fn team_by_id(connection: &mut Connection, id: TeamId) -> Result<Team, ProgramError> {
    let found = teams::table
        .inner_join(departments::table)
        .filter(teams::id.eq(id))
        .select(TEAM)
        .first(connection)
        .optional()?;
    found.ok_or(ProgramError::NotFound("team"))
}

/// All teams by name, for select boxes.
///
/// # Errors
///
/// The database's own.
pub fn list_teams(connection: &mut Connection) -> Result<Vec<TeamName>, ProgramError> {
    Ok(teams::table.order((teams::name_folded, teams::id)).select(NAMED).load(connection)?)
}

/// The teams that a person belongs to, the first joined first.
///
/// # Errors
///
/// The database's own.
pub fn teams_of(connection: &mut Connection, person: PersonId) -> Result<Vec<TeamName>, ProgramError> {
    Ok(memberships::table
        .inner_join(teams::table)
        .filter(memberships::person_id.eq(person))
        .order((memberships::since, memberships::id))
        .select(NAMED)
        .load(connection)?)
}

/// All departments by name.
///
/// # Errors
///
/// The database's own.
pub fn list_departments(connection: &mut Connection) -> Result<Vec<Department>, ProgramError> {
    Ok(departments::table
        .order((departments::name_folded, departments::id))
        .select((departments::id, departments::slug, departments::name, departments::version))
        .load(connection)?)
}

/// The department with this address.
///
/// # Errors
///
/// [`ProgramError::NotFound`] if there is none.
pub fn find_department(connection: &mut Connection, slug: &str) -> Result<Department, ProgramError> {
    let found = departments::table
        .filter(departments::slug.eq(slug))
        .select((departments::id, departments::slug, departments::name, departments::version))
        .first(connection)
        .optional()?;
    found.ok_or(ProgramError::NotFound("department"))
}

/// Who belongs to a team, by name.
///
/// # Errors
///
/// The database's own.
pub fn list_members(connection: &mut Connection, team: TeamId) -> Result<Vec<Membership>, ProgramError> {
    Ok(memberships::table
        .inner_join(people::table)
        .filter(memberships::team_id.eq(team))
        .order((people::name_folded, people::id))
        .select((people::id, people::handle, people::name, people::chat, memberships::since))
        .load(connection)?)
}

/// Whether another department (not `except`) has this name, or `slug`.
pub(super) fn is_department_taken(
    connection: &mut Connection,
    name: &str,
    except: Option<DepartmentId>,
) -> Result<bool, DbError> {
    let found: Option<DepartmentId> = departments::table
        .filter(departments::name_folded.eq(fold(name)))
        .select(departments::id)
        .first(connection)
        .optional()?;
    Ok(found.is_some_and(|found| Some(found) != except))
}

/// Whether another team (not `except`) has this name.
pub(super) fn is_team_taken(connection: &mut Connection, name: &str, except: Option<TeamId>) -> Result<bool, DbError> {
    let found: Option<TeamId> =
        teams::table.filter(teams::name_folded.eq(fold(name))).select(teams::id).first(connection).optional()?;
    Ok(found.is_some_and(|found| Some(found) != except))
}

pub(super) fn is_department_slug_free(connection: &mut Connection, slug: &str) -> Result<bool, DbError> {
    let taken: i64 = departments::table.filter(departments::slug.eq(slug)).count().get_result(connection)?;
    Ok(taken == 0)
}

pub(super) fn is_team_slug_free(connection: &mut Connection, slug: &str) -> Result<bool, DbError> {
    let taken: i64 = teams::table.filter(teams::slug.eq(slug)).count().get_result(connection)?;
    Ok(taken == 0)
}

pub(super) fn insert_department(tx: &mut Tx, department: &Department) -> Result<(), DbError> {
    diesel::insert_into(departments::table)
        .values((
            departments::id.eq(department.id),
            departments::slug.eq(&department.slug),
            departments::name.eq(&department.name),
            departments::name_folded.eq(fold(&department.name)),
            departments::version.eq(department.version),
        ))
        .execute(tx)?;
    Ok(())
}

/// Saves a department's name. Returns whether `seen` was still its version.
pub(super) fn save_department(tx: &mut Tx, id: DepartmentId, name: &str, seen: RowVersion) -> Result<bool, DbError> {
    let unchanged = departments::table.filter(departments::id.eq(id)).filter(departments::version.eq(seen));
    let rows = diesel::update(unchanged)
        .set((
            departments::name.eq(name),
            departments::name_folded.eq(fold(name)),
            departments::version.eq(seen.next()),
        ))
        .execute(tx)?;
    Ok(rows == 1)
}

pub(super) fn insert_team(tx: &mut Tx, now: Timestamp, id: TeamId, slug: &str, new: &NewTeam) -> Result<(), DbError> {
    diesel::insert_into(teams::table)
        .values((
            teams::id.eq(id),
            teams::slug.eq(slug),
            teams::name.eq(&new.name),
            teams::name_folded.eq(fold(&new.name)),
            teams::department_id.eq(new.department_id),
            teams::chat.eq(&new.chat),
            teams::created_at.eq(now),
            teams::version.eq(RowVersion::FIRST),
        ))
        .execute(tx)?;
    Ok(())
}

/// Saves a team. Returns whether `seen` was still its version.
pub(super) fn save_team(tx: &mut Tx, id: TeamId, new: &NewTeam, seen: RowVersion) -> Result<bool, DbError> {
    let unchanged = teams::table.filter(teams::id.eq(id)).filter(teams::version.eq(seen));
    let rows = diesel::update(unchanged)
        .set((
            teams::name.eq(&new.name),
            teams::name_folded.eq(fold(&new.name)),
            teams::department_id.eq(new.department_id),
            teams::chat.eq(&new.chat),
            teams::version.eq(seen.next()),
        ))
        .execute(tx)?;
    Ok(rows == 1)
}

/// Whether the person belongs to the team.
pub(super) fn is_member(connection: &mut Connection, team: TeamId, person: PersonId) -> Result<bool, DbError> {
    let found: i64 = memberships::table
        .filter(memberships::team_id.eq(team))
        .filter(memberships::person_id.eq(person))
        .count()
        .get_result(connection)?;
    Ok(found > 0)
}

pub(super) fn insert_member(tx: &mut Tx, team: TeamId, person: PersonId, since: Day) -> Result<(), DbError> {
    let key = memberships::id.eq(MembershipId::generate());
    let of = (memberships::person_id.eq(person), memberships::team_id.eq(team));
    diesel::insert_into(memberships::table).values((key, of, memberships::since.eq(since))).execute(tx)?;
    Ok(())
}

/// Returns whether they belonged to it.
pub(super) fn delete_member(tx: &mut Tx, team: TeamId, person: PersonId) -> Result<bool, DbError> {
    let row = memberships::table.filter(memberships::team_id.eq(team)).filter(memberships::person_id.eq(person));
    Ok(diesel::delete(row).execute(tx)? == 1)
}

/// Which teams a list shows.
#[derive(Debug, Clone, Default)]
pub struct TeamFilter {
    /// Words that the name holds; empty: all.
    pub words: String,
    /// The department; none: all.
    pub department: Option<DepartmentId>,
}

/// Teams that fit, by name, at most `limit` after the first `skip`; and how many fit in all.
///
/// # Errors
///
/// The database's own.
pub fn find_teams(
    connection: &mut Connection,
    filter: &TeamFilter,
    skip: i64,
    limit: i64,
) -> Result<(Vec<Team>, i64), ProgramError> {
    let mut rows = teams::table
        .inner_join(departments::table)
        .order((teams::name_folded, teams::id))
        .offset(skip)
        .limit(limit)
        .select(TEAM)
        .into_boxed();
    let mut count = teams::table.count().into_boxed();
    // Without words nothing is compared, so that counting reads an index alone.
    if !filter.words.trim().is_empty() {
        let pattern = like::holding(&fold(&filter.words));
        rows = rows.filter(teams::name_folded.like(pattern.clone()).escape('\\'));
        count = count.filter(teams::name_folded.like(pattern).escape('\\'));
    }
    if let Some(department) = filter.department {
        rows = rows.filter(teams::department_id.eq(department));
        count = count.filter(teams::department_id.eq(department));
    }
    Ok((rows.load(connection)?, count.get_result(connection)?))
}

/// Whether there is any team.
///
/// # Errors
///
/// The database's own.
pub fn exists_team(connection: &mut Connection) -> Result<bool, DbError> {
    Ok(teams::table.select(teams::id).first::<TeamId>(connection).optional()?.is_some())
}

/// How many teams each department has; those without any are missing.
///
/// # Errors
///
/// The database's own.
pub fn count_teams(connection: &mut Connection) -> Result<Vec<(DepartmentId, i64)>, ProgramError> {
    Ok(teams::table
        .group_by(teams::department_id)
        .select((teams::department_id, diesel::dsl::count_star()))
        .load(connection)?)
}
