//! All articles and the index over them, held in memory: reading one needs no
//! database.
//!
//! Three layers lie over each other, by slug: what comes with the program,
//! what was published in the browser, and the folder, which wins. A change to
//! one article makes a new [`Shelf`] that shares all others with the old one.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex};
use std::time::{Duration, Instant};

use arc_swap::ArcSwap;

use super::KnowledgeError;
use super::feedback::VisitorLimits;
use super::files::{self, Read};
use super::find::Search;
use super::freshness::Watch;
use super::guides::{GuideShelf, Guides};
use super::history::History;
use super::insight::SearchLog;
use super::layers::Layers;
use super::model::Article;
use super::most_read::MostRead;
use super::progress::Progress;
use super::reads::Reads;
use super::shelf::{SearchOutcome, Shelf};

/// All articles. Cheap to clone; all clones are the same library.
#[derive(Clone)]
pub struct Library {
    shelf: Arc<ArcSwap<Shelf>>,
    pub(super) layers: Arc<Mutex<Layers>>,
    /// How much of them was loaded so far.
    pub(super) progress: Arc<Progress>,
    base: Arc<str>,
    pub(super) folder: Option<Arc<Path>>,
    /// What git says about the folder.
    pub(super) history: Arc<ArcSwap<History>>,
    /// Where files are edited, with `{path}` for the file's.
    pub(super) edit_url: Option<Arc<str>>,
    /// The guides, whose files lie beside the articles.
    pub(super) guides: Guides,
    /// How often articles were opened since the last flush.
    pub(super) reads: Arc<Reads>,
    /// What is read most.
    pub(super) most_read: Arc<MostRead>,
    /// What people look for.
    pub searches: SearchLog,
    /// Reviews and reports of articles.
    pub watch: Watch,
    /// How much visitors sent within the last hour.
    pub(super) limits: Arc<VisitorLimits>,
}

impl Library {
    /// Reads the articles that come with the program, and the folder over them.
    ///
    /// `base` goes in front of own links: empty, or `/drawbridge`. Broken files
    /// become faults of the shelf.
    ///
    /// # Errors
    ///
    /// [`KnowledgeError::Search`] where the index can't be made.
    pub fn open(base: &str, folder: Option<&Path>) -> Result<Self, KnowledgeError> {
        Self::open_within(Duration::MAX, base, folder)
    }

    /// As [`Library::open`], but begins to read no more of the folder after it
    /// was read for this time; it may take half a second more. The work in the background reads
    /// on, and [`Library::check`] says how far it is.
    ///
    /// # Errors
    ///
    /// [`KnowledgeError::Search`] where the index can't be made.
    pub fn open_within(patience: Duration, base: &str, folder: Option<&Path>) -> Result<Self, KnowledgeError> {
        let library = Self::over(files::read_built_in(&Arc::from(base)), base, folder, patience)?;
        Ok(Library { guides: Guides::open(folder), ..library })
    }

    /// As [`Library::open`], without the articles that come with the program,
    /// which take a second to read where the program is not optimised.
    ///
    /// # Errors
    ///
    /// [`KnowledgeError::Search`] where the index can't be made.
    pub fn bare(base: &str) -> Result<Self, KnowledgeError> {
        Self::over(BTreeMap::new(), base, None, Duration::MAX)
    }

    /// As [`Library::bare`], with the articles of a folder.
    ///
    /// # Errors
    ///
    /// [`KnowledgeError::Search`] where the index can't be made.
    pub fn of_folder(base: &str, folder: &Path) -> Result<Self, KnowledgeError> {
        Self::over(BTreeMap::new(), base, Some(folder), Duration::MAX)
    }

    fn over(
        built_in: BTreeMap<String, Read>,
        base: &str,
        folder: Option<&Path>,
        patience: Duration,
    ) -> Result<Self, KnowledgeError> {
        let library = Library {
            shelf: Arc::new(ArcSwap::from_pointee(Shelf::empty()?)),
            layers: Arc::new(Mutex::new(Layers::over(built_in, folder))),
            progress: Arc::default(),
            base: Arc::from(base),
            folder: folder.map(Arc::from),
            history: Arc::default(),
            edit_url: None,
            guides: Guides::default(),
            reads: Arc::default(),
            most_read: Arc::default(),
            searches: SearchLog::default(),
            watch: Watch::default(),
            limits: Arc::default(),
        };
        library.fill(&mut library.layers())?;
        library.read_folder(Instant::now().checked_add(patience))?;
        Ok(library)
    }

    /// The articles as they are now.
    pub fn shelf(&self) -> Arc<Shelf> {
        self.shelf.load_full()
    }

    /// The guides as they are now.
    pub fn guides(&self) -> Arc<GuideShelf> {
        self.guides.shelf()
    }

    /// The article of this slug.
    pub fn article(&self, slug: &str) -> Option<Arc<Article>> {
        self.shelf.load().article(slug).cloned()
    }

    /// Looks for articles that answer `query`; `limit` hits at the most.
    ///
    /// # Errors
    ///
    /// [`KnowledgeError::Search`] where the index fails.
    pub fn search(&self, query: &str, limit: usize) -> Result<SearchOutcome, KnowledgeError> {
        self.find(&Search { words: query, limit, ..Search::default() })
    }

    /// In front of links to own pages.
    pub(super) fn base(&self) -> &Arc<str> {
        &self.base
    }

    /// Puts another shelf in the place of the one before.
    pub(super) fn set_shelf(&self, shelf: Shelf) {
        self.shelf.store(Arc::new(shelf));
    }
}

impl From<crate::search::SearchError> for KnowledgeError {
    fn from(error: crate::search::SearchError) -> Self {
        KnowledgeError::Search(error.to_string())
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_article_that_comes_with_the_program_is_served_and_found() {
        let library = Library::open("", None).unwrap_or_else(|error| panic!("{error}"));
        let shelf = library.shelf();

        assert_eq!(shelf.faults, []);
        assert!(shelf.articles().count() >= 80);
        for article in shelf.articles() {
            let outcome = library.search(&article.title, 3).unwrap_or_else(|error| panic!("{error}"));
            assert!(outcome.answered, "{}", article.title);
            assert_eq!(outcome.hits[0].article.slug, article.slug, "{}", article.title);
        }
    }
}
