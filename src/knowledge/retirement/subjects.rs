//! Articles as what the record is about: those that were taken out have no page.

use std::collections::HashSet;

use super::store;
use crate::db::{Connection, DbError};
use crate::notify::{Asked, Subjects};

/// Knows which articles are out; the others are for everybody who is signed in.
pub struct ArticleSubjects;

impl Subjects for ArticleSubjects {
    fn kind(&self) -> &'static str {
        "article"
    }

    fn readable(&self, connection: &mut Connection, asked: &Asked) -> Result<HashSet<String>, DbError> {
        let out = store::list_out(connection, &asked.keys)?;
        Ok(asked.keys.iter().filter(|key| !out.contains(*key)).cloned().collect())
    }
}
