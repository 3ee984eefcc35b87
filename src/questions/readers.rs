//! What somebody may read who does not look at this moment: whom a notice is
//! for, or who reads of it in the record.

use std::collections::HashSet;

use super::access::Reader;
use super::{gaps, store};
use crate::accounts::{self, StandingSource};
use crate::clock::Day;
use crate::db::keys::PersonId;
use crate::db::{Connection, DbError};
use crate::knowledge::insight::INSIGHT_FOR;
use crate::notify::{Asked, Subjects, keys_of};
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

    fn readable(&self, connection: &mut Connection, asked: &Asked) -> Result<HashSet<String>, DbError> {
        let reader = reader_of(connection, asked.person, asked.today)?;
        let readable = store::list_readable(connection, &reader, &asked.numbers())?;
        Ok(keys_of(readable))
    }
}

/// Gaps as what the record is about.
pub struct GapSubjects;

impl Subjects for GapSubjects {
    fn kind(&self) -> &'static str {
        "gap"
    }

    fn readable(&self, connection: &mut Connection, asked: &Asked) -> Result<HashSet<String>, DbError> {
        let grants = accounts::list_grants(connection, asked.person)?;
        if !grants.iter().any(|(grant, _)| INSIGHT_FOR.contains(grant)) {
            return Ok(HashSet::new());
        }
        let reader = reader_of(connection, asked.person, asked.today)?;
        let readable = gaps::list_readable(connection, &reader, &asked.numbers())?;
        Ok(keys_of(readable))
    }
}
