//! What can be done with departments, teams and memberships.

use serde_json::json;

use super::model::{Department, NewTeam, Team};
use super::{access, store};
use crate::accounts::{self, Person};
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::keys::{DepartmentId, PersonId, RowVersion, TeamId};
use crate::db::{Tx, changes};
use crate::program::{Actor, ProgramError, free_slug, teams_served};

const SHAPED_BY: &str = "departments and teams are changed by the program's lead and by admins";
const MANAGED_BY: &str = "who belongs to a team is changed by its manager, the program's lead and admins";

/// Makes a department.
///
/// # Errors
///
/// [`ProgramError::Invalid`] where the name is taken.
pub fn add_department(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, name: &str) -> Result<Department, ProgramError> {
    add_department_at(tx, actor, now, name, name)
}

/// Makes a department whose address comes from another word than its name: what
/// it is called elsewhere, by which a list knows it again.
///
/// # Errors
///
/// As [`add_department`].
pub fn add_department_at(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    name: &str,
    address: &str,
) -> Result<Department, ProgramError> {
    if !actor.may(access::may_shape) {
        return Err(ProgramError::NotYours(SHAPED_BY));
    }
    check_department_name(tx, name, None)?;
    let department = Department {
        id: DepartmentId::generate(),
        slug: free_slug(address, "department", |slug| store::is_department_slug_free(tx, slug))?,
        name: name.to_owned(),
        version: RowVersion::FIRST,
    };
    store::insert_department(tx, &department)?;
    let subject = ("department", department.slug.as_str());
    let detail = json!({ "name": name });
    audit::record(tx, now, Entry { actor: actor.id(), action: "department.added", subject, detail })?;
    Ok(department)
}

/// Gives a department, which was read at version `seen`, another name. Its address stays.
///
/// # Errors
///
/// [`ProgramError::Changed`] where somebody saved in between; [`ProgramError::Invalid`] where the name is taken.
pub fn rename_department(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    department: &Department,
    name: &str,
    seen: RowVersion,
) -> Result<(), ProgramError> {
    if !actor.may(access::may_shape) {
        return Err(ProgramError::NotYours(SHAPED_BY));
    }
    check_department_name(tx, name, Some(department.id))?;
    if !store::save_department(tx, department.id, name, seen)? {
        return Err(ProgramError::Changed("department"));
    }
    let subject = ("department", department.slug.as_str());
    let detail = json!({ "before": department.name, "after": name });
    audit::record(tx, now, Entry { actor: actor.id(), action: "department.renamed", subject, detail })?;
    Ok(())
}

fn check_department_name(tx: &mut Tx, name: &str, except: Option<DepartmentId>) -> Result<(), ProgramError> {
    if store::is_department_taken(tx, name, except)? {
        return Err(ProgramError::field("name", format!("there is a department called {name} already")));
    }
    Ok(())
}

/// Makes a team.
///
/// # Errors
///
/// [`ProgramError::Invalid`] where the name is taken.
pub fn add_team(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, new: &NewTeam) -> Result<Team, ProgramError> {
    add_team_at(tx, actor, now, new, &new.name)
}

/// Makes a team whose address comes from another word than its name: what it is
/// called elsewhere, by which a list knows it again.
///
/// # Errors
///
/// As [`add_team`].
pub fn add_team_at(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    new: &NewTeam,
    address: &str,
) -> Result<Team, ProgramError> {
    if !actor.may(access::may_shape) {
        return Err(ProgramError::NotYours(SHAPED_BY));
    }
    check_team_name(tx, &new.name, None)?;
    let id = TeamId::generate();
    let slug = free_slug(address, "team", |slug| store::is_team_slug_free(tx, slug))?;
    store::insert_team(tx, now, id, &slug, new)?;
    let team = store::team_by_id(tx, id)?;
    let detail = json!({ "name": team.name, "department": team.department, "chat": team.chat });
    audit::record(tx, now, Entry { actor: actor.id(), action: "team.added", subject: ("team", &slug), detail })?;
    changes::announce(tx, now, "team", &slug)?;
    Ok(team)
}

/// Saves a team, which was read at version `seen`. Its address stays.
///
/// # Errors
///
/// [`ProgramError::Changed`] where somebody saved in between; [`ProgramError::Invalid`] where the name is taken.
pub fn save_team(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    team: &Team,
    new: &NewTeam,
    seen: RowVersion,
) -> Result<(), ProgramError> {
    if !actor.may(access::may_shape) {
        return Err(ProgramError::NotYours(SHAPED_BY));
    }
    check_team_name(tx, &new.name, Some(team.id))?;
    if !store::save_team(tx, team.id, new, seen)? {
        return Err(ProgramError::Changed("team"));
    }
    let after = store::team_by_id(tx, team.id)?;
    let detail = json!({
        "before": { "name": team.name, "department": team.department, "chat": team.chat },
        "after": { "name": after.name, "department": after.department, "chat": after.chat },
    });
    audit::record(tx, now, Entry { actor: actor.id(), action: "team.changed", subject: ("team", &team.slug), detail })?;
    changes::announce(tx, now, "team", &team.slug)?;
    Ok(())
}

fn check_team_name(tx: &mut Tx, name: &str, except: Option<TeamId>) -> Result<(), ProgramError> {
    if store::is_team_taken(tx, name, except)? {
        return Err(ProgramError::field("name", format!("there is a team called {name} already")));
    }
    Ok(())
}

/// Lets a person belong to a team; twice changes nothing. Returns whether it is new.
///
/// # Errors
///
/// [`ProgramError::NotYours`].
pub fn add_member(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    team: &Team,
    person: &Person,
) -> Result<bool, ProgramError> {
    if !actor.may(|member| access::may_manage(member, team)) {
        return Err(ProgramError::NotYours(MANAGED_BY));
    }
    if store::is_member(tx, team.id, person.id)? {
        return Ok(false);
    }
    store::insert_member(tx, team.id, person.id, now.day())?;
    let detail = json!({ "person": person.handle });
    audit::record(tx, now, Entry { actor: actor.id(), action: "team.joined", subject: ("team", &team.slug), detail })?;
    Ok(true)
}

/// Takes a person out of a team.
///
/// # Errors
///
/// [`ProgramError::NotFound`] where they don't belong to it;
/// [`ProgramError::WrongState`] where they serve it: the term is ended first.
pub fn remove_member(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    team: &Team,
    person: PersonId,
) -> Result<Person, ProgramError> {
    if !actor.may(|member| access::may_manage(member, team)) {
        return Err(ProgramError::NotYours(MANAGED_BY));
    }
    let person = accounts::find_person(tx, person)?;
    if teams_served(tx, person.id, now.day())?.iter().any(|served| served.id == team.id) {
        let words =
            format!("{} serves {} at the moment; end that term first, then take them out", person.name, team.name);
        return Err(ProgramError::WrongState(words));
    }
    if !store::delete_member(tx, team.id, person.id)? {
        return Err(ProgramError::NotFound("member"));
    }
    let detail = json!({ "person": person.handle });
    audit::record(tx, now, Entry { actor: actor.id(), action: "team.left", subject: ("team", &team.slug), detail })?;
    Ok(person)
}
