//! All articles and the index over them, held in memory: reading one needs no
//! database.
//!
//! Three layers lie over each other, by slug: what comes with the program,
//! what was published in the browser, and the folder, which wins. A change to
//! one article makes a new [`Shelf`] that shares all others with the old one.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use arc_swap::ArcSwap;

use super::KnowledgeError;
use super::categories::Categories;
use super::feedback::VisitorLimits;
use super::files::{self, Read};
use super::find::Search;
use super::follow::Changed;
use super::freshness::Watch;
use super::guides::{GuideShelf, Guides};
use super::history::History;
use super::insight::SearchLog;
use super::layers::Layers;
use super::lists::ReadingList;
use super::model::{Article, Fault};
use super::moved::{Moved, Place, STEPS};
use super::reads::Reads;
use crate::search::{Index, Synonyms};

pub use crate::search::Part;

/// The articles as they are at one moment.
#[derive(Debug)]
pub struct Shelf {
    /// By slug.
    pub(super) articles: BTreeMap<String, Arc<Article>>,
    /// Addresses that were articles before.
    pub(super) moved: Moved,
    /// The shelves, in their order.
    pub(super) categories: Categories,
    /// What to read first.
    pub(super) lists: Vec<ReadingList>,
    /// Files that could not be served.
    pub faults: Vec<Fault>,
    pub(super) index: Index,
}

impl Shelf {
    /// All articles, sorted by slug.
    pub fn articles(&self) -> impl Iterator<Item = &Arc<Article>> {
        self.articles.values()
    }

    /// The shelves, in the order in which they are shown.
    pub fn categories(&self) -> &Categories {
        &self.categories
    }

    /// What to read first, by slug.
    pub fn lists(&self) -> &[ReadingList] {
        &self.lists
    }

    /// The article of this slug.
    pub fn article(&self, slug: &str) -> Option<&Arc<Article>> {
        self.articles.get(slug)
    }

    /// The article that stands for `slug` by now: the one that has it, what that
    /// was renamed to, or what took its place.
    pub fn standing_for(&self, slug: &str) -> Option<&Arc<Article>> {
        let mut slug = slug;
        for _ in 0..=STEPS {
            if let Some(article) = self.article(slug) {
                return Some(article);
            }
            slug = match self.moved.find(slug)? {
                Place::Renamed(to) | Place::Removed { successor: Some(to), .. } => to,
                Place::Removed { successor: None, .. } => return None,
            };
        }
        None
    }
}

/// What a search came to.
#[derive(Debug)]
pub struct SearchOutcome {
    /// What was looked for, shortened to what is looked at.
    pub query: String,
    /// Whether the first hit is believed to answer.
    pub answered: bool,
    /// The nearest articles, best first, also where none answers.
    pub hits: Vec<FoundArticle>,
    /// What was found after them with its score, best first, as far as it was asked for.
    pub more: Vec<(Arc<Article>, f32)>,
    /// The words as they were understood, where a typing error was forgiven.
    pub meant: Option<String>,
}

/// One article that was found.
#[derive(Debug)]
pub struct FoundArticle {
    /// The article.
    pub article: Arc<Article>,
    /// Higher is better; comparable within one search only.
    pub score: f32,
    /// The sentence that answers best, with the words that were looked for marked.
    pub sentence: Vec<Part>,
    /// Id and words of the heading under which it stands; none above the first.
    pub section: Option<(String, String)>,
}

