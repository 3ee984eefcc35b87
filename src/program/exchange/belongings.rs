//! Services and repositories: `service,team,link` and `repository,team,link` as
//! CSV, or the components of a catalogue.

use std::collections::HashMap;

use super::report::{Cell, ChangeKind, Fault, Faults, ImportError, Report, Way, refused};
use super::table::read;
use super::teams::TeamsByName;
use crate::clock::Timestamp;
use crate::db::{Connection, Tx};
use crate::program::ProgramError;
use crate::program::belongings::{BelongingKind, NewBelonging, Put, find_belonging, list_belongings, put_belonging};
use crate::web::csv;
use crate::web::fold::fold;

const SERVICE_COLUMNS: [&str; 3] = ["service", "team", "link"];
const REPOSITORY_COLUMNS: [&str; 3] = ["repository", "team", "link"];
const REQUIRED: usize = 2;

/// One repository or service of a file.
#[derive(Debug, Clone)]
pub(super) struct BelongingRow {
    pub name: Cell,
    pub team: Cell,
    /// None where the file says nothing of it: what is there stays.
    pub link: Option<Cell>,
}

/// Takes in services; who had one before has it no longer.
///
/// # Errors
///
/// As [`super::import_teams`].
pub fn import_services(tx: &mut Tx, now: Timestamp, bytes: &[u8], way: Way) -> Result<Report, ImportError> {
    import(tx, now, BelongingKind::Service, SERVICE_COLUMNS, bytes, way)
}

/// Takes in repositories.
///
/// # Errors
///
/// As [`super::import_teams`].
pub fn import_repositories(tx: &mut Tx, now: Timestamp, bytes: &[u8], way: Way) -> Result<Report, ImportError> {
    import(tx, now, BelongingKind::Repository, REPOSITORY_COLUMNS, bytes, way)
}

fn import(
    tx: &mut Tx,
    now: Timestamp,
    kind: BelongingKind,
    columns: [&'static str; 3],
    bytes: &[u8],
    way: Way,
) -> Result<Report, ImportError> {
    let table = read(bytes, columns, REQUIRED)?;
    let rows: Vec<_> =
        table.rows.into_iter().map(|[name, team, link]| BelongingRow { name, team, link: link.given() }).collect();
    way.end(take_belongings(tx, now, kind, &rows, table.faults, way)?)
}

/// Takes them in, in the transaction of a larger import.
pub(super) fn take_belongings(
    tx: &mut Tx,
    now: Timestamp,
    kind: BelongingKind,
    rows: &[BelongingRow],
    faults: Vec<Fault>,
    way: Way,
) -> Result<Report, ImportError> {
    let (mut report, mut faults) = (Report::default(), Faults::of(faults));
    let mut teams = TeamsByName::default();
    let mut seen: HashMap<String, u64> = HashMap::new();
    for row in rows {
        if let Some(first) = seen.get(&fold(&row.name.value)) {
            let fault = row.name.fault(format!("line {first} has it already"));
            faults.keep::<()>(Err(fault.into()))?;
            continue;
        }
        seen.insert(fold(&row.name.value), row.name.line);
        faults.keep(take_one(tx, now, (kind, way), row, &mut teams, &mut report))?;
    }
    faults.end()?;
    Ok(report)
}

fn take_one(
    tx: &mut Tx,
    now: Timestamp,
    (kind, way): (BelongingKind, Way),
    row: &BelongingRow,
    teams: &mut TeamsByName,
    report: &mut Report,
) -> Result<(), ImportError> {
    let team = teams.find(tx, &row.team)?;
    let before = find_belonging(tx, kind, &row.name.value)?.map(|before| before.link).unwrap_or_default();
    let link = row.link.as_ref().map_or(before.as_str(), |link| &link.value);
    let new = NewBelonging::parse(kind, &row.name.value, link).map_err(|problems| fault_of(row, problems))?;
    let put = put_belonging(tx, way.actor(), now, &team, &new);
    let (word, name) = (kind.as_str(), &new.name);
    match put.map_err(|error| refused(error, |_| &row.name))? {
        Put::Added => report.push(ChangeKind::Added, format!("{word} {name} of {}", team.name)),
        Put::Unchanged => report.unchanged += 1,
        Put::Changed { was } if was == team.name => {
            report.push(ChangeKind::Changed, format!("{word} {name}: link “{before}” to “{}”", new.link));
        }
        Put::Changed { was } => {
            report.push(ChangeKind::Changed, format!("{word} {name}: team “{was}” to “{}”", team.name));
        }
    }
    Ok(())
}

fn fault_of(row: &BelongingRow, problems: Vec<(&'static str, String)>) -> ImportError {
    let (field, words) = problems.into_iter().next().unwrap_or(("name", "this does not fit".into()));
    let cell = if field == "link" { row.link.as_ref().unwrap_or(&row.name) } else { &row.name };
    cell.fault(words).into()
}

/// All services, by name.
///
/// # Errors
///
/// The database's own.
pub fn export_services(connection: &mut Connection) -> Result<String, ProgramError> {
    export(connection, BelongingKind::Service, &SERVICE_COLUMNS)
}

/// All repositories, by name.
///
/// # Errors
///
/// The database's own.
pub fn export_repositories(connection: &mut Connection) -> Result<String, ProgramError> {
    export(connection, BelongingKind::Repository, &REPOSITORY_COLUMNS)
}

fn export(connection: &mut Connection, kind: BelongingKind, columns: &[&str]) -> Result<String, ProgramError> {
    let all = list_belongings(connection, kind)?;
    Ok(csv::document(columns, all.into_iter().map(|one| [one.name, one.team.name, one.link])))
}
