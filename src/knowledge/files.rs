//! Files of articles: those that come with the program, and a folder that is
//! laid over them.

use std::borrow::Cow;
use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::file_article::FileArticle;
use super::foreign;
use super::front_matter::{self, FILE_LIMIT};
use super::model::{Fault, Origin, Rule};
use crate::clock::{Day, Timestamp};
use crate::program;
use crate::web::fold;

#[derive(rust_embed::RustEmbed)]
#[folder = "content/"]
struct Embedded;

/// Folders that are looked into below one another; more is a loop or a mistake.
const DEPTH_LIMIT: usize = 8;
/// Articles that a folder may hold; each takes some twenty kilobytes of memory.
const COUNT_LIMIT: usize = 200_000;

/// One file as it was read: an article, or why it is none.
pub type Read = Result<Arc<FileArticle>, Fault>;

/// Reads the articles that come with the program, by path.
pub fn read_built_in(base: &Arc<str>) -> BTreeMap<String, Read> {
    Embedded::iter()
        .filter(|path| is_article(path))
        .filter_map(|path| {
            let file = Embedded::get(&path)?;
            let text = String::from_utf8_lossy(&file.data);
            let read = read_text(&path, &text, Origin::BuiltIn(path.to_string()), base);
            Some((path.to_string(), read))
        })
        .collect()
}

/// The file of words that mean the same.
pub const SYNONYMS_FILE: &str = "synonyms.txt";

/// The files below a folder of those that come with the program, by path.
pub fn built_in_below(folder: &str) -> Vec<(String, String)> {
    let below = Embedded::iter().filter(|path| path.strip_prefix(folder).is_some_and(|rest| rest.starts_with('/')));
    let text = |path: &str| Embedded::get(path).map(|file| String::from_utf8_lossy(&file.data).into_owned());
    below.filter_map(|path| Some((path.to_string(), text(&path)?))).collect()
}

/// The synonyms that come with the program, and those of the folder.
pub fn read_synonyms(folder: Option<&Path>) -> String {
    let mut text =
        Embedded::get(SYNONYMS_FILE).map(|file| String::from_utf8_lossy(&file.data).into_owned()).unwrap_or_default();
    if let Some(own) = folder.and_then(|folder| read_small(folder, SYNONYMS_FILE).ok()) {
        text.push('\n');
        text.push_str(&own);
    }
    text
}

/// The text of an article's file as it stands there; none for one of the
/// database, and where the file is gone or no text by now.
pub fn source(origin: &Origin) -> Option<String> {
    match origin {
        Origin::BuiltIn(path) => String::from_utf8(Embedded::get(path)?.data.into_owned()).ok(),
        Origin::Folder(path) => std::fs::read_to_string(path).ok(),
        Origin::Published => None,
    }
}

/// A file as the system describes it: when one of these changes, it is read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    modified: Option<SystemTime>,
    size: u64,
}

impl Stamp {
    /// The day on which it was changed last, in UTC.
    pub fn day(&self) -> Day {
        let since = self.modified.and_then(|time| time.duration_since(SystemTime::UNIX_EPOCH).ok());
        Timestamp(since.and_then(|since| i64::try_from(since.as_micros()).ok()).unwrap_or(0)).day()
    }
}

/// How the system describes a file now; none where there is none.
pub fn stamp(path: &Path) -> Option<Stamp> {
    let facts = std::fs::metadata(path).ok().filter(std::fs::Metadata::is_file)?;
    Some(Stamp { modified: facts.modified().ok(), size: facts.len() })
}

/// The text of one of the folder's own files beside its articles.
///
/// # Errors
///
/// Words: it can't be read, is too large, or lies outside of the folder.
pub fn read_small(folder: &Path, name: &str) -> Result<String, String> {
    let unreadable = |error: std::io::Error| format!("it can't be read: {error}");
    let path = folder.join(name).canonicalize().map_err(unreadable)?;
    if !path.starts_with(folder.canonicalize().map_err(unreadable)?) {
        return Err("this link leads out of the folder; it is not followed".into());
    }
    let size = std::fs::metadata(&path).map_err(unreadable)?.len();
    if size > FILE_LIMIT as u64 {
        return Err(format!("the file has {size} bytes; {FILE_LIMIT} are allowed"));
    }
    std::fs::read_to_string(&path).map_err(unreadable)
}

/// What a folder holds.
#[derive(Debug, Default)]
pub struct Listing {
    /// Every article's file, in no order.
    pub files: Vec<(PathBuf, Stamp)>,
    /// What was not read, and why.
    pub faults: Vec<Fault>,
}

