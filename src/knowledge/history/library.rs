//! What the library says of the files that articles come from.

use std::path::Path;
use std::sync::Arc;

use super::{Commit, History};
use crate::clock::Day;
use crate::knowledge::Library;
use crate::knowledge::model::{Article, Origin};
use crate::web::shell::query_value;

impl Library {
    /// Sets where files are edited: an address with `{path}` for the path below
    /// the content folder (below `content/` where there is no folder).
    #[must_use]
    pub fn with_edit_url(mut self, url: Option<&str>) -> Self {
        self.edit_url = url.map(Arc::from);
        self
    }

    /// Where the file of an article is edited, if it is one of those files.
    pub fn edit_url(&self, article: &Article) -> Option<String> {
        let template = self.edit_url.as_deref()?;
        let path = match (&article.origin, &self.folder) {
            (Origin::BuiltIn(path), None) => path.clone(),
            (Origin::Folder(path), Some(folder)) => path.strip_prefix(folder).ok()?.to_str()?.to_owned(),
            _ => return None,
        };
        let parts: Vec<String> = path.split(['/', '\\']).map(query_value).collect();
        Some(template.replace("{path}", &parts.join("/")))
    }

    /// The commit that last changed the file of an article, where git knows one.
    pub fn last_commit(&self, article: &Article) -> Option<Commit> {
        let (Origin::Folder(path), Some(folder)) = (&article.origin, &self.folder) else { return None };
        self.history.load().last(path.strip_prefix(folder).ok()?).cloned()
    }

    /// The days on which these articles were changed or read through last.
    pub(in crate::knowledge) fn changed<'a>(
        &self,
        articles: impl Iterator<Item = &'a Arc<Article>>,
    ) -> Vec<(&'a Arc<Article>, Day)> {
        let history = self.history.load();
        let committed = |article: &Article| {
            let (Origin::Folder(path), Some(folder)) = (&article.origin, &self.folder) else { return None };
            Some(history.last(path.strip_prefix(folder).ok()?)?.at.day())
        };
        let day =
            |article: &Article| committed(article).map_or(article.reviewed_on, |day| day.max(article.reviewed_on));
        articles.map(|article| (article, day(article))).collect()
    }

    /// The folder that is laid over the others.
    pub fn folder(&self) -> Option<&Path> {
        self.folder.as_deref()
    }

    /// What git says about the folder.
    pub(in crate::knowledge) fn history(&self) -> Arc<History> {
        self.history.load_full()
    }

    /// Asks git again, where something was committed. It takes its time.
    ///
    /// # Errors
    ///
    /// One line: no git, no work tree, or git refuses.
    pub fn refresh_history(&self) -> Result<(), String> {
        let Some(folder) = self.folder() else { return Ok(()) };
        if let Some(history) = History::read(folder, &self.history.load())? {
            self.history.store(Arc::new(history));
        }
        Ok(())
    }
}
