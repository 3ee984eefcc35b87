//! The files of guides: those that come with the program, and those of the
//! folder that is laid over them, which is followed.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::{Arc, Mutex, PoisonError};
use std::time::SystemTime;

use arc_swap::ArcSwap;

use super::model::Guide;
use super::parse::{Placed, parse};
use super::rules::assemble;
use crate::knowledge::front_matter::FILE_LIMIT;
use crate::knowledge::{Fault, Rule, Slug};

#[derive(rust_embed::RustEmbed)]
#[folder = "content/guides/"]
struct Embedded;

/// Guides that a folder may hold.
const COUNT_LIMIT: usize = 500;

/// A guide with what only its file knows.
#[derive(Debug)]
pub struct FileGuide {
    pub guide: Arc<Guide>,
    /// The slugs of articles that it names, where they stand.
    pub articles: Vec<Placed>,
}

/// One file as it was read: a guide, or why it is none.
pub type Read = Result<FileGuide, Vec<Fault>>;

/// The guides as they are at one moment.
#[derive(Debug, Default)]
pub struct GuideShelf {
    guides: BTreeMap<String, Arc<Guide>>,
    /// Files that could not be served.
    pub faults: Vec<Fault>,
}

impl GuideShelf {
    /// All guides, by title.
    pub fn guides(&self) -> Vec<&Arc<Guide>> {
        let mut guides: Vec<_> = self.guides.values().collect();
        guides.sort_by_key(|guide| guide.title.to_lowercase());
        guides
    }

    /// The guide of this slug.
    pub fn guide(&self, slug: &str) -> Option<&Arc<Guide>> {
        self.guides.get(slug)
    }

    /// The guides of which an end names this article.
    pub fn naming(&self, article: &str) -> Vec<&Arc<Guide>> {
        self.guides().into_iter().filter(|guide| guide.articles().contains(&article)).collect()
    }
}

/// All guides. Cheap to clone; all clones are the same.
#[derive(Clone, Default)]
pub struct Guides {
    shelf: Arc<ArcSwap<GuideShelf>>,
    folder: Option<Arc<Path>>,
    seen: Arc<Mutex<BTreeMap<PathBuf, Stamp>>>,
}

/// A file as the system describes it: when this changes, it is read again.
type Stamp = (Option<SystemTime>, u64);

impl Guides {
    /// Reads the guides that come with the program, and those below `guides/`
    /// of the folder over them.
    pub fn open(folder: Option<&Path>) -> Self {
        let folder = folder.map(|folder| Arc::from(folder.join("guides")));
        let guides = Guides { folder, ..Guides::default() };
        if !guides.refresh() {
            guides.read_all(Vec::new());
        }
        guides
    }

    /// The guides as they are now.
    pub fn shelf(&self) -> Arc<GuideShelf> {
        self.shelf.load_full()
    }

    /// Looks whether files of the folder changed, and reads them if so. A
    /// folder that is away for a moment changes nothing.
    pub fn refresh(&self) -> bool {
        let Some(folder) = &self.folder else { return false };
        let Ok(found) = list(folder) else { return false };
        let mut seen = self.seen.lock().unwrap_or_else(PoisonError::into_inner);
        if *seen == found {
            return false;
        }
        self.read_all(found.keys().map(|path| (path.display().to_string(), read(path))).collect());
        *seen = found;
        true
    }

    fn read_all(&self, own: Vec<(String, Read)>) {
        let before = self.shelf();
        let mut shelf = GuideShelf::default();
        // The folder's come later and so win over those of the same slug.
        for (_, read) in read_built_in().into_iter().chain(own) {
            match read {
                Ok(file) => drop(shelf.guides.insert(file.guide.slug.to_string(), file.guide)),
                Err(faults) => shelf.faults.extend(faults),
            }
        }
        shelf.faults.sort();
        for fault in shelf.faults.iter().filter(|fault| !before.faults.contains(fault)) {
            tracing::warn!(file = fault.file, line = fault.line, "guide left out: {}", fault.message);
        }
        self.shelf.store(Arc::new(shelf));
    }
}

/// Reads the guides that come with the program, by path below `content/`.
pub fn read_built_in() -> Vec<(String, Read)> {
    let mut paths: Vec<_> = Embedded::iter().filter(|path| path.ends_with(".toml")).collect();
    paths.sort();
    let read = |path: std::borrow::Cow<'static, str>| {
        let (shown, file) = (format!("guides/{path}"), Embedded::get(&path)?);
        let read = read_text(&shown, &file.data);
        Some((shown, read))
    };
    paths.into_iter().filter_map(read).collect()
}

/// Every file of a guide in a folder. Links that lead out of it, and files that
/// begin with a dot, are passed over (N07); a folder that is not there is empty.
///
/// # Errors
///
/// The system's own.
pub fn list(folder: &Path) -> std::io::Result<BTreeMap<PathBuf, Stamp>> {
    let mut found = BTreeMap::new();
    if !folder.exists() {
        return Ok(found);
    }
    let root = folder.canonicalize()?;
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let name = path.file_name().map(|name| name.to_string_lossy().into_owned()).unwrap_or_default();
        if name.starts_with('.') || !name.ends_with(".toml") || found.len() >= COUNT_LIMIT {
            continue;
        }
        // A file may go while we look: then it is not there.
        let Ok(real) = path.canonicalize() else { continue };
        let Ok(facts) = std::fs::metadata(&real) else { continue };
        if real.starts_with(&root) && facts.is_file() {
            found.insert(path, (facts.modified().ok(), facts.len()));
        }
    }
    Ok(found)
}

/// Reads one file of a folder.
pub fn read(path: &Path) -> Read {
    let shown = path.display().to_string();
    let fault = |message: String| vec![Fault::new(Rule::File, &shown, 1, message)];
    let facts = std::fs::metadata(path).map_err(|error| fault(format!("it can't be read: {error}")))?;
    if facts.len() > FILE_LIMIT as u64 {
        return Err(fault(format!("the file has {} bytes; {FILE_LIMIT} are allowed", facts.len())));
    }
    let bytes = std::fs::read(path).map_err(|error| fault(format!("it can't be read: {error}")))?;
    read_text(&shown, &bytes)
}

/// Reads the text of a file, whose name gives the slug.
pub fn read_text(shown: &str, bytes: &[u8]) -> Read {
    let fault = |(line, message): (usize, String)| Fault::new(Rule::Guide, shown, line, message);
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        vec![Fault::new(Rule::File, shown, line, "the file is not UTF-8 from here on")]
    })?;
    let name = Path::new(shown).file_stem().map(|stem| stem.to_string_lossy().into_owned()).unwrap_or_default();
    let slug = Slug::parse(&name).ok_or_else(|| {
        let words = format!("“{name}” can't be an address; name the file with lower-case letters, digits and hyphens");
        vec![Fault::new(Rule::Address, shown, 1, words)]
    })?;
    let faults = |faults: Vec<(usize, String)>| faults.into_iter().map(fault).collect::<Vec<_>>();
    let draft = parse(text).map_err(faults)?;
    let articles = draft.ends.iter().flat_map(|end| end.articles.iter().cloned()).collect();
    let guide = assemble(slug, draft).map_err(faults)?;
    Ok(FileGuide { guide: Arc::new(guide), articles })
}
