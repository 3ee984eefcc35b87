//! Reads who was there from a list that a call's program gives: a CSV with mail
//! addresses or names in one of its columns.

use crate::accounts::{self, AccountError, Person, PersonState};
use crate::db::Connection;
use crate::program::ProgramError;
use crate::web::csv::{Lines, plain};
use crate::web::fold::fold;

/// Lines that are looked at.
const LINES: usize = 1_000;
/// Characters of a cell that are said back.
const SHOWN: usize = 80;

/// What a list came to.
#[derive(Debug, Default)]
pub struct Reading {
    /// Those who were found, each once, in the order of the list.
    pub found: Vec<Person>,
    /// Lines that name nobody here: the line's number, what it says, and why not.
    pub unknown: Vec<(u64, String, String)>,
}

/// Finds the people whom a list names.
///
/// The columns `mail`, `email`, `e-mail`, `name` and `full name` are looked for
/// in the first line; where there is none of them, every cell is tried. Commas,
/// semicolons and tabs part the columns.
///
/// # Errors
///
/// [`ProgramError::Invalid`] for the field `list`, with its line.
pub fn read(connection: &mut Connection, text: &str) -> Result<Reading, ProgramError> {
    let text = text.trim_start_matches('\u{FEFF}');
    if text.trim().is_empty() {
        return Err(ProgramError::field("list", "paste the list, one person in each line"));
    }
    let mut reader = csv::ReaderBuilder::new()
        .has_headers(false)
        .flexible(true)
        .delimiter(delimiter(text.trim()))
        .from_reader(text.as_bytes());
    let (mut reading, mut columns, mut lines) = (Reading::default(), None, Lines::of(text.as_bytes()));
    for (index, record) in reader.records().enumerate() {
        let record = record.map_err(|error| {
            let line = error.position().map_or(1, csv::Position::line);
            ProgramError::field("list", format!("line {line} can't be read: {error}"))
        })?;
        let line = lines.at(record.position().map_or(0, csv::Position::byte) as usize);
        if index >= LINES {
            return Err(ProgramError::field("list", format!("the list has more than {LINES} lines")));
        }
        if index == 0 {
            columns = named_columns(&record);
            if columns.is_some() {
                continue;
            }
        }
        let cells: Vec<&str> = match &columns {
            Some(places) => places.iter().filter_map(|place| record.get(*place)).collect(),
            None => record.iter().collect(),
        };
        let cells: Vec<&str> =
            cells.into_iter().map(|cell| plain(cell.trim())).filter(|cell| !cell.is_empty()).collect();
        if !cells.is_empty() {
            take(connection, &mut reading, line, &cells)?;
        }
    }
    Ok(reading)
}

/// What parts the columns: the one that the first line has most of.
fn delimiter(text: &str) -> u8 {
    let first = text.lines().next().unwrap_or_default();
    let count = |delimiter: char| first.matches(delimiter).count();
    let mut best = (b',', count(','));
    for (byte, delimiter) in [(b';', ';'), (b'\t', '\t')] {
        if count(delimiter) > best.1 {
            best = (byte, count(delimiter));
        }
    }
    best.0
}

/// The columns with mail addresses, then those with names; none where the first
/// line names no column.
fn named_columns(record: &csv::StringRecord) -> Option<Vec<usize>> {
    let of = |names: &[&str]| {
        let fits = |(_, cell): &(usize, &str)| names.contains(&fold(cell).as_str());
        record.iter().enumerate().filter(fits).map(|(place, _)| place).collect::<Vec<_>>()
    };
    let mut places = of(&["mail", "email", "e-mail", "mail address", "email address"]);
    places.extend(of(&["name", "full name", "participant", "attendee"]));
    (!places.is_empty()).then_some(places)
}

fn take(connection: &mut Connection, reading: &mut Reading, line: u64, cells: &[&str]) -> Result<(), ProgramError> {
    let mut why = String::from("nobody here is called so");
    for cell in cells {
        match find(connection, cell)? {
            Ok(person) => {
                if !reading.found.iter().any(|known| known.id == person.id) {
                    reading.found.push(person);
                }
                return Ok(());
            }
            Err(words) => why = words,
        }
    }
    let shown = cells.join(", ").chars().take(SHOWN).collect();
    reading.unknown.push((line, shown, why));
    Ok(())
}

/// The one whom a cell names by mail address or whole name, or why nobody.
fn find(connection: &mut Connection, cell: &str) -> Result<Result<Person, String>, ProgramError> {
    match accounts::find_by_email(connection, cell) {
        Ok(person) => return Ok(usable(person)),
        Err(AccountError::NotFound) => {}
        Err(error) => return Err(error.into()),
    }
    let mut named = accounts::find_people(connection, cell, 0, 50)?;
    named.retain(|person| fold(&person.name) == fold(cell));
    let count = named.len();
    Ok(match named.pop() {
        Some(person) if count == 1 => usable(person),
        Some(_) => Err(format!("{count} people are called so; give a mail address")),
        None => Err("nobody here is called so".into()),
    })
}

fn usable(person: Person) -> Result<Person, String> {
    if person.state == PersonState::Disabled { Err("this account is switched off".into()) } else { Ok(person) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn columns_are_parted_by_what_the_first_line_has() {
        for (text, expected) in
            [("a,b;c\n", b','), ("name;mail\n", b';'), ("name\tmail\tx, y\n", b'\t'), ("ana@example.com\n", b',')]
        {
            assert_eq!(delimiter(text), expected, "{text:?}");
        }
    }

    #[test]
    fn columns_are_known_by_their_names() {
        for (cells, expected) in [
            (vec!["Full Name", "Join time", "Email"], Some(vec![2, 0])),
            (vec!["ana@example.com"], None),
            (vec!["Name"], Some(vec![0])),
        ] {
            assert_eq!(named_columns(&csv::StringRecord::from(cells.clone())), expected, "{cells:?}");
        }
    }
}
