//! The folder of articles that is laid over the others, as it was last seen.
//!
//! A look at it costs one question to the system for each file; only files that
//! changed are read, some at a time, so that a large folder neither holds up
//! the start nor the changes of others. Those of other programs come last,
//! since what one of them is depends on all.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::categories::Categories;
use super::file_article::FileArticle;
use super::files::{self, Loaded, Read, Stamp};
use super::foreign::{self, Group};
use super::model::{Fault, Rule, Slug};
use crate::parallel;

/// What is known of a folder.
#[derive(Default)]
pub struct Folder {
    path: PathBuf,
    files: HashMap<Arc<Path>, Known>,
    /// Those of them that were written for another program.
    foreign: Group,
    /// Which files want a slug, in their order; the first has it.
    own: BTreeSet<(Slug, Arc<Path>)>,
    /// Files that are no articles.
    broken: BTreeMap<Arc<Path>, Fault>,
    /// Files whose slug another one has.
    twins: BTreeMap<Arc<Path>, Fault>,
    /// What is wrong with the folder itself, and what was passed over in it.
    passed: Vec<Fault>,
    /// Files that are to be read, the next one last.
    waiting: Vec<(Arc<Path>, Stamp)>,
}

/// What a look at the folder came to.
#[derive(Default)]
pub struct Looked {
    /// Slugs that files had which are gone.
    pub gone: Vec<Slug>,
    /// Whether anything is gone, or something else is wrong with the folder than before.
    pub is_other: bool,
}

struct Known {
    stamp: Stamp,
    /// None where it is no article.
    file: Option<Arc<FileArticle>>,
}

impl Folder {
    /// A folder that nobody looked at yet.
    pub fn new(path: &Path) -> Self {
        Folder { path: path.to_owned(), ..Folder::default() }
    }

    /// Where it is.
    pub fn path(&self) -> &Path {
        &self.path
    }

    /// Looks what changed; [`Folder::read_some`] reads it.
    pub fn look(&mut self) -> Looked {
        let (root, kind) = foreign::root(&self.path);
        let listed = match files::list(&root) {
            Ok(listed) => listed,
            Err(message) => {
                // What was read before stays: a folder that is away for a moment empties no shelf.
                let faults = vec![Fault::new(Rule::File, self.path.display(), 1, message)];
                let is_other = std::mem::replace(&mut self.passed, faults) != self.passed;
                return Looked { is_other, gone: Vec::new() };
            }
        };
        self.foreign.set_place(&root, kind);
        let mut looked = Looked { is_other: listed.faults != self.passed, gone: Vec::new() };
        self.passed = listed.faults;
        let is_known = |path: &Path| self.files.contains_key(path);
        if listed.files.iter().filter(|(path, _)| is_known(path)).count() < self.files.len() {
            let found: BTreeSet<&Path> = listed.files.iter().map(|(path, _)| path.as_path()).collect();
            let lost: Vec<Arc<Path>> = self.files.keys().filter(|path| !found.contains(&***path)).cloned().collect();
            looked.is_other = true;
            looked.gone = lost.iter().filter_map(|path| self.forget(path)).collect();
        }
        let is_new =
            |(path, stamp): &&(PathBuf, Stamp)| self.files.get(path.as_path()).is_none_or(|file| file.stamp != *stamp);
        let new = listed.files.iter().filter(is_new).map(|(path, stamp)| (Arc::from(path.as_path()), stamp.clone()));
        self.waiting = new.collect();
        self.waiting.sort_by(|(a, _), (b, _)| b.cmp(a));
        looked
    }

    /// How many files were read, and how many are still to be.
    pub fn progress(&self) -> (usize, usize) {
        let foreign = self.foreign.waiting();
        (self.files.len().saturating_sub(foreign), self.waiting.len() + foreign)
    }

    /// Reads some of the files that wait, and returns the slugs that may have
    /// another article now.
    pub fn read_some(&mut self, limit: usize, base: &Arc<str>, categories: &Categories) -> BTreeSet<Slug> {
        let some = self.waiting.split_off(self.waiting.len().saturating_sub(limit));
        let loaded = parallel::map(&some, |(path, _)| files::load(path, base));
        let mut slugs = BTreeSet::new();
        for ((path, stamp), loaded) in some.into_iter().zip(loaded) {
            let before = self.files.get_mut(&path);
            let is_new = before.is_none();
            match (loaded, before) {
                (Loaded::Ours(read), _) => {
                    if is_new || self.foreign.contains(&path) {
                        self.foreign.remove(&path);
                        self.foreign.set_due();
                    }
                    slugs.extend(self.put(&path, stamp, read));
                }
                (Loaded::Foreign(text), known) => {
                    self.foreign.put(&path, text, stamp.day());
                    // What it was stays until all of them are known.
                    match known {
                        Some(known) => known.stamp = stamp,
                        None => drop(self.files.insert(path, Known { stamp, file: None })),
                    }
                }
            }
        }
        if self.waiting.is_empty() {
            slugs.extend(self.read_foreign(limit, base, categories));
        }
        slugs
    }

