//! Every query about absences.

use diesel::prelude::*;

use super::model::Absence;
use crate::clock::Day;
use crate::db::keys::PersonId;
use crate::db::schema::absences;
use crate::db::{Connection, DbError};

/// The absences of a person that end on `from` or later, the earliest first.
///
/// # Errors
///
/// The database's own.
pub fn list_absences_of(connection: &mut Connection, person: PersonId, from: Day) -> Result<Vec<Absence>, DbError> {
    absences::table
        .filter(absences::person_id.eq(person))
        .filter(absences::last_on.ge(from))
        .order((absences::first_on, absences::id))
        .load(connection)
}

/// Everybody's absences that touch the days from `first` to `last`: who, from
/// when, until when. One query, whatever the number of people.
///
/// # Errors
///
/// The database's own.
pub fn list_absences_between(
    connection: &mut Connection,
    first: Day,
    last: Day,
) -> Result<Vec<(PersonId, Day, Day)>, DbError> {
    absences::table
        .filter(absences::last_on.ge(first))
        .filter(absences::first_on.le(last))
        .order((absences::person_id, absences::first_on))
        .select((absences::person_id, absences::first_on, absences::last_on))
        .load(connection)
}

/// Who is away on `day`, with the last day of it.
///
/// # Errors
///
/// The database's own.
pub fn away_on(connection: &mut Connection, day: Day) -> Result<Vec<(PersonId, Day)>, DbError> {
    absences::table
        .filter(absences::last_on.ge(day))
        .filter(absences::first_on.le(day))
        .order((absences::person_id, absences::first_on))
        .select((absences::person_id, absences::last_on))
        .load(connection)
}
