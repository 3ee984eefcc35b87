//! Finding questions by their words: an index on the disk, which is filled in
//! the background and follows what changes.
//!
//! Who may read a question is part of what the index is asked, so that nothing
//! else is found or counted; what it finds is read from the database, which
//! decides again. Where the index is behind, a question is missing for a moment
//! and never shown to somebody who may not read it.

mod entry;
mod follow;
mod list;
mod note;
mod progress;

use std::path::Path;
use std::sync::atomic::{AtomicBool, Ordering};
use std::sync::{Arc, Mutex, PoisonError};

use arc_swap::ArcSwapOption;

pub use follow::follow;
pub use list::list_found;

use self::entry::readable_by;
use self::note::Note;
use self::progress::Progress;
use super::Reader;
use crate::search::SearchError;
use crate::search::kept::{Hit, KeptIndex, Place, Wanted};

/// What entries look like; another number makes every index anew.
const VERSION: u32 = 1;
/// The folder of the index within the one for all data.
const FOLDER: &str = "question-index";

/// The index over all questions. Cheap to clone; all clones are the same.
#[derive(Clone, Default)]
pub struct QuestionIndex(Arc<Inner>);

#[derive(Default)]
struct Inner {
    place: Place,
    /// None before it was opened, and while what failed is looked at.
    open: ArcSwapOption<KeptIndex>,
    progress: Progress,
    /// How far the open one came.
    note: Mutex<Option<Note>>,
    /// Whether a search failed, so that the files are to be looked at again.
    failed: AtomicBool,
}

impl QuestionIndex {
    /// The index that is kept below the data folder. Nothing is opened before it is followed.
    pub fn in_folder(data: &Path) -> Self {
        QuestionIndex(Arc::new(Inner { place: Place::Folder(data.join(FOLDER)), ..Inner::default() }))
    }

    /// Up to which change the questions are found; none while it is being filled.
    pub fn seen(&self) -> Option<i64> {
        self.0.progress.seen()
    }

    /// What to tell a reader while questions may be missing.
    pub fn still_reading(&self) -> Option<String> {
        self.0.progress.words()
    }

    /// Numbers and due times of the questions that are wanted; those that
    /// `reader` may not read are no part of it.
    fn list(&self, reader: &Reader, wanted: &Wanted<'_>) -> Vec<Hit> {
        let mut marks = wanted.marks.to_vec();
        marks.extend(readable_by(reader));
        self.ask(|index| index.list(&Wanted { marks: &marks, ..*wanted }))
    }

    /// Numbers of questions whose titles say much of what `words` say, the
    /// likest first, as far as `reader` may read them.
    pub fn like(&self, reader: &Reader, words: &str, limit: usize) -> Vec<i64> {
        let marks: Vec<Vec<String>> = readable_by(reader).into_iter().collect();
        self.ask(|index| index.like(words, &marks, limit))
    }

    /// Asks the index. Where it is not open, or fails, nothing is found, and the
    /// page says why; the files of one that failed are looked at.
    fn ask<T: Default>(&self, look: impl Fn(&KeptIndex) -> Result<T, SearchError>) -> T {
        let Some(index) = self.0.open.load_full() else { return T::default() };
        look(&index).unwrap_or_else(|error| {
            tracing::warn!(%error, "questions were not searched");
            self.0.failed.store(true, Ordering::Release);
            T::default()
        })
    }

    fn note(&self) -> std::sync::MutexGuard<'_, Option<Note>> {
        self.0.note.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
