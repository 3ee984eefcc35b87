//! Searching the articles, all of them or those of one shelf or tag.

use std::sync::Arc;

use super::shelf::{FoundArticle, SearchOutcome};
use super::{Article, KnowledgeError, Library};
use crate::search::{Answers, Request};

/// What an article counts for whose date has passed: it stands behind one that
/// answers as well, and before one that answers worse.
const STALE: f32 = 0.97;

/// What is looked for.
#[derive(Debug, Clone, Copy, Default)]
pub struct Search<'a> {
    /// The question, an error message, a port.
    pub words: &'a str,
    /// Hits at the most.
    pub limit: usize,
    /// How many articles after them are named as well, to be counted.
    pub more: usize,
    /// Whether the words are meant as they were typed: no slip is put right then.
    pub is_exact: bool,
    /// The slug of the shelf on which the articles stand; empty: of any.
    pub category: &'a str,
    /// A tag that the articles have; empty: any.
    pub tag: &'a str,
}

impl Search<'_> {
    /// Whether an article is among those that are looked at.
    pub fn admits(&self, article: &Article) -> bool {
        (self.category.is_empty() || article.category == self.category)
            && (self.tag.is_empty() || article.tags.iter().any(|tag| tag == self.tag))
    }
}

impl Library {
    /// Looks for articles that answer.
    ///
    /// # Errors
    ///
    /// [`KnowledgeError::Search`] where the index fails.
    pub fn find(&self, search: &Search<'_>) -> Result<SearchOutcome, KnowledgeError> {
        let shelf = self.shelf();
        let admits = |slug: &str| shelf.article(slug).is_some_and(|article| search.admits(article));
        let is_narrow = !search.category.is_empty() || !search.tag.is_empty();
        let Answers { query, answered, hits, more, meant } = shelf.index.answer(&Request {
            text: search.words,
            limit: search.limit,
            more: search.more,
            is_exact: search.is_exact,
            only: is_narrow.then_some(&admits),
        })?;
        let mut hits: Vec<FoundArticle> = hits
            .into_iter()
            .filter_map(|hit| {
                let article = Arc::clone(shelf.article(&hit.key)?);
                let score = hit.score * if self.watch.is_stale(&hit.key) { STALE } else { 1.0 };
                Some(FoundArticle { article, score, sentence: hit.sentence, section: hit.section })
            })
            .collect();
        // Stable, so that what weighs the same stays as it was.
        hits.sort_by(|a, b| b.score.total_cmp(&a.score));
        let more =
            more.into_iter().filter_map(|(slug, score)| Some((Arc::clone(shelf.article(&slug)?), score))).collect();
        Ok(SearchOutcome { query, answered, hits, more, meant })
    }
}