/// Every article's file below a folder. Links that lead out of the folder are
/// named and not followed (N07); names that begin with a dot are passed over.
///
/// # Errors
///
/// One line, where the folder itself can't be read.
pub fn list(folder: &Path) -> Result<Listing, String> {
    let root = folder.canonicalize().map_err(|error| format!("{} can't be read: {error}", folder.display()))?;
    let mut found = Listing::default();
    walk(&root, folder, 0, &mut found).map_err(|error| format!("{} can't be read: {error}", folder.display()))?;
    Ok(found)
}

fn walk(root: &Path, folder: &Path, depth: usize, found: &mut Listing) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let entry = entry?;
        let name = entry.file_name();
        // A file may go while we look: then it is not there.
        let Ok(kind) = entry.file_type() else { continue };
        let is_article =
            name.to_str().is_some_and(|name| is_article(name) && !(depth == 1 && is_program_file(folder, name)));
        if name.as_encoded_bytes().starts_with(b".") || (kind.is_file() && !is_article) {
            continue;
        }
        let path = entry.path();
        // Only a link can lead out of the folder; all else is looked up once.
        let is_link = kind.is_symlink();
        let Ok(facts) = (if is_link { std::fs::metadata(&path) } else { entry.metadata() }) else { continue };
        let leads_out = is_link && !path.canonicalize().is_ok_and(|real| real.starts_with(root));
        let refusal = if leads_out {
            Some("this link leads out of the folder; it is not followed".to_owned())
        } else if facts.is_dir() && depth >= DEPTH_LIMIT {
            Some(format!("more than {DEPTH_LIMIT} folders lie in each other; this one is left out"))
        } else {
            None
        };
        if let Some(message) = refusal.filter(|_| facts.is_dir() || is_article) {
            found.faults.push(Fault::new(Rule::File, path.display(), 1, message));
        } else if facts.is_dir() {
            // A folder that can't be read takes nothing else with it.
            if let Err(error) = walk(root, &path, depth + 1, found) {
                found.faults.push(Fault::new(Rule::File, path.display(), 1, format!("it can't be read: {error}")));
            }
        } else if facts.is_file() && is_article {
            if found.files.len() >= COUNT_LIMIT {
                let message = format!("there are more than {COUNT_LIMIT} files; this one and others are left out");
                found.faults.push(Fault::new(Rule::File, path.display(), 1, message));
                return Ok(());
            }
            found.files.push((path, Stamp { modified: facts.modified().ok(), size: facts.len() }));
        }
    }
    Ok(())
}

/// One file of the folder.
pub enum Loaded {
    /// It is written for Drawbridge, or can't be read at all.
    Ours(Read),
    /// It is written for another program: its text.
    Foreign(String),
}

/// Reads one file of the folder.
pub fn load(path: &Path, base: &Arc<str>) -> Loaded {
    let shown = path.display().to_string();
    match text(path, &shown) {
        Err(fault) => Loaded::Ours(Err(fault)),
        Ok(text) if foreign::is_native(&text) => {
            Loaded::Ours(read_text(&shown, &text, Origin::Folder(path.to_owned()), base))
        }
        Ok(text) => Loaded::Foreign(text),
    }
}

fn text(path: &Path, shown: &str) -> Result<String, Fault> {
    let fault = |message: String| Fault::new(Rule::File, shown, 1, message);
    let facts = std::fs::metadata(path).map_err(|error| fault(format!("it can't be read: {error}")))?;
    if facts.len() > FILE_LIMIT as u64 {
        return Err(fault(format!("the file has {} bytes; {FILE_LIMIT} are allowed", facts.len())));
    }
    let bytes = std::fs::read(path).map_err(|error| fault(format!("it can't be read: {error}")))?;
    let text = String::from_utf8(bytes).map_err(|error| {
        let valid = error.utf8_error().valid_up_to();
        let line = error.as_bytes()[..valid].iter().filter(|byte| **byte == b'\n').count() + 1;
        Fault::new(Rule::File, shown, line, "the file is not UTF-8 from here on")
    })?;
    Ok(match fold::composed(&text) {
        Cow::Borrowed(_) => text,
        Cow::Owned(composed) => composed,
    })
}

fn read_text(shown: &str, text: &str, origin: Origin, base: &Arc<str>) -> Read {
    let name = stem(Path::new(shown)).unwrap_or_default();
    front_matter::parse(&name, text, origin, base)
        .map(Arc::new)
        .map_err(|(line, message)| Fault::new(Rule::FrontMatter, shown, line, message))
}

/// Whether it is a file of the program, which is no article.
fn is_program_file(folder: &Path, name: &str) -> bool {
    folder.file_name().is_some_and(|folder| folder == "program") && program::files::NAMES.contains(&name)
}

/// Markdown, except for what explains the folder.
fn is_article(path: &str) -> bool {
    // What the program's own files say, such as what a champion agrees to, is no article.
    path.ends_with(".md") && !path.ends_with("README.md") && !path.starts_with("program/")
}

fn stem(path: &Path) -> Option<String> {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned())
}
