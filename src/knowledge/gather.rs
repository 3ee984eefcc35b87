//! Reads a whole folder: files that are written for Drawbridge one by one, the
//! others together, since their addresses and links depend on each other.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use super::categories::Categories;
use super::files::{self, Loaded, Read};
use super::foreign::{self, Kind, Source, Tree, Without};
use super::front_matter::FileArticle;
use super::model::{Fault, Origin, Rule};
use crate::clock::Day;

/// A file that was written for another program.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Foreign {
    /// Its text.
    pub text: String,
    /// The day on which it was changed last.
    pub day: Day,
}

/// A folder, read.
#[derive(Debug)]
pub struct Gathered {
    /// What it was written for.
    pub kind: Kind,
    /// Its files, by path.
    pub reads: BTreeMap<PathBuf, Read>,
    /// What was not read, and why.
    pub faults: Vec<Fault>,
}

/// Reads a folder. `is_taken`: whether an address is somebody else's already,
/// so that a file of another program gets a different one.
///
/// # Errors
///
/// One line, where the folder itself can't be read.
pub fn gather(
    folder: &Path,
    base: &Arc<str>,
    categories: &Categories,
    is_taken: &dyn Fn(&str) -> bool,
) -> Result<Gathered, String> {
    let (root, kind) = foreign::root(folder);
    let listing = files::list(&root)?;
    let mut reads = BTreeMap::new();
    let mut others = BTreeMap::new();
    for (path, stamp) in listing.files {
        match files::load(&path, base) {
            Loaded::Ours(read) => drop(reads.insert(path, read)),
            Loaded::Foreign(text) => drop(others.insert(path, Foreign { text, day: stamp.day() })),
        }
    }
    let ours: Vec<&Path> = reads.keys().map(PathBuf::as_path).collect();
    let found = read_foreign(&root, kind, &ours, &others, base, categories, is_taken);
    reads.extend(found);
    Ok(Gathered { kind, reads, faults: listing.faults })
}

/// Reads the files of `others`; `ours` are the paths of those beside them.
pub fn read_foreign(
    root: &Path,
    kind: Kind,
    ours: &[&Path],
    others: &BTreeMap<PathBuf, Foreign>,
    base: &Arc<str>,
    categories: &Categories,
    is_taken: &dyn Fn(&str) -> bool,
) -> BTreeMap<PathBuf, Read> {
    let mut files: Vec<(String, Option<&str>)> = ours.iter().map(|path| (below(root, path), None)).collect();
    files.extend(others.iter().map(|(path, foreign)| (below(root, path), Some(foreign.text.as_str()))));
    files.sort();
    let tree = Tree::new(root, kind, &files, is_taken);
    let read = |(path, foreign): (&PathBuf, &Foreign)| {
        let source = Source {
            path: &below(root, path),
            text: &foreign.text,
            day: foreign.day,
            origin: Origin::Folder(path.clone()),
            base,
        };
        let read = foreign::read(&source, &tree, categories).map(Arc::new);
        (path.clone(), read.map_err(|without| fault(path, without)))
    };
    others.iter().map(read).collect()
}

fn fault(path: &Path, without: Without) -> Fault {
    match without {
        Without::Fault((line, message)) => Fault::new(Rule::FrontMatter, path.display(), line, message),
        // Nothing is wrong with it: what was left out is told apart by its rule.
        Without::LeftOut((line, message)) => Fault::new(Rule::Foreign, path.display(), line, message),
    }
}

/// The path below the folder, with `/` between its parts.
fn below(root: &Path, path: &Path) -> String {
    let inner = path.strip_prefix(root).unwrap_or(path);
    inner.components().map(|part| part.as_os_str().to_string_lossy()).collect::<Vec<_>>().join("/")
}

/// Whether two readings of a file came to the same article.
pub fn is_same(one: &FileArticle, other: &FileArticle) -> bool {
    let (a, b) = (&one.article, &other.article);
    (&a.slug, &a.title, &a.category, &a.tags, &a.phrasings) == (&b.slug, &b.title, &b.category, &b.tags, &b.phrasings)
        && (&a.related, &a.owner, a.reviewed_on, a.review_after, &a.body)
            == (&b.related, &b.owner, b.reviewed_on, b.review_after, &b.body)
        && (&one.aliases, &one.notes, one.body_line) == (&other.aliases, &other.notes, other.body_line)
}
