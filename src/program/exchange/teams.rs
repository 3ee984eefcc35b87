//! Teams: `team,department,chat` as CSV, or the groups of a catalogue.

use std::collections::HashMap;

use super::report::{Cell, ChangeKind, Fault, Faults, ImportError, Report, Way, refused};
use super::table::read;
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

/// One team of a file.
#[derive(Debug, Clone)]
pub(super) struct TeamRow {
    pub name: Cell,
    pub department: Cell,
    /// None where the file says nothing of it: what is there stays.
    pub chat: Option<Cell>,
}

/// Makes the teams of the file and changes those that are there by name.
/// Departments that are missing are made, too.
///
/// # Errors
///
/// [`ImportError::Faults`] for what does not fit; [`ImportError::Tried`] where it is a dry run.
pub fn import_teams(tx: &mut Tx, now: Timestamp, bytes: &[u8], way: Way) -> Result<Report, ImportError> {
    let table = read(bytes, COLUMNS, REQUIRED)?;
    let rows: Vec<TeamRow> = table
        .rows
        .into_iter()
        .map(|[name, department, chat]| TeamRow { name, department, chat: chat.given() })
        .collect();
    way.end(take_teams(tx, now, &rows, table.faults)?)
}

/// Takes the teams in, in the transaction of a larger import.
pub(super) fn take_teams(
    tx: &mut Tx,
    now: Timestamp,
    rows: &[TeamRow],
    faults: Vec<Fault>,
) -> Result<Report, ImportError> {
    let (mut report, mut faults) = (Report::default(), Faults::of(faults));
    let mut departments: HashMap<String, Department> =
        list_departments(tx)?.into_iter().map(|department| (fold(&department.name), department)).collect();
    let mut seen: HashMap<String, u64> = HashMap::new();
    for row in rows {
        if let Some(first) = seen.get(&fold(&row.name.value)) {
            let fault = row.name.fault(format!("line {first} has this team already"));
            faults.keep::<()>(Err(fault.into()))?;
            continue;
        }
        seen.insert(fold(&row.name.value), row.name.line);
        let department = department_of(tx, now, row, &mut departments, &mut report);
        let Some(department) = faults.keep(department)? else { continue };
        faults.keep(take_team(tx, now, row, &department, &mut report))?;
    }
    faults.end()?;
    Ok(report)
}

fn department_of(
    tx: &mut Tx,
    now: Timestamp,
    row: &TeamRow,
    known: &mut HashMap<String, Department>,
    report: &mut Report,
) -> Result<Department, ImportError> {
    let name = line(&row.department.value, NAME_LIMIT).map_err(|words| row.department.fault(words))?;
    if let Some(department) = known.get(&fold(&name)) {
        return Ok(department.clone());
    }
    let made = add_department(tx, Actor::Trusted(None), now, &name);
    let made = made.map_err(|error| refused(error, |_| &row.department))?;
    report.push(ChangeKind::Added, format!("department {name}"));
    known.insert(fold(&name), made.clone());
    Ok(made)
}

fn take_team(
    tx: &mut Tx,
    now: Timestamp,
    row: &TeamRow,
    department: &Department,
    report: &mut Report,
) -> Result<(), ImportError> {
    let cell_of = |field: &str| match field {
        "department" => &row.department,
        "chat" => row.chat.as_ref().unwrap_or(&row.name),
        _ => &row.name,
    };
    let before = named(tx, row.name.value.trim())?;
    let chat = row.chat.as_ref().map(|cell| cell.value.clone());
    let form = TeamForm {
        name: row.name.value.clone(),
        department: department.slug.clone(),
        chat: chat.or_else(|| before.as_ref().map(|team| team.chat.clone())).unwrap_or_default(),
        ..TeamForm::default()
    };
    let new = form.parse(tx).map_err(|error| refused(error, cell_of))?;
    let actor = Actor::Trusted(None);
    match before {
        None => {
            add_team(tx, actor, now, &new).map_err(|error| refused(error, cell_of))?;
            report.push(ChangeKind::Added, format!("team {} in {}", new.name, department.name));
        }
        Some(team) if (&team.name, team.department_id, &team.chat) == (&new.name, new.department_id, &new.chat) => {
            report.unchanged += 1;
        }
        Some(team) => {
            save_team(tx, actor, now, &team, &new, team.version).map_err(|error| refused(error, cell_of))?;
            let differences = [
                ("name", &team.name, &new.name),
                ("department", &team.department, &department.name),
                ("chat", &team.chat, &new.chat),
            ];
            report.push(ChangeKind::Changed, format!("team {}: {}", team.name, changed_words(&differences)));
        }
    }
    Ok(())
}

/// `chat “#a” to “#b”, name …`: what differs.
fn changed_words(fields: &[(&str, &String, &String)]) -> String {
    let differing = fields.iter().filter(|(_, before, after)| before != after);
    differing.map(|(name, before, after)| format!("{name} “{before}” to “{after}”")).collect::<Vec<_>>().join(", ")
}

/// Teams by the name that a file calls them, each read once.
#[derive(Default)]
pub(super) struct TeamsByName(HashMap<String, Team>);

impl TeamsByName {
    /// The team of this name; a fault of the cell where there is none.
    pub(super) fn find(&mut self, tx: &mut Tx, cell: &Cell) -> Result<Team, ImportError> {
        if let Some(team) = self.0.get(&cell.value) {
            return Ok(team.clone());
        }
        let team = named(tx, &cell.value)?;
        let team = team.ok_or_else(|| cell.fault(format!("there is no team called {}", cell.value)))?;
        self.0.insert(cell.value.clone(), team.clone());
        Ok(team)
    }
}

/// The team with exactly this name.
fn named(connection: &mut Connection, name: &str) -> Result<Option<Team>, ProgramError> {
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
