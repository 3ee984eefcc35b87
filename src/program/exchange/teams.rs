//! Teams: `team,department,chat,address` as CSV, or the groups of a catalogue.
//!
//! A team is known by its address, where the list says one, else by its name: a
//! team that is called otherwise in the next list is renamed, and no new one.

use std::collections::HashMap;

use super::departments::Departments;
use super::report::{Cell, ChangeKind, Fault, Faults, ImportError, Report, Way, refused};
use super::table::read;
use crate::clock::Timestamp;
use crate::db::{Connection, Tx};
use crate::program::teams::{TeamFilter, TeamForm, add_team_at, find_teams, save_team};
use crate::program::{Department, ProgramError, Team, find_team, list_teams, own_slug, team_by_id};
use crate::web::csv;
use crate::web::fold::fold;

const COLUMNS: [&str; 4] = ["team", "department", "chat", "address"];
const REQUIRED: usize = 2;

/// One team of a file.
#[derive(Debug, Clone)]
pub(super) struct TeamRow {
    pub name: Cell,
    /// Its address, by which it is known whatever it is called.
    pub address: Option<Cell>,
    pub department: Cell,
    /// The same of the department.
    pub department_address: Option<Cell>,
    /// None where the file says nothing of it: what is there stays.
    pub chat: Option<Cell>,
}

/// Makes the teams of the file and changes those that are there. Departments
/// that are missing are made, too.
///
/// # Errors
///
/// [`ImportError::Faults`] for what does not fit; [`ImportError::Tried`] where it is a dry run.
pub fn import_teams(tx: &mut Tx, now: Timestamp, bytes: &[u8], way: Way) -> Result<Report, ImportError> {
    let table = read(bytes, COLUMNS, REQUIRED)?;
    let (mut rows, mut faults) = (Vec::new(), table.faults);
    for [name, department, chat, address] in table.rows {
        let address = address.given().filter(|cell| !cell.value.trim().is_empty());
        if let Some(cell) = address.as_ref().filter(|cell| own_slug(&cell.value, "team") != cell.value) {
            faults.push(cell.fault("an address has small letters, digits and single hyphens alone"));
            continue;
        }
        rows.push(TeamRow { name, address, department, department_address: None, chat: chat.given() });
    }
    way.end(take_teams(tx, now, &rows, faults, way)?)
}

/// Takes the teams in, in the transaction of a larger import.
pub(super) fn take_teams(
    tx: &mut Tx,
    now: Timestamp,
    rows: &[TeamRow],
    faults: Vec<Fault>,
    way: Way,
) -> Result<Report, ImportError> {
    let (mut report, mut faults) = (Report::default(), Faults::of(faults));
    let mut departments = Departments::rename(tx, now, rows, way, (&mut report, &mut faults))?;
    let mut fresh = Vec::new();
    let (mut names, mut addresses) = (HashMap::new(), HashMap::new());
    for row in rows {
        let address = row.address.as_ref().map_or("", |cell| &cell.value).to_owned();
        let named = names.insert(fold(&row.name.value), row.name.line).map(|first| (&row.name, first));
        let placed = row.address.as_ref().and_then(|cell| Some((cell, addresses.insert(address, cell.line)?)));
        match named.or(placed) {
            None => fresh.push(row),
            Some((cell, first)) => {
                faults.keep::<()>(Err(cell.fault(format!("line {first} has this team already")).into()))?;
            }
        }
    }
    for (row, before) in in_order(tx, fresh)? {
        let department = departments.of(tx, now, row, way, &mut report);
        let Some(department) = faults.keep(department)? else { continue };
        faults.keep(take_team(tx, now, (row, before), &department, way, &mut report))?;
    }
    faults.end()?;
    Ok(report)
}

/// The rows, each with the team that has its address. Those come first, so that
/// a name that one of them gives up is free for another.
fn in_order<'r>(tx: &mut Tx, rows: Vec<&'r TeamRow>) -> Result<Vec<(&'r TeamRow, Option<Team>)>, ImportError> {
    let (mut known, mut others, mut ordered) = (Vec::new(), Vec::new(), Vec::new());
    for row in rows {
        let found = row.address.as_ref().map(|cell| find_team(tx, &cell.value));
        match found {
            Some(Ok(team)) => known.push((row, team)),
            None | Some(Err(ProgramError::NotFound(_))) => others.push((row, None)),
            Some(Err(error)) => return Err(error.into()),
        }
    }
    while !known.is_empty() {
        let held: HashMap<_, _> = known.iter().map(|(_, team)| (fold(&team.name), team.id)).collect();
        let waits =
            |(row, team): &(&TeamRow, Team)| held.get(&fold(&row.name.value)).is_some_and(|holder| *holder != team.id);
        let (later, next): (Vec<_>, Vec<_>) = known.into_iter().partition(waits);
        // Names that go round in a circle: the first of them is refused.
        let (next, later) = if next.is_empty() { (later, Vec::new()) } else { (next, later) };
        ordered.extend(next.into_iter().map(|(row, team)| (row, Some(team))));
        known = later;
    }
    ordered.extend(others);
    Ok(ordered)
}

fn take_team(
    tx: &mut Tx,
    now: Timestamp,
    (row, known): (&TeamRow, Option<Team>),
    department: &Department,
    way: Way,
    report: &mut Report,
) -> Result<(), ImportError> {
    let cell_of = |field: &str| match field {
        "department" => &row.department,
        "chat" => row.chat.as_ref().unwrap_or(&row.name),
        _ => &row.name,
    };
    let before = if known.is_some() { known } else { named(tx, row.name.value.trim())? };
    let chat = row.chat.as_ref().map(|cell| cell.value.clone());
    let form = TeamForm {
        name: row.name.value.clone(),
        department: department.slug.clone(),
        chat: chat.or_else(|| before.as_ref().map(|team| team.chat.clone())).unwrap_or_default(),
        ..TeamForm::default()
    };
    let new = form.parse(tx).map_err(|error| refused(error, cell_of))?;
    match before {
        None => {
            let address = row.address.as_ref().map_or(&new.name, |cell| &cell.value);
            add_team_at(tx, way.actor(), now, &new, address).map_err(|error| refused(error, cell_of))?;
            report.push(ChangeKind::Added, format!("team {} in {}", new.name, department.name));
        }
        Some(team) if (&team.name, team.department_id, &team.chat) == (&new.name, new.department_id, &new.chat) => {
            report.unchanged += 1;
        }
        Some(team) => {
            let saved = save_team(tx, way.actor(), now, &team, &new, team.version);
            saved.map_err(|error| refused(error, cell_of))?;
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
    Ok(csv::document(&COLUMNS, teams.into_iter().map(|team| [team.name, team.department, team.chat, team.slug])))
}
