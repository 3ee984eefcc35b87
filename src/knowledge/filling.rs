//! Fills the library, while others read in it: with the folder, some files at a
//! time, and with what was published.

use std::sync::{MutexGuard, PoisonError};
use std::time::{Duration, Instant};

use super::follow::Changed;
use super::layers::Layers;
use super::{KnowledgeError, Library, Origin};

/// Files that are read before they are put on the shelf: half a second's work
/// at the most, during which nothing else is put there.
const BATCH: usize = 500;

impl Library {
    /// Whether articles and index are loaded, those of the database included.
    ///
    /// # Errors
    ///
    /// One line that says what is missing, and how much of it.
    pub fn check(&self) -> Result<(), String> {
        self.progress.check()
    }

    /// What to tell a reader while the folder is read for the first time: what
    /// they look for may be there, and is not found yet.
    pub fn still_reading(&self) -> Option<String> {
        let words = self.check().err().filter(|_| !self.progress.is_whole())?;
        Some(format!("The articles are still being read: {words}. Try again in a moment."))
    }

    /// Draws the articles that come with the program, so that no reader waits
    /// for the first time. Others are drawn when they are first read: a folder
    /// may hold more than anybody reads.
    pub fn warm_up(&self) {
        for article in self.shelf().articles().filter(|article| matches!(article.origin, Origin::BuiltIn(_))) {
            article.html();
        }
    }

    /// Up to where the database's changes were followed.
    pub(super) fn seen(&self) -> Option<i64> {
        self.progress.seen()
    }

    /// Takes over what changed in the database.
    pub(super) fn set_published(&self, changed: Changed) -> Result<(), KnowledgeError> {
        let mut layers = self.layers();
        let any = !changed.articles.is_empty() || !changed.learnt.is_empty() || changed.redirects.is_some();
        if let Some(redirects) = changed.redirects {
            layers.redirect(redirects);
        }
        for (slug, article) in changed.articles {
            layers.publish(slug, article);
        }
        for (slug, words) in changed.learnt {
            layers.learn(slug, words);
        }
        if any {
            self.fill(&mut layers)?;
        }
        self.progress.set_seen(changed.newest);
        Ok(())
    }

    /// Looks whether files of the folder changed, and reads those that did.
    /// Returns how long the look alone took.
    pub(super) fn refresh_folder(&self) -> Result<Duration, KnowledgeError> {
        self.guides.refresh();
        self.read_folder(None)
    }

    /// Reads what changed in the folder, or as many files as can be begun before
    /// `end`. Returns how long it took to see what changed.
    pub(super) fn read_folder(&self, end: Option<Instant>) -> Result<Duration, KnowledgeError> {
        let started = Instant::now();
        let mut layers = self.layers();
        let any = layers.look();
        let looked = started.elapsed();
        if any {
            self.fill(&mut layers)?;
        }
        let (mut read, mut waiting) = layers.progress();
        self.progress.set_files(read, waiting);
        drop(layers);
        while waiting > 0 && end.is_none_or(|end| Instant::now() < end) {
            let mut layers = self.layers();
            layers.read_some(BATCH, self.base());
            self.fill(&mut layers)?;
            (read, waiting) = layers.progress();
            self.progress.set_files(read, waiting);
            drop(layers);
            // Whoever publishes an article has the layers in between.
            std::thread::sleep(Duration::from_millis(1));
        }
        Ok(looked)
    }

    /// Puts on the shelf what changed in the layers.
    pub(super) fn fill(&self, layers: &mut Layers) -> Result<(), KnowledgeError> {
        let before = self.shelf();
        let shelf = layers.fill(&before)?;
        for fault in shelf.faults.iter().filter(|fault| before.faults.binary_search(fault).is_err()) {
            tracing::warn!(file = fault.file, line = fault.line, "article left out: {}", fault.message);
        }
        self.set_shelf(shelf);
        Ok(())
    }

    /// A panic while the layers were held can't have left them half changed.
    pub(super) fn layers(&self) -> MutexGuard<'_, Layers> {
        self.layers.lock().unwrap_or_else(PoisonError::into_inner)
    }
}
