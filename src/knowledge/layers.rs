//! What the shelf is made from: three layers of articles over each other.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::KnowledgeError;
use super::categories::Categories;
use super::files::{self, Loaded, Read, Stamp};
use super::foreign::{self, Kind};
use super::front_matter::FileArticle;
use super::gather::{self, Foreign};
use super::library::Shelf;
use super::model::{Fault, Rule};
use super::moved::{self, Place};
use super::sides::Sides;
use crate::parallel;
use crate::search::Document;

/// All that was read, by where it came from.
pub struct Layers {
    built_in: BTreeMap<String, Read>,
    pub folder: Option<PathBuf>,
    files: BTreeMap<PathBuf, (Stamp, Read)>,
    /// Those of them that were written for another program.
    foreign: BTreeMap<PathBuf, Foreign>,
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
            foreign: BTreeMap::new(),
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
        let (root, kind) = foreign::root(folder);
        let files::Listing { files: found, faults } = match files::list(&root) {
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
        self.foreign.retain(|path, _| found.contains_key(path));
        let is_new = |(path, stamp): &(PathBuf, Stamp)| self.files.get(path).is_none_or(|(known, _)| known != stamp);
        let new: Vec<(PathBuf, Stamp)> = found.into_iter().filter(is_new).collect();
        let loaded = parallel::map(&new, |(path, _)| files::load(path, base));
        for ((path, stamp), loaded) in new.into_iter().zip(loaded) {
            let day = stamp.day();
            match loaded {
                Loaded::Ours(read) => {
                    self.foreign.remove(&path);
                    self.files.insert(path, (stamp, read));
                }
                Loaded::Foreign(text) => {
                    // Until all of them are read below.
                    let read = Err(Fault::new(Rule::Foreign, path.display(), 1, "it is being read"));
                    let old = self.files.remove(&path).map_or(read, |(_, read)| read);
                    self.files.insert(path.clone(), (stamp, old));
                    self.foreign.insert(path, Foreign { text, day });
                }
            }
            changed = true;
        }
        if changed {
            self.read_foreign(&root, kind, base);
        }
        changed
    }

    /// Reads what was written for other programs: addresses and links of one
    /// depend on all. What came to the same article stays the same.
    fn read_foreign(&mut self, root: &Path, kind: Kind, base: &Arc<str>) {
        if self.foreign.is_empty() {
            return;
        }
        let ours: Vec<&Path> =
            self.files.keys().filter(|path| !self.foreign.contains_key(*path)).map(PathBuf::as_path).collect();
        let categories = &self.sides.categories;
        let reads = gather::read_foreign(root, kind, &ours, &self.foreign, base, categories, &|_| false);
        for (path, read) in reads {
            let Some((_, held)) = self.files.get_mut(&path) else { continue };
            match (&read, &held) {
                (Ok(new), Ok(old)) if gather::is_same(new, old) => {}
                _ => *held = read,
            }
        }
    }

    /// Whether an article that comes with the program was renamed or taken out,
    /// in the browser or in `removed.toml`.
    fn is_gone(&self, slug: &str) -> bool {
        self.redirects.contains_key(slug) || self.sides.removed.names(slug)
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
                // What was renamed or taken out here does not come back from below.
                Ok(file) if self.is_gone(file.article.slug.as_str()) => {}
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
                // What another program leaves out is no fault.
                Err(fault) if fault.rule == Rule::Foreign => {}
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
