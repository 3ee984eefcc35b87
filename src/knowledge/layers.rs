//! What the shelf is made from: three layers of articles over each other.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::KnowledgeError;
use super::categories::Categories;
use super::file_article::FileArticle;
use super::files::Read;
use super::folder::Folder;
use super::model::{Article, Fault, Origin, Slug};
use super::moved::{self, Place};
use super::ordered::Ordered;
use super::shelf::Shelf;
use super::sides::Sides;
use crate::search::Document;
use crate::{markdown, parallel};

/// All that was read, by where it came from.
pub struct Layers {
    built_in: BTreeMap<Slug, Arc<FileArticle>>,
    /// Files that come with the program and are no articles.
    broken: Vec<Fault>,
    published: BTreeMap<Slug, Arc<FileArticle>>,
    /// Redirects of the database.
    redirects: BTreeMap<String, Place>,
    /// What was learnt for articles beside their own phrasings.
    learnt: BTreeMap<Slug, Vec<String>>,
    /// Slugs of which that changed.
    relearnt: BTreeSet<Slug>,
    folder: Option<Folder>,
    /// The folder's other files.
    sides: Sides,
    /// Slugs that may have another article than on the shelf.
    changed: BTreeSet<Slug>,
    /// Articles on the shelf that had other slugs before.
    aliased: BTreeMap<Slug, Arc<FileArticle>>,
}

impl Layers {
    /// What comes with the program, under a folder that is still to be read.
    pub fn over(built_in: BTreeMap<String, Read>, folder: Option<&Path>) -> Self {
        let mut broken = Vec::new();
        let mut articles = BTreeMap::new();
        for read in built_in.into_values() {
            match read {
                Ok(file) => drop(articles.insert(file.article.slug.clone(), file)),
                Err(fault) => broken.push(fault),
            }
        }
        Layers {
            changed: articles.keys().cloned().collect(),
            built_in: articles,
            broken,
            published: BTreeMap::new(),
            redirects: BTreeMap::new(),
            learnt: BTreeMap::new(),
            relearnt: BTreeSet::new(),
            folder: folder.map(Folder::new),
            sides: Sides::read(folder),
            aliased: BTreeMap::new(),
        }
    }

    /// Takes over what was published under a slug; none: it is gone.
    pub fn publish(&mut self, slug: Slug, article: Option<FileArticle>) {
        match article {
            Some(article) => drop(self.published.insert(slug.clone(), Arc::new(article.slim()))),
            None => drop(self.published.remove(&slug)),
        }
        self.changed.insert(slug);
    }

    /// Takes over what was learnt for an article.
    pub fn learn(&mut self, slug: Slug, words: Vec<String>) {
        let before = if words.is_empty() { self.learnt.remove(&slug) } else { self.learnt.insert(slug.clone(), words) };
        if before.unwrap_or_default() != self.learnt.get(&slug).cloned().unwrap_or_default() {
            self.relearnt.insert(slug.clone());
            self.changed.insert(slug);
        }
    }

    /// Takes over all redirects of the database.
    pub fn redirect(&mut self, redirects: BTreeMap<String, Place>) {
        self.redirects = redirects;
        self.changed.extend(self.built_in.keys().cloned());
    }

    /// Looks what changed in the folder; says whether the shelf has to be
    /// filled anew before anything is read.
    pub fn look(&mut self) -> bool {
        let Some(folder) = &mut self.folder else { return false };
        let looked = folder.look();
        self.changed.extend(looked.gone);
        let mut is_other = looked.is_other;
        if self.sides.refresh(Some(folder.path())) {
            // Other categories make other articles of all files.
            self.changed.extend(folder.read_again());
            self.changed.extend(self.built_in.keys().cloned());
            is_other = true;
        }
        is_other
    }

    /// Reads some of the folder's files that wait.
    pub fn read_some(&mut self, limit: usize, base: &Arc<str>) {
        if let Some(folder) = &mut self.folder {
            self.changed.extend(folder.read_some(limit, base, &self.sides.categories));
        }
    }

    /// How many files of the folder were read, and how many wait.
    pub fn progress(&self) -> (usize, usize) {
        self.folder.as_ref().map_or((0, 0), Folder::progress)
    }

