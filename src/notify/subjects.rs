//! Who may read what notices are about, at the moment of looking: what was for
//! somebody when it was written may not be for them any more.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::model::Notice;
use crate::clock::Day;
use crate::db::keys::PersonId;
use crate::db::{Connection, DbError};

/// Knows who may read what notices of one kind are about. Rooms implement it,
/// and `app` wires it.
pub trait Subjects: Send + Sync {
    /// The kind, as in [`Subject::kind`](super::Subject::kind).
    fn kind(&self) -> &'static str;

    /// Those of these keys that `person` may read on `today`; a few queries,
    /// however many there are.
    ///
    /// # Errors
    ///
    /// The database's own.
    fn readable(
        &self,
        connection: &mut Connection,
        person: PersonId,
        keys: &[String],
        today: Day,
    ) -> Result<HashSet<String>, DbError>;
}

/// All kinds of which somebody knows. Cheap to clone.
#[derive(Clone, Default)]
pub struct SubjectList(Arc<Vec<Arc<dyn Subjects>>>);

impl SubjectList {
    /// These.
    pub fn new(all: Vec<Arc<dyn Subjects>>) -> Self {
        SubjectList(Arc::new(all))
    }

    /// Splits notices of `person` into those that they may read on `today`, and
    /// the others. What nobody knows more of is for whom it was written.
    ///
    /// # Errors
    ///
    /// The database's own.
    pub(super) fn split(
        &self,
        connection: &mut Connection,
        person: PersonId,
        notices: Vec<Notice>,
        today: Day,
    ) -> Result<(Vec<Notice>, Vec<Notice>), DbError> {
        let mut readable: HashMap<&'static str, HashSet<String>> = HashMap::new();
        for subjects in self.0.iter() {
            let about = notices.iter().map(|notice| &notice.said.subject).filter(|one| one.kind == subjects.kind());
            let keys: Vec<String> = about.map(|one| one.key.clone()).collect();
            if !keys.is_empty() {
                readable.insert(subjects.kind(), subjects.readable(connection, person, &keys, today)?);
            }
        }
        Ok(notices.into_iter().partition(|notice| {
            let subject = &notice.said.subject;
            readable.get(subject.kind.as_str()).is_none_or(|keys| keys.contains(&subject.key))
        }))
    }
}
