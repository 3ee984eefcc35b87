//! Names in place of the keys that details hold. What has names lies above this
//! room: it answers for its own.

use std::collections::HashMap;
use std::sync::Arc;

use super::detail;
use super::model::Recorded;
use crate::db::{Connection, DbError};

/// Keys that are looked up at a time; SQLite refuses too many values.
const KEYS: usize = 1_000;

/// Knows names that whoever reads the record may read. Rooms implement it, and
/// `app` wires it.
pub trait Names: Send + Sync {
    /// The names of those of these keys that it knows; a query for each kind of
    /// thing, however many keys there are.
    ///
    /// # Errors
    ///
    /// The database's own.
    fn names(&self, connection: &mut Connection, keys: &[String]) -> Result<HashMap<String, String>, DbError>;
}

/// All that know names. Cheap to clone.
#[derive(Clone, Default)]
pub struct NameList(Arc<Vec<Arc<dyn Names>>>);

impl NameList {
    /// These.
    pub fn new(all: Vec<Arc<dyn Names>>) -> Self {
        NameList(Arc::new(all))
    }

    /// The names of whatever stands in these lines by its key, by that key.
    pub(super) fn of(
        &self,
        connection: &mut Connection,
        recorded: &[Recorded],
    ) -> Result<HashMap<String, String>, DbError> {
        let mut keys: Vec<String> = recorded.iter().flat_map(|one| detail::keys(&one.detail)).collect();
        keys.extend(recorded.iter().filter(|one| one.is_by_id()).map(|one| one.subject.1.clone()));
        keys.sort_unstable();
        keys.dedup();
        let mut names = HashMap::new();
        for keys in keys.chunks(KEYS) {
            for known in self.0.iter() {
                names.extend(known.names(connection, keys)?);
            }
        }
        Ok(names)
    }
}
