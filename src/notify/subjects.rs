//! Who may read what notices and the record are about, at the moment of looking:
//! what was for somebody when it was written may not be for them any more.

use std::collections::{HashMap, HashSet};
use std::sync::Arc;

use super::model::Notice;
use crate::clock::Day;
use crate::db::keys::PersonId;
use crate::db::{Connection, DbError};

/// Knows who may read things of one kind. Rooms implement it, and `app` wires it.
pub trait Subjects: Send + Sync {
    /// The kind, as in [`Subject::kind`](super::Subject::kind).
    fn kind(&self) -> &'static str;

    /// Those keys of `asked` that its person may read; a few queries, however
    /// many there are.
    ///
    /// # Errors
    ///
    /// The database's own.
    fn readable(&self, connection: &mut Connection, asked: &Asked) -> Result<HashSet<String>, DbError>;
}

/// Who wants to read which things of one kind.
#[derive(Debug, Clone)]
pub struct Asked {
    /// Who.
    pub person: PersonId,
    /// The keys of the things.
    pub keys: Vec<String>,
    /// The day on which.
    pub today: Day,
}

impl Asked {
    /// The keys of what is known by a number; one that is no number is nobody's.
    pub fn numbers(&self) -> Vec<i64> {
        self.keys.iter().filter_map(|key| key.parse().ok()).collect()
    }
}

/// The keys of what is known by these numbers.
pub fn keys_of(numbers: impl IntoIterator<Item = i64>) -> HashSet<String> {
    numbers.into_iter().map(|number| number.to_string()).collect()
}

/// All kinds of which somebody knows. Cheap to clone.
#[derive(Clone, Default)]
pub struct SubjectList(Arc<Vec<Arc<dyn Subjects>>>);

impl SubjectList {
    /// These.
    pub fn new(all: Vec<Arc<dyn Subjects>>) -> Self {
        SubjectList(Arc::new(all))
    }

    /// Which of these things, by kind and key, `person` may read on `today`.
    ///
    /// # Errors
    ///
    /// The database's own.
    pub fn readable<'a>(
        &self,
        connection: &mut Connection,
        person: PersonId,
        things: impl Iterator<Item = (&'a str, &'a str)> + Clone,
        today: Day,
    ) -> Result<Readable, DbError> {
        let mut readable = HashMap::new();
        for subjects in self.0.iter() {
            let of_kind = things.clone().filter(|(kind, _)| *kind == subjects.kind());
            let keys: Vec<String> = of_kind.map(|(_, key)| key.to_owned()).collect();
            if !keys.is_empty() {
                let asked = Asked { person, keys, today };
                readable.insert(subjects.kind(), subjects.readable(connection, &asked)?);
            }
        }
        Ok(Readable(readable))
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
        let about = notices.iter().map(|notice| (notice.said.subject.kind.as_str(), notice.said.subject.key.as_str()));
        let readable = self.readable(connection, person, about, today)?;
        Ok(notices.into_iter().partition(|notice| {
            let subject = &notice.said.subject;
            readable.has(&subject.kind, &subject.key)
        }))
    }
}

/// Which things somebody may read, of those that were asked for.
#[derive(Debug, Default)]
pub struct Readable(HashMap<&'static str, HashSet<String>>);

impl Readable {
    /// Whether this one is among them; so is every thing of whose kind nobody knows more.
    pub fn has(&self, kind: &str, key: &str) -> bool {
        self.0.get(kind).is_none_or(|keys| keys.contains(key))
    }
}
