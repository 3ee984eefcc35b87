//! Drafts as what notices and the record are about.

use std::collections::HashSet;

use super::{PUBLISHERS, store};
use crate::accounts;
use crate::db::{Connection, DbError};
use crate::notify::{Asked, Subjects, keys_of};

/// Knows who may read which draft, as [`super::may_read`] says it of one.
pub struct DraftSubjects;

impl Subjects for DraftSubjects {
    fn kind(&self) -> &'static str {
        "draft"
    }

    fn readable(&self, connection: &mut Connection, asked: &Asked) -> Result<HashSet<String>, DbError> {
        let grants = accounts::list_grants(connection, asked.person)?;
        let publishes = grants.iter().any(|(grant, _)| PUBLISHERS.contains(grant));
        let readable = store::list_readable(connection, asked.person, publishes, &asked.numbers())?;
        Ok(keys_of(readable))
    }
}