/// All articles. Cheap to clone; all clones are the same library.
#[derive(Clone)]
pub struct Library {
    shelf: Arc<ArcSwap<Shelf>>,
    layers: Arc<Mutex<Layers>>,
    base: Arc<str>,
    pub(super) folder: Option<Arc<Path>>,
    /// What git says about the folder.
    pub(super) history: Arc<ArcSwap<History>>,
    /// Where files are edited, with `{path}` for the file's.
    pub(super) edit_url: Option<Arc<str>>,
    /// The guides, whose files lie beside the articles.
    guides: Guides,
    /// How often articles were opened since the last flush.
    pub(super) reads: Arc<Reads>,
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
        let library = Self::over(files::read_built_in(&Arc::from(base)), base, folder)?;
        Ok(Library { guides: Guides::open(folder), ..library })
    }

    /// As [`Library::open`], without the articles that come with the program,
    /// which take a second to read where the program is not optimised.
    ///
    /// # Errors
    ///
    /// [`KnowledgeError::Search`] where the index can't be made.
    pub fn bare(base: &str) -> Result<Self, KnowledgeError> {
        Self::over(BTreeMap::new(), base, None)
    }

    /// As [`Library::bare`], with the articles of a folder.
    ///
    /// # Errors
    ///
    /// [`KnowledgeError::Search`] where the index can't be made.
    pub fn of_folder(base: &str, folder: &Path) -> Result<Self, KnowledgeError> {
        Self::over(BTreeMap::new(), base, Some(folder))
    }

    fn over(built_in: BTreeMap<String, Read>, base: &str, folder: Option<&Path>) -> Result<Self, KnowledgeError> {
        let base: Arc<str> = Arc::from(base);
        let layers = Layers::over(built_in, &base, folder);
        let empty = Shelf {
            articles: BTreeMap::new(),
            moved: Moved::default(),
            categories: Categories::default(),
            lists: Vec::new(),
            faults: Vec::new(),
            index: Index::new(Synonyms::default())?,
        };
        let shelf = layers.fill(&empty)?;
        for fault in &shelf.faults {
            tracing::warn!(file = fault.file, line = fault.line, "article left out: {}", fault.message);
        }
        Ok(Library {
            shelf: Arc::new(ArcSwap::from_pointee(shelf)),
            layers: Arc::new(Mutex::new(layers)),
            base,
            folder: folder.map(Arc::from),
            history: Arc::default(),
            edit_url: None,
            guides: Guides::default(),
            reads: Arc::default(),
            searches: SearchLog::default(),
            watch: Watch::default(),
            limits: Arc::default(),
        })
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

    /// Whether articles and index are loaded, those of the database included.
    ///
    /// # Errors
    ///
    /// One line that says what is missing.
    pub fn check(&self) -> Result<(), String> {
        match self.layers().seen {
            Some(_) => Ok(()),
            None => Err("the articles of the database are not loaded yet".into()),
        }
    }

    /// Draws the articles that come with the program, so that no reader waits
    /// for the first time. Others are drawn when they are first read: a folder
    /// may hold more than anybody reads.
    pub fn warm_up(&self) {
        for article in self.shelf().articles().filter(|article| matches!(article.origin, super::Origin::BuiltIn(_))) {
            article.html();
        }
    }

    /// In front of links to own pages.
    pub(super) fn base(&self) -> &Arc<str> {
        &self.base
    }

    /// Up to where the database's changes were followed.
    pub(super) fn seen(&self) -> Option<i64> {
        self.layers().seen
    }

    /// Takes over what changed in the database.
    pub(super) fn set_published(&self, changed: Changed) -> Result<(), KnowledgeError> {
        let mut layers = self.layers();
        let any = !changed.articles.is_empty() || changed.redirects.is_some();
        if let Some(redirects) = changed.redirects {
            layers.redirects = redirects;
        }
        for (slug, article) in changed.articles {
            match article {
                Some(article) => layers.published.insert(slug, Arc::new(article)),
                None => layers.published.remove(&slug),
            };
        }
        if any {
            self.shelf.store(Arc::new(layers.fill(&self.shelf.load())?));
        }
        layers.seen = Some(changed.newest);
        Ok(())
    }

    /// Looks whether files of the folder changed, and reads those that did.
    pub(super) fn refresh_folder(&self) -> Result<(), KnowledgeError> {
        self.guides.refresh();
        let mut layers = self.layers();
        if layers.folder.is_none() || !layers.read_folder(&self.base) {
            return Ok(());
        }
        let shelf = layers.fill(&self.shelf.load())?;
        for fault in shelf.faults.iter().filter(|fault| !self.shelf.load().faults.contains(fault)) {
            tracing::warn!(file = fault.file, line = fault.line, "article left out: {}", fault.message);
        }
        self.shelf.store(Arc::new(shelf));
        Ok(())
    }

    /// A panic while the layers were held can't have left them half changed.
    fn layers(&self) -> MutexGuard<'_, Layers> {
        self.layers.lock().unwrap_or_else(PoisonError::into_inner)
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
