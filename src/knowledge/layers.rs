//! What the shelf is made from: three layers of articles over each other.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::KnowledgeError;
use super::categories::Categories;
use super::files::{self, Read, Stamp};
use super::front_matter::FileArticle;
use super::library::Shelf;
use super::model::{Fault, Rule};
use super::moved::{self, Place};
use super::sides::Sides;
use crate::search::Document;

/// All that was read, by where it came from.
pub struct Layers {
    built_in: BTreeMap<String, Read>,
    pub folder: Option<PathBuf>,
    files: BTreeMap<PathBuf, (Stamp, Read)>,
    folder_faults: Vec<Fault>,
    /// The folder's other files.
    pub sides: Sides,
    /// Redirects of the database.
    pub redirects: BTreeMap<String, Place>,
    pub published: BTreeMap<String, Arc<FileArticle>>,
    /// Up to where the database's changes were followed; none before the first look.
    pub seen: Option<i64>,
}

impl Layers {
    /// Lays the folder over what comes with the program.
    pub fn over(built_in: BTreeMap<String, Read>, base: &Arc<str>, folder: Option<&Path>) -> Self {
        let mut layers = Layers {
            built_in,
            folder: folder.map(Path::to_owned),
            files: BTreeMap::new(),
            folder_faults: Vec::new(),
            sides: Sides::read(folder),
            redirects: BTreeMap::new(),
            published: BTreeMap::new(),
            seen: None,
        };
        layers.read_folder(base);
        layers
    }

    /// Reads what changed in the folder; says whether anything did.
    pub fn read_folder(&mut self, base: &Arc<str>) -> bool {
        let Some(folder) = &self.folder else { return false };
        let files::Listing { files: found, faults } = match files::list(folder) {
            Ok(found) => found,
            Err(message) => {
                // What was read before stays: a folder that is away for a moment empties no shelf.
                let faults = vec![Fault::new(Rule::File, folder.display(), 1, message)];
                let changed = self.folder_faults != faults;
                self.folder_faults = faults;
                return changed;
            }
        };
        let mut changed = self.folder_faults != faults;
        self.folder_faults = faults;
        changed |= self.sides.refresh(Some(folder));
        changed |= self.files.keys().any(|path| !found.contains_key(path));
        self.files.retain(|path, _| found.contains_key(path));
        for (path, stamp) in found {
            if self.files.get(&path).is_none_or(|(known, _)| *known != stamp) {
                let read = files::read(&path, base);
                self.files.insert(path, (stamp, read));
                changed = true;
            }
        }
        changed
    }

    /// The shelf that the layers make, sharing with `before` what did not change.
    pub fn fill(&self, before: &Shelf) -> Result<Shelf, KnowledgeError> {
        let mut faults: Vec<Fault> = self.folder_faults.clone();
        faults.extend(self.sides.faults.iter().cloned());
        let categories = &self.sides.categories;
        let mut chosen: BTreeMap<&str, &Arc<FileArticle>> = BTreeMap::new();
        for (path, read) in &self.built_in {
            match read {
                Ok(file) if categories.name(&file.article.category).is_none() => {
                    faults.push(file.unknown_category(path));
                }
                Ok(file) => drop(chosen.insert(file.article.slug.as_str(), file)),
                Err(fault) => faults.push(fault.clone()),
            }
        }
        for file in self.published.values() {
            chosen.insert(file.article.slug.as_str(), file);
        }
        let mut own: HashMap<&str, &Path> = HashMap::new();
        for (path, (_, read)) in &self.files {
            match read {
                Ok(file) if categories.name(&file.article.category).is_none() => {
                    faults.push(file.unknown_category(&path.display().to_string()));
                }
                Ok(file) => {
                    let slug = file.article.slug.as_str();
                    if let Some(first) = own.get(slug) {
                        let message = format!("{} has the same address, /faq/{slug}; rename one", first.display());
                        faults.push(Fault::new(Rule::Address, path.display(), 1, message));
                        continue;
                    }
                    own.insert(slug, path);
                    chosen.insert(slug, file);
                }
                Err(fault) => faults.push(fault.clone()),
            }
        }
        let is_same = |slug: &str, file: &FileArticle| {
            before.articles.get(slug).is_some_and(|article| Arc::ptr_eq(article, &file.article))
        };
        let changed: Vec<Document> = chosen
            .iter()
            .filter(|(slug, file)| !is_same(slug, file))
            .map(|(_, file)| document(file, categories))
            .collect();
        let removed: Vec<String> =
            before.articles.keys().filter(|slug| !chosen.contains_key(slug.as_str())).cloned().collect();
        let index = before.index.update(changed, &removed)?.with_synonyms(&self.sides.synonyms);
        let sources = moved::Sources { articles: &chosen, removed: &self.sides.removed, kept: &self.redirects };
        let (moved, contradictions) = moved::collect(&sources);
        faults.extend(contradictions);
        let articles = chosen.into_iter().map(|(slug, file)| (slug.to_owned(), Arc::clone(&file.article))).collect();
        faults.sort();
        let lists = self.sides.lists.clone();
        Ok(Shelf { articles, moved, categories: categories.clone(), lists, faults, index })
    }
}

fn document(file: &FileArticle, categories: &Categories) -> Document {
    let article = &file.article;
    Document {
        key: article.slug.to_string(),
        title: article.title.clone(),
        category: categories.name(&article.category).unwrap_or_default().to_owned(),
        tags: article.tags.clone(),
        phrasings: article.phrasings.clone(),
        outline: file.outline.clone(),
    }
}
