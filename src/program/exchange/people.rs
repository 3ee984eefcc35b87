//! People: `name,email,chat,teams` as CSV, the teams by name with `;` between,
//! or the users of a catalogue.

use std::collections::HashMap;

use super::leavers::{self, List};
use super::report::{Cell, ChangeKind, Fault, Faults, ImportError, Report, Way};
use super::table::read;
use super::teams::TeamsByName;
use crate::accounts::{self, AccountError, NewPerson, Person, PersonState};
use crate::clock::Timestamp;
use crate::db::keys::{PersonId, TeamId};
use crate::db::{Connection, Tx};
use crate::program::teams::list_memberships;
use crate::program::{ProgramError, add_member};
use crate::web::csv;

const COLUMNS: [&str; 4] = ["name", "email", "chat", "teams"];
const REQUIRED: usize = 2;
/// People that are read at once for the export.
const BATCH: i64 = 1_000;

/// One person of a file.
#[derive(Debug, Clone)]
pub(super) struct PersonRow {
    pub name: Cell,
    pub email: Cell,
    pub chat: Cell,
    /// The names of their teams; none where the file says nothing of teams.
    pub teams: Option<Vec<Cell>>,
}

/// Makes the people of the file, without a password, and lets them join their
/// teams. Whoever is known by their mail address keeps their account as it is
/// (A09). Who came with this list before and is missing now has left.
///
/// # Errors
///
/// [`ImportError::Faults`] for what does not fit,
/// [`ImportError::ManyLeave`] where more than a tenth would leave,
/// [`ImportError::Tried`] where it is a dry run.
pub fn import_people(tx: &mut Tx, now: Timestamp, bytes: &[u8], way: Way) -> Result<Report, ImportError> {
    let table = read(bytes, COLUMNS, REQUIRED)?;
    let rows: Vec<PersonRow> = table.rows.into_iter().map(row_of).collect();
    way.end(take_people(tx, now, List::People, &rows, table.faults, way)?)
}

fn row_of([name, email, chat, teams]: [Cell; 4]) -> PersonRow {
    let names = teams.given().map(|teams| {
        let names = teams.value.split(';').map(str::trim).filter(|name| !name.is_empty());
        names.map(|name| teams.with(name)).collect()
    });
    PersonRow { name, email, chat, teams: names }
}

/// Takes the people in, in the transaction of a larger import.
pub(super) fn take_people(
    tx: &mut Tx,
    now: Timestamp,
    list: List,
    rows: &[PersonRow],
    faults: Vec<Fault>,
    way: Way,
) -> Result<Report, ImportError> {
    let (mut report, mut faults) = (Report::default(), Faults::of(faults));
    let mut teams = TeamsByName::default();
    let mut seen: HashMap<PersonId, u64> = HashMap::new();
    let mut listed: Vec<(PersonId, TeamId)> = Vec::new();
    for row in rows {
        let Some((person, is_new)) = faults.keep(person_of(tx, now, row, way))? else { continue };
        if let Some(first) = seen.get(&person.id) {
            let fault = row.email.fault(format!("line {first} has this person already"));
            faults.keep::<()>(Err(fault.into()))?;
            continue;
        }
        seen.insert(person.id, row.email.line);
        let mut joined = Vec::new();
        for cell in row.teams.iter().flatten() {
            let Some(team) = faults.keep(teams.find(tx, cell))? else { continue };
            listed.push((person.id, team.id));
            if add_member(tx, way.actor(), now, &team, &person)? {
                joined.push(team.name);
            }
        }
        if row.teams.is_none() {
            listed.extend(leavers::teams_in(tx, list, person.id)?.into_iter().map(|team| (person.id, team)));
        }
        note(&mut report, &person, is_new, &joined);
    }
    faults.end()?;
    let everybody: Vec<PersonId> = seen.into_keys().collect();
    report.join(leavers::settle(tx, now, list, &everybody, &listed, way)?);
    Ok(report)
}

fn note(report: &mut Report, person: &Person, is_new: bool, joined: &[String]) {
    let joins = if joined.is_empty() { String::new() } else { format!(" joins {}", joined.join(", ")) };
    match (is_new, joined.is_empty()) {
        (true, _) => report.push(ChangeKind::Added, format!("person {} <{}>{joins}", person.name, person.email)),
        (false, false) => report.push(ChangeKind::Changed, format!("person {}{joins}", person.name)),
        (false, true) => report.unchanged += 1,
    }
    if person.state == PersonState::Disabled {
        let words = format!("the account of {} is switched off, and stays so; an admin can change it", person.name);
        report.push(ChangeKind::Note, words);
    }
}

fn person_of(tx: &mut Tx, now: Timestamp, row: &PersonRow, way: Way) -> Result<(Person, bool), ImportError> {
    let new = NewPerson::parse(&row.name.value, &row.email.value, &row.chat.value);
    let new = new.map_err(|error| refused(row, error))?;
    match accounts::find_by_email(tx, &new.email) {
        Ok(person) => Ok((person, false)),
        Err(AccountError::NotFound) => {
            let person = accounts::add_person(tx, way.by, now, &new).map_err(|error| refused(row, error))?;
            Ok((person, true))
        }
        Err(error) => Err(ProgramError::from(error).into()),
    }
}

fn refused(row: &PersonRow, error: AccountError) -> ImportError {
    let error = match error {
        AccountError::Invalid(problems) => ProgramError::Invalid(problems),
        error => error.into(),
    };
    super::report::refused(error, |field| match field {
        "email" => &row.email,
        "chat" => &row.chat,
        _ => &row.name,
    })
}

/// Everybody, by name, with the teams that they belong to.
///
/// # Errors
///
/// The database's own.
pub fn export_people(connection: &mut Connection) -> Result<String, ProgramError> {
    let mut teams: HashMap<PersonId, Vec<String>> = HashMap::new();
    for (person, team) in list_memberships(connection)? {
        teams.entry(person).or_default().push(team);
    }
    let mut people = Vec::new();
    loop {
        let batch = accounts::find_people(connection, "", people.len() as i64, BATCH)?;
        let is_last = (batch.len() as i64) < BATCH;
        people.extend(batch);
        if is_last {
            break;
        }
    }
    let rows = people.into_iter().map(|person| {
        let teams = teams.remove(&person.id).unwrap_or_default().join("; ");
        [person.name, person.email, person.chat, teams]
    });
    Ok(csv::document(&COLUMNS, rows))
}