    /// Reads some of the files that were written for other programs.
    fn read_foreign(&mut self, limit: usize, base: &Arc<str>, categories: &Categories) -> BTreeSet<Slug> {
        let mut slugs = BTreeSet::new();
        if self.foreign.settle(self.files.keys().map(|path| &**path), &|_| false) {
            // What has another address now goes first: no two may have the same in between.
            let has_moved = |(path, known): &(&Arc<Path>, &Known)| match (&known.file, self.foreign.slug(path)) {
                (Some(file), Some(slug)) => file.article.slug.as_str() != slug,
                _ => false,
            };
            let moved: Vec<Arc<Path>> = self.files.iter().filter(has_moved).map(|(path, _)| Arc::clone(path)).collect();
            for path in moved {
                slugs.extend(self.forget_article(&path));
            }
        }
        for (path, read) in self.foreign.read_some(limit, base, categories) {
            let Some(known) = self.files.get(&path) else { continue };
            let is_same = matches!((&read, &known.file), (Ok(new), Some(old)) if new.says_as(old));
            if !is_same {
                let stamp = known.stamp.clone();
                slugs.extend(self.put(&path, stamp, read));
            }
        }
        slugs
    }

    /// Takes over what a file was read as; returns the slugs that it had and has.
    fn put(&mut self, path: &Arc<Path>, stamp: Stamp, read: Read) -> Vec<Slug> {
        let mut slugs: Vec<Slug> = self.forget_article(path).into_iter().collect();
        let file = match read {
            Ok(file) => {
                let slug = &file.article.slug;
                self.own.insert((slug.clone(), Arc::clone(path)));
                slugs.push(slug.clone());
                Some(Arc::try_unwrap(file).map_or_else(|shared| shared, |file| Arc::new(file.slim())))
            }
            Err(fault) => {
                // What another program leaves out is no fault.
                if fault.rule != Rule::Foreign {
                    self.broken.insert(Arc::clone(path), fault);
                }
                None
            }
        };
        self.files.insert(Arc::clone(path), Known { stamp, file });
        slugs
    }

    /// The slugs of all its articles, which are read again where they depend on categories.
    pub fn read_again(&mut self) -> impl Iterator<Item = Slug> {
        self.foreign.read_again();
        self.own.iter().map(|(slug, _)| slug.clone())
    }

    /// The article that the folder has for a slug. Files of no category, and all
    /// but the first that want the slug, become faults.
    pub fn choose(&mut self, slug: &Slug, categories: &Categories) -> Option<Arc<FileArticle>> {
        let beginning = (slug.clone(), Arc::from(Path::new("")));
        let mut first: Option<(&Path, &Arc<FileArticle>)> = None;
        for (_, path) in self.own.range(beginning..).take_while(|(other, _)| other == slug) {
            let Some(file) = self.files.get(path).and_then(|known| known.file.as_ref()) else { continue };
            self.broken.remove(path);
            self.twins.remove(path);
            if categories.name(&file.article.category).is_none() {
                self.broken.insert(Arc::clone(path), file.unknown_category(&path.display().to_string()));
            } else if let Some((first, _)) = first {
                let message = format!("{} has the same address, /faq/{slug}; rename one", first.display());
                self.twins.insert(Arc::clone(path), Fault::new(Rule::Address, path.display(), 1, message));
            } else {
                first = Some((path, file));
            }
        }
        first.map(|(_, file)| Arc::clone(file))
    }

    /// Everything that is wrong, in no order.
    pub fn faults(&self) -> impl Iterator<Item = &Fault> {
        self.passed.iter().chain(self.broken.values()).chain(self.twins.values())
    }

    /// Forgets a file that is gone; returns the slug that it wanted.
    fn forget(&mut self, path: &Arc<Path>) -> Option<Slug> {
        let slug = self.forget_article(path);
        self.files.remove(path);
        self.foreign.remove(path);
        self.foreign.set_due();
        slug
    }

    /// Forgets what a file was read as; returns the slug that it wanted.
    fn forget_article(&mut self, path: &Arc<Path>) -> Option<Slug> {
        self.broken.remove(path);
        self.twins.remove(path);
        let slug = self.files.get_mut(path)?.file.take()?.article.slug.clone();
        self.own.remove(&(slug.clone(), Arc::clone(path)));
        Some(slug)
    }
}
