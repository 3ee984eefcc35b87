//! People as CSV: `name,email,chat,teams`, the teams by name with `;` between.

use std::collections::HashMap;

use super::table::{ImportError, Row, Summary, read};
use super::teams::named;
use crate::accounts::{self, AccountError, NewPerson, Person};
use crate::clock::Timestamp;
use crate::db::keys::PersonId;
use crate::db::{Connection, Tx};
use crate::program::teams::list_memberships;
use crate::program::{Actor, ProgramError, add_member};
use crate::web::csv;

const COLUMNS: [&str; 4] = ["name", "email", "chat", "teams"];
const REQUIRED: usize = 2;
/// People that are read at once for the export.
const BATCH: i64 = 1_000;

/// Makes the people of the file, without a password, and lets them join their
/// teams. Whoever is known by their mail address keeps their account as it is.
///
/// # Errors
///
/// [`ImportError::Fault`] for the first thing that does not fit; [`ImportError::Tried`] where `dry_run` is set.
pub fn import_people(tx: &mut Tx, now: Timestamp, bytes: &[u8], dry_run: bool) -> Result<Summary, ImportError> {
    let mut summary = Summary::default();
    for row in read(bytes, COLUMNS, REQUIRED)? {
        let (person, is_new) = person_of(tx, now, &row)?;
        let mut joined = false;
        for name in row.cells[3].split(';').map(str::trim).filter(|name| !name.is_empty()) {
            let team = named(tx, name)?.ok_or_else(|| row.fault(3, format!("there is no team called {name}")))?;
            joined |= add_member(tx, Actor::Trusted(None), now, &team, &person)?;
        }
        match (is_new, joined) {
            (true, _) => summary.added += 1,
            (false, true) => summary.changed += 1,
            (false, false) => summary.unchanged += 1,
        }
    }
    if dry_run { Err(ImportError::Tried(summary)) } else { Ok(summary) }
}

fn person_of(tx: &mut Tx, now: Timestamp, row: &Row<4>) -> Result<(Person, bool), ImportError> {
    let new = NewPerson::parse(&row.cells[0], &row.cells[1], &row.cells[2]).map_err(|error| refused(row, error))?;
    match accounts::find_by_email(tx, &new.email) {
        Ok(person) => Ok((person, false)),
        Err(AccountError::NotFound) => {
            let person = accounts::add_person(tx, None, now, &new).map_err(|error| refused(row, error))?;
            Ok((person, true))
        }
        Err(error) => Err(ProgramError::from(error).into()),
    }
}

fn refused(row: &Row<4>, error: AccountError) -> ImportError {
    match error {
        AccountError::Invalid(problems) => {
            let column = |field: &str| COLUMNS.iter().position(|column| *column == field).unwrap_or(0);
            row.refused(ProgramError::Invalid(problems), column)
        }
        error => ProgramError::from(error).into(),
    }
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
