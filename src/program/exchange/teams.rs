//! Teams as CSV: `team,department,chat`.

use super::table::{ImportError, Row, Summary, read};
use crate::clock::Timestamp;
use crate::db::{Connection, Tx};
use crate::program::teams::{TeamFilter, TeamForm, find_teams, save_team};
use crate::program::{
    Actor, Department, ProgramError, Team, add_department, add_team, list_departments, list_teams, team_by_id,
};
use crate::web::csv;
use crate::web::fold::{fold, line};

const COLUMNS: [&str; 3] = ["team", "department", "chat"];
const REQUIRED: usize = 2;
/// Characters of a department's name, as its form has it.
const NAME_LIMIT: usize = 80;

/// Makes the teams of the file and changes those that are there by name.
/// Departments that are missing are made, too.
///
/// # Errors
///
/// [`ImportError::Fault`] for the first thing that does not fit; [`ImportError::Tried`] where `dry_run` is set.
pub fn import_teams(tx: &mut Tx, now: Timestamp, bytes: &[u8], dry_run: bool) -> Result<Summary, ImportError> {
    let mut summary = Summary::default();
    for row in read(bytes, COLUMNS, REQUIRED)? {
        let department = department_of(tx, now, &row)?;
        import_one(tx, now, &row, &department, &mut summary)?;
    }
    if dry_run { Err(ImportError::Tried(summary)) } else { Ok(summary) }
}

fn department_of(tx: &mut Tx, now: Timestamp, row: &Row<3>) -> Result<Department, ImportError> {
    let name = line(&row.cells[1], NAME_LIMIT).map_err(|words| row.fault(1, words))?;
    let known = list_departments(tx)?.into_iter().find(|department| fold(&department.name) == fold(&name));
    match known {
        Some(department) => Ok(department),
        None => add_department(tx, Actor::Trusted(None), now, &name).map_err(|error| row.refused(error, |_| 1)),
    }
}

fn import_one(
    tx: &mut Tx,
    now: Timestamp,
    row: &Row<3>,
    department: &Department,
    summary: &mut Summary,
) -> Result<(), ImportError> {
    let column = |field: &str| match field {
        "department" => 1,
        "chat" => 2,
        _ => 0,
    };
    let form = TeamForm {
        name: row.cells[0].clone(),
        department: department.slug.clone(),
        chat: row.cells[2].clone(),
        ..TeamForm::default()
    };
    let new = form.parse(tx).map_err(|error| row.refused(error, column))?;
    let actor = Actor::Trusted(None);
    match named(tx, &new.name)? {
        None => {
            add_team(tx, actor, now, &new).map_err(|error| row.refused(error, column))?;
            summary.added += 1;
        }
        Some(team) if (&team.name, team.department_id, &team.chat) == (&new.name, new.department_id, &new.chat) => {
            summary.unchanged += 1;
        }
        Some(team) => {
            save_team(tx, actor, now, &team, &new, team.version).map_err(|error| row.refused(error, column))?;
            summary.changed += 1;
        }
    }
    Ok(())
}

/// The team with exactly this name.
pub(super) fn named(connection: &mut Connection, name: &str) -> Result<Option<Team>, ProgramError> {
    match crate::program::teams::find_team_named(connection, name)? {
        Some(id) => team_by_id(connection, id).map(Some),
        None => Ok(None),
    }
}

/// All teams, by name.
///
/// # Errors
///
/// The database's own.
pub fn export_teams(connection: &mut Connection) -> Result<String, ProgramError> {
    let count = list_teams(connection)?.len() as i64;
    let (teams, _) = find_teams(connection, &TeamFilter::default(), 0, count)?;
    Ok(csv::document(&COLUMNS, teams.into_iter().map(|team| [team.name, team.department, team.chat])))
}
