//! Drafts as what notices and the record are about.

use std::collections::HashSet;

use super::{PUBLISHERS, store};
use crate::accounts;
use crate::clock::Day;
use crate::db::keys::PersonId;
use crate::db::{Connection, DbError};
use crate::notify::Subjects;

/// Knows who may read which draft, as [`super::may_read`] says it of one.
pub struct DraftSubjects;

impl Subjects for DraftSubjects {
    fn kind(&self) -> &'static str {
        "draft"
    }

    fn readable(
        &self,
        connection: &mut Connection,
        person: PersonId,
        keys: &[String],
        _: Day,
    ) -> Result<HashSet<String>, DbError> {
        let grants = accounts::list_grants(connection, person)?;
        let publishes = grants.iter().any(|(grant, _)| PUBLISHERS.contains(grant));
        let numbers: Vec<i64> = keys.iter().filter_map(|key| key.parse().ok()).collect();
        let readable = store::list_readable(connection, person, publishes, &numbers)?;
        Ok(readable.into_iter().map(|number| number.to_string()).collect())
    }
}
