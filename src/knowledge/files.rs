//! Files of articles: those that come with the program, and a folder that is
//! laid over them.

use std::collections::BTreeMap;
use std::path::{Path, PathBuf};
use std::sync::Arc;
use std::time::SystemTime;

use super::front_matter::{self, FILE_LIMIT, FileArticle};
use super::model::{Fault, Origin};

#[derive(rust_embed::RustEmbed)]
#[folder = "content/"]
struct Embedded;

/// Folders that are looked into below one another; more is a loop or a mistake.
const DEPTH_LIMIT: usize = 8;
/// Files that a folder may hold.
const COUNT_LIMIT: usize = 50_000;

/// One file as it was read: an article, or why it is none.
pub type Read = Result<Arc<FileArticle>, Fault>;

/// Reads the articles that come with the program, by path.
pub fn read_built_in(base: &Arc<str>) -> BTreeMap<String, Read> {
    Embedded::iter()
        .filter(|path| is_article(path))
        .filter_map(|path| {
            let file = Embedded::get(&path)?;
            let read = read_text(&path, &file.data, Origin::BuiltIn(path.to_string()), base);
            Some((path.to_string(), read))
        })
        .collect()
}

/// The synonyms that come with the program, and those of the folder.
pub fn read_synonyms(folder: Option<&Path>) -> String {
    let mut text =
        Embedded::get("synonyms.txt").map(|file| String::from_utf8_lossy(&file.data).into_owned()).unwrap_or_default();
    if let Some(own) = folder.and_then(|folder| std::fs::read_to_string(folder.join("synonyms.txt")).ok()) {
        text.push('\n');
        text.push_str(&own);
    }
    text
}

/// A file as the system describes it: when one of these changes, it is read again.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Stamp {
    modified: Option<SystemTime>,
    size: u64,
}

/// Every article's file below a folder, by path. Links that lead out of the
/// folder, and files that begin with a dot, are passed over (N07).
///
/// # Errors
///
/// One line, where the folder itself can't be read.
pub fn list(folder: &Path) -> Result<BTreeMap<PathBuf, Stamp>, String> {
    let root = folder.canonicalize().map_err(|error| format!("{} can't be read: {error}", folder.display()))?;
    let mut found = BTreeMap::new();
    walk(&root, folder, 0, &mut found).map_err(|error| format!("{} can't be read: {error}", folder.display()))?;
    Ok(found)
}

fn walk(root: &Path, folder: &Path, depth: usize, found: &mut BTreeMap<PathBuf, Stamp>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        let hidden = path.file_name().is_none_or(|name| name.to_string_lossy().starts_with('.'));
        if hidden || found.len() >= COUNT_LIMIT {
            continue;
        }
        // A file may go while we look: then it is not there.
        let Ok(real) = path.canonicalize() else { continue };
        let Ok(facts) = std::fs::metadata(&real) else { continue };
        if !real.starts_with(root) {
            continue;
        }
        if facts.is_dir() && depth < DEPTH_LIMIT {
            walk(root, &path, depth + 1, found)?;
        } else if facts.is_file() && path.to_str().is_some_and(is_article) {
            found.insert(path, Stamp { modified: facts.modified().ok(), size: facts.len() });
        }
    }
    Ok(())
}

/// Reads one file of the folder.
pub fn read(path: &Path, base: &Arc<str>) -> Read {
    let shown = path.display().to_string();
    let fault = |message: String| Fault { file: shown.clone(), line: 1, message };
    let facts = std::fs::metadata(path).map_err(|error| fault(format!("it can't be read: {error}")))?;
    if facts.len() > FILE_LIMIT as u64 {
        return Err(fault(format!("the file has {} bytes; {FILE_LIMIT} are allowed", facts.len())));
    }
    let bytes = std::fs::read(path).map_err(|error| fault(format!("it can't be read: {error}")))?;
    read_text(&shown, &bytes, Origin::Folder(path.to_owned()), base)
}

fn read_text(shown: &str, bytes: &[u8], origin: Origin, base: &Arc<str>) -> Read {
    let fault = |line: usize, message: String| Fault { file: shown.to_owned(), line, message };
    let text = std::str::from_utf8(bytes).map_err(|error| {
        let line = bytes[..error.valid_up_to()].iter().filter(|byte| **byte == b'\n').count() + 1;
        fault(line, "the file is not UTF-8 from here on".into())
    })?;
    let name = stem(Path::new(shown)).unwrap_or_default();
    front_matter::parse(&name, text, origin, base).map(Arc::new).map_err(|(line, message)| fault(line, message))
}

/// Markdown, except for what explains the folder.
fn is_article(path: &str) -> bool {
    path.ends_with(".md") && !path.ends_with("README.md")
}

fn stem(path: &Path) -> Option<String> {
    path.file_stem().map(|stem| stem.to_string_lossy().into_owned())
}
