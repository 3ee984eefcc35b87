//! Where a draft comes from, where that is another room: it has a word in its
//! publication, and hears what became of it.

use std::fmt;
use std::sync::Arc;

use super::WritingError;
use super::model::{DraftNumber, Text};
use crate::clock::Timestamp;
use crate::db::{Connection, DbError, Tx};
use crate::web::Member;

/// What a room says of a draft that comes from it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Origin {
    /// The number of the question that the article may name.
    pub question_number: Option<i64>,
}

/// A link into the room that a draft or an article comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SourceLink {
    /// What is read.
    pub label: String,
    /// The address below the base; empty where the reader may not open it.
    pub path: String,
}

/// A room whose things become articles.
pub trait DraftSource: Send + Sync {
    /// Whether this text of a draft may be read by others (`is_final`: by
    /// everybody); nothing where the draft does not come from this room.
    ///
    /// # Errors
    ///
    /// [`WritingError::Refused`] with words for whoever reads the draft.
    fn check(
        &self,
        connection: &mut Connection,
        draft: DraftNumber,
        text: &Text,
        is_final: bool,
    ) -> Result<Option<Origin>, WritingError>;

    /// Hears, in the same transaction, that a draft became an article.
    ///
    /// # Errors
    ///
    /// Those of the room; nothing is published then.
    fn published(
        &self,
        tx: &mut Tx,
        member: &Member,
        now: Timestamp,
        draft: DraftNumber,
        slug: &str,
    ) -> Result<(), WritingError>;

    /// Where a draft comes from, as `member` sees it.
    ///
    /// # Errors
    ///
    /// The database's own.
    fn link(
        &self,
        connection: &mut Connection,
        member: &Member,
        draft: DraftNumber,
    ) -> Result<Option<SourceLink>, DbError>;

    /// What an article answers, as far as `member` may read it.
    ///
    /// # Errors
    ///
    /// The database's own.
    fn list_answered(
        &self,
        connection: &mut Connection,
        member: &Member,
        slug: &str,
    ) -> Result<Vec<SourceLink>, DbError>;
}

/// The room that drafts may come from; none where there is no other.
#[derive(Clone, Default)]
pub struct Source(pub Option<Arc<dyn DraftSource>>);

impl fmt::Debug for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(if self.0.is_some() { "Source" } else { "no Source" })
    }
}

impl Source {
    /// As [`DraftSource::check`].
    ///
    /// # Errors
    ///
    /// Those of the room.
    pub fn check(
        &self,
        connection: &mut Connection,
        draft: DraftNumber,
        text: &Text,
        is_final: bool,
    ) -> Result<Origin, WritingError> {
        let Some(source) = &self.0 else { return Ok(Origin::default()) };
        Ok(source.check(connection, draft, text, is_final)?.unwrap_or_default())
    }

    /// As [`DraftSource::link`].
    ///
    /// # Errors
    ///
    /// The database's own.
    pub fn link(
        &self,
        connection: &mut Connection,
        member: &Member,
        draft: DraftNumber,
    ) -> Result<Option<SourceLink>, DbError> {
        self.0.as_ref().map_or(Ok(None), |source| source.link(connection, member, draft))
    }
}
