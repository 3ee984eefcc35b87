//! Terms as what notices and the record are about.

use std::collections::HashSet;

use super::{access, store};
use crate::accounts;
use crate::db::keys::TermId;
use crate::db::{Connection, DbError};
use crate::notify::{Asked, Subjects};
use crate::program::Standings;

/// Knows who may read which term, as [`access::may_see`] says it of one.
pub struct TermSubjects;

impl Subjects for TermSubjects {
    fn kind(&self) -> &'static str {
        "term"
    }

    fn readable(&self, connection: &mut Connection, asked: &Asked) -> Result<HashSet<String>, DbError> {
        let reader = accounts::find_member(connection, &Standings, asked.person, asked.today)?;
        let ids: Vec<TermId> = asked.keys.iter().filter_map(|key| TermId::parse(key)).collect();
        let rows = store::list_these(connection, &ids)?;
        let seen = rows.iter().filter(|row| {
            let team = (row.term.team_id, row.department_id);
            access::sees(&reader, team, &row.term)
        });
        Ok(seen.map(|row| row.term.id.to_string()).collect())
    }
}
