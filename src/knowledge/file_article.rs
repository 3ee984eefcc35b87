//! An article as its file gives it.

use std::sync::Arc;

use super::front_matter::LineFault;
use super::model::{Article, Fault, Rule};
use crate::markdown::Outline;

/// An article with what only its file knows.
#[derive(Debug)]
pub struct FileArticle {
    /// The article.
    pub article: Arc<Article>,
    /// Its headings and plain text.
    pub outline: Outline,
    /// The line of the file on which its body begins, from 1.
    pub body_line: usize,
    /// The lines of the slugs in `related`.
    pub related_lines: Vec<usize>,
    /// The line of its category.
    pub category_line: usize,
    /// What was not understood of a file that was written for another program.
    pub notes: Vec<LineFault>,
    /// Whether it was written for another program.
    pub is_foreign: bool,
    /// Slugs that it had before, each with its line.
    pub aliases: Vec<(String, usize)>,
}

impl FileArticle {
    /// Without what only a proofreader needs: there may be a hundred thousand.
    #[must_use]
    pub fn slim(mut self) -> Self {
        (self.outline, self.related_lines, self.notes) = (Outline::default(), Vec::new(), Vec::new());
        self
    }

    /// Whether readers would see no difference.
    pub fn says_as(&self, other: &FileArticle) -> bool {
        let (a, b) = (&self.article, &other.article);
        let slugs = |file: &FileArticle| file.aliases.iter().map(|(slug, _)| slug.clone()).collect::<Vec<_>>();
        (&a.slug, &a.title, &a.category, &a.tags, &a.phrasings)
            == (&b.slug, &b.title, &b.category, &b.tags, &b.phrasings)
            && (&a.related, &a.owner, a.reviewed_on, a.review_after, &a.body)
                == (&b.related, &b.owner, b.reviewed_on, b.review_after, &b.body)
            && slugs(self) == slugs(other)
    }

    /// What is wrong where there is no category of this name.
    pub fn unknown_category(&self, file: &str) -> Fault {
        let message = format!("there is no category “{}”", self.article.category);
        Fault::new(Rule::FrontMatter, file, self.category_line, message)
    }
}
