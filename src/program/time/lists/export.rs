//! Entries as CSV.

use super::COLUMNS;
use crate::clock::Day;
use crate::db::Connection;
use crate::db::keys::PersonId;
use crate::program::ProgramError;
use crate::program::time::model::EntryRow;
use crate::program::time::rules::typed_length;
use crate::program::time::store;
use crate::web::csv;

/// The entries of a person from a first to a last day, the latest first, as CSV;
/// [`import_entries`](super::import_entries) takes it in again unchanged.
///
/// # Errors
///
/// The database's own.
pub fn export_entries(
    connection: &mut Connection,
    person: PersonId,
    days: (Option<Day>, Option<Day>),
) -> Result<String, ProgramError> {
    let rows = store::list_between(connection, person, days, 0, i64::MAX)?;
    let cells = |EntryRow { entry, team }: EntryRow| {
        let length = typed_length(entry.minutes);
        [entry.day.to_string(), length, entry.activity.as_str().to_owned(), team.0, entry.note]
    };
    Ok(csv::document(&COLUMNS, rows.into_iter().map(cells)))
}