    /// The shelf that the layers make, sharing with `before` what did not change.
    ///
    /// # Errors
    ///
    /// [`KnowledgeError::Search`]; what changed is tried again with the next change.
    pub fn fill(&mut self, before: &Shelf) -> Result<Shelf, KnowledgeError> {
        let (mut articles, mut catalogue) = (before.articles.clone(), before.catalogue.clone());
        let (mut changed, mut removed) = (Vec::new(), Vec::new());
        for slug in std::mem::take(&mut self.changed) {
            let chosen = self.choose(&slug);
            let old = before.article(slug.as_str());
            let is_relearnt = self.relearnt.remove(&slug);
            let is_as_before = match (&chosen, old) {
                (Some(new), Some(old)) => !is_relearnt && self.is_as(new, old, before),
                (new, old) => new.is_none() && old.is_none(),
            };
            if !is_as_before {
                old.into_iter().for_each(|old| catalogue.take(old));
                let at_slug = |article: &Arc<Article>| article.slug.cmp(&slug);
                match &chosen {
                    Some(new) => {
                        changed.push(Arc::clone(new));
                        catalogue.put(&new.article);
                        articles.put(Arc::clone(&new.article), at_slug);
                    }
                    None => {
                        removed.push(slug.to_string());
                        articles.take(at_slug);
                    }
                }
            }
            match chosen.filter(|file| !file.aliases.is_empty()) {
                Some(file) => drop(self.aliased.insert(slug, file)),
                None => drop(self.aliased.remove(&slug)),
            }
        }
        let documents =
            parallel::map(&changed, |file| document(file, &self.sides.categories, self.learnt.get(&file.article.slug)));
        let index = match before.index.update(documents, &removed) {
            Ok(index) => index.with_synonyms(&self.sides.synonyms),
            Err(error) => {
                self.changed.extend(changed.iter().map(|file| file.article.slug.clone()));
                self.relearnt.extend(changed.iter().map(|file| file.article.slug.clone()));
                self.changed.extend(removed.iter().filter_map(|slug| Slug::parse(slug)));
                return Err(error.into());
            }
        };
        let (moved, faults) = self.moved(&articles);
        let (categories, lists) = (self.sides.categories.clone(), self.sides.lists.clone());
        Ok(Shelf { articles, catalogue, moved, categories, lists, faults, index })
    }

    /// Whether an article is searched as it was before: the name of its shelf is, too.
    fn is_as(&self, new: &FileArticle, old: &Arc<Article>, before: &Shelf) -> bool {
        let name = |categories: &Categories| categories.name(&old.category).map(str::to_owned);
        Arc::ptr_eq(&new.article, old) && name(&before.categories) == name(&self.sides.categories)
    }

    /// The article of a slug: the folder's, or the published one, or the program's own.
    fn choose(&mut self, slug: &Slug) -> Option<Arc<FileArticle>> {
        let categories = &self.sides.categories;
        let own = self.folder.as_mut().and_then(|folder| folder.choose(slug, categories));
        let built_in = || {
            // What was renamed or taken out here does not come back from below.
            let is_gone = self.redirects.contains_key(slug.as_str()) || self.sides.removed.names(slug.as_str());
            let file = self.built_in.get(slug).filter(|_| !is_gone)?;
            categories.name(&file.article.category).map(|_| file)
        };
        own.or_else(|| self.published.get(slug).or_else(built_in).cloned())
    }

    /// What became of other addresses, and everything that is wrong.
    fn moved(&self, articles: &Ordered<Arc<Article>>) -> (moved::Moved, Vec<Fault>) {
        let sources = moved::Sources {
            is_article: &|slug| articles.find(|article| article.slug.as_str().cmp(slug)).is_some(),
            files: &mut self.aliased.values().map(|file| &**file),
            removed: &self.sides.removed,
            kept: &self.redirects,
        };
        let (moved, mut faults) = moved::collect(sources);
        faults.extend(self.broken.iter().chain(&self.sides.faults).cloned());
        faults.extend(self.folder.iter().flat_map(Folder::faults).cloned());
        for file in self.built_in.values() {
            if let Origin::BuiltIn(path) = &file.article.origin
                && self.sides.categories.name(&file.article.category).is_none()
            {
                faults.push(file.unknown_category(path));
            }
        }
        faults.sort();
        (moved, faults)
    }
}

fn document(file: &FileArticle, categories: &Categories, learnt: Option<&Vec<String>>) -> Document {
    let article = &file.article;
    Document {
        key: article.slug.to_string(),
        title: article.title.clone(),
        category: categories.name(&article.category).unwrap_or_default().to_owned(),
        tags: article.tags.clone(),
        phrasings: article.phrasings.iter().chain(learnt.into_iter().flatten()).cloned().collect(),
        outline: markdown::outline(&article.body),
    }
}
