//! What somebody may read who does not look at this moment: whom a notice is for.

use super::access::Reader;
use super::model::QuestionNumber;
use super::{QuestionError, store};
use crate::accounts::{self, StandingSource};
use crate::clock::Day;
use crate::db::keys::PersonId;
use crate::db::{Connection, DbError};
use crate::notify::{Subject, Subjects};
use crate::program::Standings;
use crate::web::Grant;

/// What `person` may read on `today`.
///
/// # Errors
///
/// The database's own.
pub(super) fn reader_of(connection: &mut Connection, person: PersonId, today: Day) -> Result<Reader, DbError> {
    let grants = accounts::list_grants(connection, person)?;
    if grants.iter().any(|(grant, _)| *grant == Grant::NetSec) {
        return Ok(Reader::NetSec);
    }
    let standing = Standings.standing(connection, person, today)?;
    let mut teams = standing.teams;
    teams.extend(standing.champion_of);
    Ok(Reader::Person { id: person, teams })
}

/// Questions as what notices are about.
pub struct QuestionSubjects;

impl Subjects for QuestionSubjects {
    fn kind(&self) -> &'static str {
        "question"
    }

    fn may_read(
        &self,
        connection: &mut Connection,
        person: PersonId,
        subject: &Subject,
        today: Day,
    ) -> Result<bool, DbError> {
        let Ok(number) = subject.key.parse() else { return Ok(false) };
        let reader = reader_of(connection, person, today)?;
        match store::find(connection, &reader, QuestionNumber(number)) {
            Ok(_) => Ok(true),
            Err(QuestionError::Database(error)) => Err(error),
            Err(_) => Ok(false),
        }
    }
}
