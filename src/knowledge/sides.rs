//! The files of a content folder that are no articles: synonyms, categories,
//! reading lists, and what took the place of files that are gone.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};

use super::categories::{Categories, FILE as CATEGORIES_FILE};
use super::files::{self, Stamp};
use super::lists::{self, ReadingList};
use super::model::{Fault, Rule};
use super::moved::{REMOVED_FILE, Removed};

/// Where reading lists lie.
const LISTS_FOLDER: &str = "reading-lists";
/// Reading lists of a folder.
const LIST_LIMIT: usize = 50;

/// What those files say, over what comes with the program.
#[derive(Debug, Default)]
pub struct Sides {
    stamps: BTreeMap<PathBuf, Stamp>,
    /// Words that mean the same.
    pub synonyms: String,
    /// The shelves of the FAQ.
    pub categories: Categories,
    /// What to read first.
    pub lists: Vec<ReadingList>,
    /// What became of files that are gone.
    pub removed: Removed,
    /// What is wrong with any of them.
    pub faults: Vec<Fault>,
}

impl Sides {
    /// Reads them all.
    pub fn read(folder: Option<&Path>) -> Self {
        let mut sides = Sides { stamps: stamps(folder), synonyms: files::read_synonyms(folder), ..Sides::default() };
        let mut by_slug: BTreeMap<String, ReadingList> = BTreeMap::new();
        for (shown, text) in files::built_in_below(LISTS_FOLDER) {
            sides.take_list(&mut by_slug, Path::new(&shown), &shown, Ok(text));
        }
        if let Some(folder) = folder {
            for path in list_files(folder) {
                let name = path.strip_prefix(folder).unwrap_or(&path);
                let text = files::read_small(folder, &name.to_string_lossy());
                sides.take_list(&mut by_slug, &path, &path.display().to_string(), text);
            }
            sides.read_categories(folder);
            sides.read_removed(folder);
        }
        sides.lists = by_slug.into_values().collect();
        sides
    }

    /// Reads them again where one changed, came or went; says whether.
    pub fn refresh(&mut self, folder: Option<&Path>) -> bool {
        if stamps(folder) == self.stamps {
            return false;
        }
        *self = Sides::read(folder);
        true
    }

    fn take_list(
        &mut self,
        by_slug: &mut BTreeMap<String, ReadingList>,
        path: &Path,
        shown: &str,
        text: Result<String, String>,
    ) {
        let stem = path.file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
        let text = text.map_err(|words| Fault::new(Rule::File, shown, 1, words));
        match text.and_then(|text| lists::parse(&stem, shown, &text)) {
            Ok(list) => drop(by_slug.insert(stem, list)),
            Err(fault) => self.faults.push(fault),
        }
    }

    fn read_categories(&mut self, folder: &Path) {
        let path = folder.join(CATEGORIES_FILE);
        if files::stamp(&path).is_none() {
            return;
        }
        let shown = path.display().to_string();
        let text = files::read_small(folder, CATEGORIES_FILE).map_err(|words| Fault::new(Rule::File, &shown, 1, words));
        match text.and_then(|text| Categories::parse(&shown, &text)) {
            Ok(categories) => self.categories = categories,
            Err(fault) => self.faults.push(fault),
        }
    }

    fn read_removed(&mut self, folder: &Path) {
        let path = folder.join(REMOVED_FILE);
        if files::stamp(&path).is_none() {
            return;
        }
        let shown = path.display().to_string();
        match files::read_small(folder, REMOVED_FILE) {
            Ok(text) => self.removed = Removed::parse(&shown, &text),
            Err(words) => self.faults.push(Fault::new(Rule::File, &shown, 1, words)),
        }
    }
}

/// The folder's files of this kind, with what the system says of each.
fn stamps(folder: Option<&Path>) -> BTreeMap<PathBuf, Stamp> {
    let Some(folder) = folder else { return BTreeMap::new() };
    let mut paths = list_files(folder);
    paths.extend([CATEGORIES_FILE, REMOVED_FILE, files::SYNONYMS_FILE].map(|name| folder.join(name)));
    paths.into_iter().filter_map(|path| files::stamp(&path).map(|stamp| (path, stamp))).collect()
}

/// The reading lists of the folder, by name.
fn list_files(folder: &Path) -> Vec<PathBuf> {
    let Ok(entries) = std::fs::read_dir(folder.join(LISTS_FOLDER)) else { return Vec::new() };
    let mut paths: Vec<PathBuf> = entries
        .filter_map(|entry| entry.ok().map(|entry| entry.path()))
        .filter(|path| path.extension().is_some_and(|extension| extension == "toml"))
        .collect();
    paths.sort();
    paths.truncate(LIST_LIMIT);
    paths
}
