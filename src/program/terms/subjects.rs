//! Terms as what notices and the record are about.

use std::collections::HashSet;

use super::{access, store};
use crate::accounts;
use crate::clock::Day;
use crate::db::keys::{PersonId, TermId};
use crate::db::{Connection, DbError};
use crate::notify::Subjects;
use crate::program::Standings;

/// Knows who may read which term, as [`access::may_see`] says it of one.
pub struct TermSubjects;

impl Subjects for TermSubjects {
    fn kind(&self) -> &'static str {
        "term"
    }

    fn readable(
        &self,
        connection: &mut Connection,
        person: PersonId,
        keys: &[String],
        today: Day,
    ) -> Result<HashSet<String>, DbError> {
        let reader = accounts::find_member(connection, &Standings, person, today)?;
        let ids: Vec<TermId> = keys.iter().filter_map(|key| TermId::parse(key)).collect();
        let rows = store::list_these(connection, &ids)?;
        let seen = rows.iter().filter(|row| {
            let team = (row.term.team_id, row.department_id);
            access::sees(&reader, team, &row.term)
        });
        Ok(seen.map(|row| row.term.id.to_string()).collect())
    }
}
