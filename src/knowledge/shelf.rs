//! The articles as they are at one moment, and what a search among them finds.

use std::sync::Arc;

use super::catalogue::Catalogue;
use super::categories::Categories;
use super::lists::ReadingList;
use super::model::{Article, Fault};
use super::moved::{Moved, Place, STEPS};
use super::ordered::Ordered;
use crate::search::{Index, SearchError, Synonyms};

pub use crate::search::Part;

/// The articles as they are at one moment. A change makes a new shelf that
/// shares with the old one what did not change.
#[derive(Debug)]
pub struct Shelf {
    /// By slug.
    pub(super) articles: Ordered<Arc<Article>>,
    /// The same, as lists show them.
    pub(super) catalogue: Catalogue,
    /// Addresses that were articles before.
    pub(super) moved: Moved,
    /// The shelves, in their order.
    pub(super) categories: Categories,
    /// What to read first.
    pub(super) lists: Vec<ReadingList>,
    /// Files that could not be served, sorted.
    pub faults: Vec<Fault>,
    pub(super) index: Index,
}

impl Shelf {
    /// A shelf on which nothing stands.
    ///
    /// # Errors
    ///
    /// [`SearchError`] where the index can't be made.
    pub(super) fn empty() -> Result<Self, SearchError> {
        Ok(Shelf {
            articles: Ordered::default(),
            catalogue: Catalogue::default(),
            moved: Moved::default(),
            categories: Categories::default(),
            lists: Vec::new(),
            faults: Vec::new(),
            index: Index::new(Synonyms::default())?,
        })
    }

    /// All articles, sorted by slug.
    pub fn articles(&self) -> impl Iterator<Item = &Arc<Article>> {
        self.articles.iter()
    }

    /// Whether any article has this tag.
    pub fn has_tag(&self, tag: &str) -> bool {
        self.catalogue.all.has_tag(tag)
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
        self.articles.find(|article| article.slug.as_str().cmp(slug))
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
