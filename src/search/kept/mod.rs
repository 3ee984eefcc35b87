//! An index on the disk, for texts that are too many to be held in memory:
//! which of them have all these words, newest first, and which say much the same.
//!
//! It is disposable. What is damaged, or of another version, is thrown away when
//! it is opened, and whoever fills it begins anew. A note is committed together
//! with the entries, by which they know how far it came.
//!
//! What something may be narrowed by, such as who may read it, is a mark of its
//! entry and part of the query: nothing is left out, or counted, afterwards.
//! A query looks at some thousand entries at the most where the words allow it,
//! however many there are.

mod collect;
mod fields;
mod folder;
mod look;
mod queries;
#[cfg(test)]
mod tests;
mod write;

use std::path::PathBuf;
use std::sync::{Mutex, PoisonError};

use arc_swap::ArcSwap;
use tantivy::{IndexReader, IndexWriter};

use self::collect::Moment;
use self::fields::Fields;
pub use self::look::{From, Hit, Order, Wanted};
use super::SearchError;

/// What is found by its words.
#[derive(Debug, Clone, Default)]
pub struct Entry {
    /// By which its room knows it; what is newer has a higher one.
    pub number: i64,
    /// What it is called.
    pub title: String,
    /// What else it says.
    pub text: String,
    /// What it can be narrowed by, in words of the room's own.
    pub marks: Vec<String>,
    /// By which it can be sorted beside its number.
    pub rank: i64,
}

/// Where an index is kept.
#[derive(Debug, Clone, Default)]
pub enum Place {
    /// In memory, where there is no folder: for tests and small houses.
    #[default]
    Memory,
    /// In a folder of its own, which may be missing.
    Folder(PathBuf),
}

/// The index. Searching never waits for whoever changes it.
pub struct KeptIndex {
    version: u32,
    index: tantivy::Index,
    fields: Fields,
    reader: IndexReader,
    now: ArcSwap<Moment>,
    /// Started with the first change: it has threads of its own.
    writer: Mutex<Option<IndexWriter>>,
}

impl KeptIndex {
    /// Opens what is kept at `place`, or begins anew where nothing is, and where
    /// what is there is damaged or not of this `version`.
    ///
    /// # Errors
    ///
    /// [`SearchError::Held`] where another process writes to it, and
    /// [`SearchError`] where the place can't be written to.
    pub fn open(place: &Place, version: u32) -> Result<Self, SearchError> {
        let (index, fields, reader) = folder::open(place, version)?;
        let now = ArcSwap::from_pointee(Moment::of(&reader)?);
        Ok(KeptIndex { version, index, fields, reader, now, writer: Mutex::new(None) })
    }

    /// What was noted with the last change; nothing where it is new.
    ///
    /// # Errors
    ///
    /// [`SearchError`]
    pub fn note(&self) -> Result<Option<String>, SearchError> {
        Ok(folder::note(&self.index, self.version)?.filter(|note| !note.is_empty()))
    }

    /// How many entries there are.
    pub fn count(&self) -> u64 {
        self.now.load().searcher.num_docs()
    }

    fn writer(&self) -> std::sync::MutexGuard<'_, Option<IndexWriter>> {
        self.writer.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
