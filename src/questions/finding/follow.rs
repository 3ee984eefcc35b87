//! Fills the index, and keeps it up to date with what this node and others change.

use std::collections::BTreeSet;
use std::sync::Arc;
use std::sync::atomic::Ordering;
use std::time::Duration;

use super::entry::entry;
use super::note::Note;
use super::{QuestionIndex, VERSION};
use crate::db::{Connection, Db, DbError, changes};
use crate::questions::store::{self, IndexedRow};
use crate::search::SearchError;
use crate::search::kept::{Entry, KeptIndex};

/// The kind under which questions announce their changes.
const CHANGE_KIND: &str = "question";
/// How often the database is asked: a question is found well within a second.
const EVERY: Duration = Duration::from_millis(200);
/// The pause after something failed, such as a full disk.
const AFTER_TROUBLE: Duration = Duration::from_secs(2);
/// Questions of one commit while the index is filled: some megabytes.
const CHUNK: i64 = 25_000;

/// Follows the questions until the runtime ends.
pub async fn follow(index: QuestionIndex, db: Db) {
    let mut failing = false;
    loop {
        let pause = match index.catch_up(&db).await {
            Ok(has_more) => {
                if std::mem::take(&mut failing) {
                    tracing::info!("the search index of the questions is followed again");
                }
                if has_more { Duration::ZERO } else { EVERY }
            }
            Err(error) => {
                if !std::mem::replace(&mut failing, true) {
                    tracing::warn!(%error, "the search index of the questions is not followed; it is tried again");
                }
                AFTER_TROUBLE
            }
        };
        tokio::time::sleep(pause).await;
    }
}

/// What was read from the database for the index.
struct Step {
    entries: Vec<Entry>,
    gone: Vec<i64>,
    note: Note,
    has_more: bool,
    highest: i64,
}

/// Why the index could not be followed.
#[derive(Debug, thiserror::Error)]
pub enum FollowError {
    /// The database failed; the index is as good as before.
    #[error("the database failed: {0}")]
    Database(#[from] DbError),
    /// The index failed, or its folder.
    #[error(transparent)]
    Search(#[from] SearchError),
    /// The work itself failed.
    #[error("the work ended early: {0}")]
    Ended(String),
}

impl QuestionIndex {
    /// Takes up some of what is missing. Returns whether there is more.
    ///
    /// # Errors
    ///
    /// [`FollowError`]; an index that failed is opened anew the next time.
    pub async fn catch_up(&self, db: &Db) -> Result<bool, FollowError> {
        let caught = self.step(db).await;
        let is_lost = matches!(caught, Err(FollowError::Search(_) | FollowError::Ended(_)));
        if is_lost || self.0.failed.swap(false, Ordering::AcqRel) {
            // Its files are looked at when it is opened; until then nothing is found by words.
            self.0.open.store(None);
            self.0.progress.set_filled(0, 0);
        }
        caught
    }

    async fn step(&self, db: &Db) -> Result<bool, FollowError> {
        let index = match self.0.open.load_full() {
            Some(index) => index,
            None => self.open(db).await?,
        };
        let known = *self.note();
        let Step { entries, gone, note, has_more, highest } =
            db.read(move |connection| next(connection, known)).await?;
        // Changes of other things need no commit; they are passed over again after a start.
        if known.is_none_or(|known| known.filled_to.is_some()) || !gone.is_empty() {
            let is_full_now = note.filled_to.is_none() && known.is_some_and(|known| known.filled_to.is_some());
            aside(move || {
                index.put(&entries, &gone, &note.text())?;
                if is_full_now { index.tidy() } else { Ok(()) }
            })
            .await?;
        }
        *self.note() = Some(note);
        match note.filled_to {
            Some(filled) => self.0.progress.set_filled(filled, highest),
            None => self.0.progress.set_seen(note.seen),
        }
        Ok(has_more)
    }

    /// Opens what is kept, or begins anew where that is of another database.
    async fn open(&self, db: &Db) -> Result<Arc<KeptIndex>, FollowError> {
        let place = self.0.place.clone();
        let index = Arc::new(aside(move || KeptIndex::open(&place, VERSION)).await?);
        let mut note = index.note()?.as_deref().and_then(Note::parse);
        if let Some(known) = note
            && !db.read(move |connection| known.fits(connection)).await?
        {
            let own = Arc::clone(&index);
            aside(move || own.clear()).await?;
            note = None;
        }
        *self.note() = note;
        if let Some(Note { filled_to: None, seen, .. }) = note {
            self.0.progress.set_seen(seen);
        }
        self.0.open.store(Some(Arc::clone(&index)));
        Ok(index)
    }
}

/// What comes next after `note`.
fn next(connection: &mut Connection, note: Option<Note>) -> Result<Step, DbError> {
    let note = match note {
        Some(note) => note,
        None => Note::begin(connection)?,
    };
    let Some(filled) = note.filled_to else { return changed(connection, note) };
    let highest = store::highest_number(connection)?;
    let rows = store::list_to_index(connection, filled, CHUNK)?;
    let is_whole = (rows.len() as i64) < CHUNK;
    let filled_to = rows.last().map_or(filled, |row| row.number);
    let note = Note { filled_to: (!is_whole).then_some(filled_to), ..note };
    Ok(Step { entries: drawn(rows), gone: Vec::new(), note, has_more: true, highest })
}

/// The questions that changed.
fn changed(connection: &mut Connection, note: Note) -> Result<Step, DbError> {
    let rows = changes::list_since(connection, note.seen)?;
    let nothing = Step { entries: Vec::new(), gone: Vec::new(), note, has_more: false, highest: 0 };
    let Some(newest) = rows.last().map(|row| row.sequence) else { return Ok(nothing) };
    let numbers: BTreeSet<i64> =
        rows.iter().filter(|row| row.kind == CHANGE_KIND).filter_map(|row| row.subject.parse().ok()).collect();
    let seen_at = changes::instant_of(connection, newest)?.unwrap_or(note.seen_at);
    let numbers: Vec<i64> = numbers.into_iter().collect();
    let entries = drawn(store::list_indexed(connection, &numbers)?);
    Ok(Step { entries, gone: numbers, note: Note { seen: newest, seen_at, ..note }, has_more: true, highest: 0 })
}

fn drawn(rows: Vec<IndexedRow>) -> Vec<Entry> {
    rows.into_iter().map(entry).collect()
}

/// Work on files, off the threads that answer.
async fn aside<T: Send + 'static>(
    work: impl FnOnce() -> Result<T, SearchError> + Send + 'static,
) -> Result<T, FollowError> {
    let done = tokio::task::spawn_blocking(work).await;
    Ok(done.map_err(|error| FollowError::Ended(error.to_string()))??)
}
