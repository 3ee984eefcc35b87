//! What a script or a command says of a file's columns.

use super::columns::{Mapping, Target};
use super::dates::DateOrder;
use super::store::find_mapping;
use super::table::Table;
use crate::db::Connection;
use crate::program::ProgramError;

/// What is said; the rest is as it was last time, or a guess.
#[derive(Debug, Clone, Default)]
pub struct Given {
    /// The header of some targets' columns.
    pub columns: Vec<(Target, String)>,
    /// Which comes first in dates with slashes.
    pub dates: Option<DateOrder>,
    /// Whether lines about people or courses that are not here are left out.
    pub skip_unknown: bool,
}

impl Given {
    /// How to read `table`, which comes from `source`.
    ///
    /// # Errors
    ///
    /// The database's own.
    pub fn mapping(&self, connection: &mut Connection, source: &str, table: &Table) -> Result<Mapping, ProgramError> {
        let known = find_mapping(connection, source)?.filter(|known| known.fits(&table.header));
        let mut mapping = known.unwrap_or_else(|| Mapping::guess(&table.header));
        mapping.columns.extend(self.columns.iter().cloned());
        mapping.dates = self.dates.unwrap_or(mapping.dates);
        mapping.skip_unknown |= self.skip_unknown;
        Ok(mapping)
    }
}
