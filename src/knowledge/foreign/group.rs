//! All files of a folder that were written for other programs. Their addresses
//! and links depend on each other, so they are read when all of them are known.

use std::collections::{BTreeMap, BTreeSet};
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::kind::Kind;
use super::nav;
use super::read::{self, Source, Without};
use super::tree::{self, Tree};
use crate::clock::Day;
use crate::knowledge::categories::Categories;
use crate::knowledge::files::{Read, Stamp};
use crate::knowledge::model::{Fault, Origin, Rule};
use crate::parallel;

/// The files, and what is known of all of them together.
#[derive(Default)]
pub struct Group {
    place: Option<Place>,
    sources: BTreeMap<Arc<Path>, Text>,
    /// As it was when they were read last.
    tree: Option<Tree>,
    /// Whether it may be another one by now.
    is_due: bool,
    /// Files that are to be read.
    waiting: BTreeSet<Arc<Path>>,
}

/// Where the files lie, and what else says something of them.
#[derive(Debug, PartialEq, Eq)]
struct Place {
    root: PathBuf,
    kind: Kind,
    nav: Option<Stamp>,
}

/// A file as it lies there.
struct Text {
    text: String,
    /// The day on which it was changed last.
    day: Day,
}

impl Group {
    /// Says below which folder the files lie, and which program they are for.
    pub fn set_place(&mut self, root: &Path, kind: Kind) {
        let place = Some(Place { root: root.to_owned(), kind, nav: nav::stamp(root, kind) });
        self.is_due |= self.place != place;
        self.place = place;
    }

    /// Takes a file that is new or changed.
    pub fn put(&mut self, path: &Arc<Path>, text: String, day: Day) {
        let wanted = |text: &str| self.place.as_ref().map(|place| tree::wanted(&place.below(path), text, place.kind));
        let is_same_place = self.sources.get(path).is_some_and(|old| wanted(&old.text) == wanted(&text));
        self.is_due |= !is_same_place;
        self.sources.insert(Arc::clone(path), Text { text, day });
        self.waiting.insert(Arc::clone(path));
    }

    /// Forgets a file that is gone, or is none of these any more.
    pub fn remove(&mut self, path: &Path) {
        self.is_due |= self.sources.remove(path).is_some();
        self.waiting.remove(path);
    }

    /// Whether a file is one of these.
    pub fn contains(&self, path: &Path) -> bool {
        self.sources.contains_key(path)
    }

    /// Says that files beside these came or went.
    pub fn set_due(&mut self) {
        self.is_due = true;
    }

    /// Reads all of them again, when there is time.
    pub fn read_again(&mut self) {
        self.waiting = self.sources.keys().cloned().collect();
    }

    /// How many files are still to be read.
    pub fn waiting(&self) -> usize {
        if self.is_due { self.sources.len() } else { self.waiting.len() }
    }

    /// Gives every file its address, where something about that may have
    /// changed; says whether something has. `all` are the files of the folder,
    /// those that are written for Drawbridge included; `is_taken`: whether an
    /// address is somebody else's already.
    pub fn settle<'a>(&mut self, all: impl Iterator<Item = &'a Path>, is_taken: &dyn Fn(&str) -> bool) -> bool {
        let Some(place) = self.place.as_ref().filter(|_| self.is_due && !self.sources.is_empty()) else { return false };
        let ours = all.filter(|path| !self.sources.contains_key(*path));
        let mut files: Vec<(String, Option<&str>)> = ours.map(|path| (place.below(path), None)).collect();
        files.extend(self.sources.iter().map(|(path, source)| (place.below(path), Some(source.text.as_str()))));
        files.sort();
        let tree = Tree::new(&place.root, place.kind, &files, is_taken);
        self.is_due = false;
        // Where nothing else moved, only those are read that changed themselves.
        let is_other = self.tree.as_ref() != Some(&tree);
        if is_other {
            self.tree = Some(tree);
            self.read_again();
        }
        is_other
    }

    /// The address of a file, as it was settled.
    pub fn slug(&self, path: &Path) -> Option<&str> {
        let below = self.place.as_ref()?.below(path);
        Some(self.tree.as_ref()?.leaf(&below)?.slug.as_str())
    }

    /// Reads some of the files that wait.
    pub fn read_some(&mut self, limit: usize, base: &Arc<str>, categories: &Categories) -> Vec<(Arc<Path>, Read)> {
        let (Some(place), Some(tree)) = (&self.place, &self.tree) else { return Vec::new() };
        let some: Vec<Arc<Path>> = (0..limit).map_while(|_| self.waiting.pop_first()).collect();
        let read = parallel::map(&some, |path| {
            let Text { text, day } = self.sources.get(path)?;
            let origin = Origin::Folder(path.to_path_buf());
            let source = Source { path: &place.below(path), text, day: *day, origin, base };
            Some(read::read(&source, tree, categories).map(Arc::new).map_err(|without| fault(path, without)))
        });
        some.into_iter().zip(read).filter_map(|(path, read)| Some((path, read?))).collect()
    }
}

impl Place {
    /// The path below the folder, with `/` between its parts.
    fn below(&self, path: &Path) -> String {
        let inner = path.strip_prefix(&self.root).unwrap_or(path);
        inner.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
    }
}

fn fault(path: &Path, without: Without) -> Fault {
    match without {
        Without::Fault((line, message)) => Fault::new(Rule::FrontMatter, path.display(), line, message),
        // Nothing is wrong with it: what was left out is told apart by its rule.
        Without::LeftOut((line, message)) => Fault::new(Rule::Foreign, path.display(), line, message),
    }
}
