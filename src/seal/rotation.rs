//! Sealing everything anew, when keys change; rooms say what they keep sealed.

use super::marks::Marks;
use super::{Key, Seal, SealError};
use crate::db::{Connection, DbError, Tx, overtaken};

/// What a room keeps sealed. `app` knows all of them.
pub trait Sealed: Send + Sync {
    /// What these are, in words: "second factors".
    fn what(&self) -> &'static str;

    /// All of them.
    ///
    /// # Errors
    ///
    /// The database's own.
    fn list(&self, connection: &mut Connection) -> Result<Vec<SealedRow>, DbError>;

    /// Puts another sealed text into a row, or takes away what was lost with its
    /// key where there is none; only while the row is as it was read. Returns
    /// how many rows it was.
    ///
    /// # Errors
    ///
    /// The database's own.
    fn replace(&self, tx: &mut Tx, row: &SealedRow, with: Option<&[u8]>) -> Result<usize, DbError>;
}

/// A row that holds a sealed text.
#[derive(Debug, Clone)]
pub struct SealedRow {
    /// The row's key.
    pub key: String,
    /// What it was sealed for.
    pub place: String,
    /// The sealed text.
    pub sealed: Vec<u8>,
}

/// How many rows of each room were sealed anew.
pub type Renewed = Vec<(&'static str, usize)>;

/// Why not everything could be sealed anew; nothing is then.
#[derive(Debug, thiserror::Error)]
pub enum RotationError {
    /// A row can't be opened.
    #[error("{what}, row {key}: {reason}")]
    Lost {
        /// Of which room.
        what: &'static str,
        /// Which row.
        key: String,
        /// Why.
        reason: SealError,
    },
    /// The database failed.
    #[error("the database failed: {0}")]
    Database(#[from] DbError),
}

/// Seals everything that is not under the first key with it.
///
/// # Errors
///
/// [`RotationError`]; the caller's transaction undoes the rest.
pub fn renew(tx: &mut Tx, rooms: &[Box<dyn Sealed>], seal: &Seal) -> Result<Renewed, RotationError> {
    let mut renewed = Vec::new();
    for room in rooms.iter().map(AsRef::as_ref).chain([&Marks as &dyn Sealed]) {
        let mut count = 0;
        for row in room.list(tx)? {
            if seal.is_newest(&row.sealed) {
                continue;
            }
            let lost = |reason| RotationError::Lost { what: room.what(), key: row.key.clone(), reason };
            let plain = seal.open(&row.place, &row.sealed).map_err(lost)?;
            replace(tx, room, &row, Some(&seal.close(&row.place, &plain)))?;
            count += 1;
        }
        renewed.push((room.what(), count));
    }
    Ok(renewed)
}

/// Takes away what can't be opened any more, and returns what it was.
///
/// # Errors
///
/// The database's own.
pub fn forget_lost(tx: &mut Tx, rooms: &[Box<dyn Sealed>], seal: &Seal) -> Result<Renewed, DbError> {
    let mut forgotten = Vec::new();
    for room in rooms.iter().map(AsRef::as_ref).chain([&Marks as &dyn Sealed]) {
        let mut count = 0;
        for row in room.list(tx)? {
            if seal.open(&row.place, &row.sealed).is_err() {
                replace(tx, room, &row, None)?;
                count += 1;
            }
        }
        forgotten.push((room.what(), count));
    }
    Ok(forgotten)
}

/// Those of `keys` with which something in the database is sealed.
///
/// # Errors
///
/// The database's own.
pub fn used_keys(connection: &mut Connection, rooms: &[Box<dyn Sealed>], keys: &[Key]) -> Result<Vec<Key>, DbError> {
    let mut used = vec![false; keys.len()];
    for room in rooms.iter().map(AsRef::as_ref).chain([&Marks as &dyn Sealed]) {
        for row in room.list(connection)? {
            for (used, key) in used.iter_mut().zip(keys) {
                *used |= key.has_sealed(&row.sealed);
            }
        }
    }
    Ok(keys.iter().zip(used).filter(|(_, used)| *used).map(|(key, _)| key.clone()).collect())
}

/// Where somebody changed the row meanwhile, the door runs the job again.
fn replace(tx: &mut Tx, room: &dyn Sealed, row: &SealedRow, with: Option<&[u8]>) -> Result<(), DbError> {
    match room.replace(tx, row, with)? {
        0 => Err(overtaken("a sealed row was changed meanwhile")),
        _ => Ok(()),
    }
}
