//! The titles and sections that MkDocs keeps in its `nav`.

use std::collections::HashMap;
use std::path::{Path, PathBuf};

use super::kind::Kind;
use crate::knowledge::files::{self, Stamp};

/// What `nav` says of one file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NavEntry {
    /// Its title.
    pub title: String,
    /// The section right above it; empty at the top.
    pub section: String,
}

/// Bytes of `mkdocs.yml` that are read.
const FILE_LIMIT: usize = 512 * 1024;

fn settings(folder: &Path) -> Option<String> {
    let text = settings_files(folder).into_iter().find_map(|file| std::fs::read_to_string(file).ok())?;
    (text.len() <= FILE_LIMIT).then_some(text)
}

/// Where the settings may be.
fn settings_files(folder: &Path) -> Vec<PathBuf> {
    let mut folders = vec![folder.to_owned()];
    folders.extend(folder.canonicalize().ok().and_then(|folder| folder.parent().map(Path::to_owned)));
    let named = folders.iter().flat_map(|folder| ["mkdocs.yml", "mkdocs.yaml"].map(|name| folder.join(name)));
    named.filter(|file| file.is_file()).collect()
}

/// How the system describes the settings now, where the program has some.
pub fn stamp(folder: &Path, kind: Kind) -> Option<Stamp> {
    let file = settings_files(folder).into_iter().next().filter(|_| kind == Kind::MkDocs)?;
    files::stamp(&file)
}

/// The folder of the articles below that of `mkdocs.yml`.
pub fn docs_folder(folder: &Path) -> String {
    let text = settings(folder).unwrap_or_default();
    let value = text.lines().find_map(|line| line.strip_prefix("docs_dir:")).map(|value| unquoted(value).to_owned());
    value.filter(|value| !value.is_empty()).unwrap_or_else(|| "docs".into())
}

/// Titles by path below the folder of the articles.
pub fn read(folder: &Path) -> HashMap<String, NavEntry> {
    settings(folder).map(|text| parse(&text)).unwrap_or_default()
}

/// The file has tags that only Python reads (`!!python/name:…`), so its lines
/// are read for what `nav` may hold: `- Title: path.md` and `- Section:`.
fn parse(text: &str) -> HashMap<String, NavEntry> {
    let mut entries = HashMap::new();
    let mut sections: Vec<(usize, String)> = Vec::new();
    let lines = text.lines().skip_while(|line| line.trim_end() != "nav:").skip(1);
    let is_inside = |line: &&str| line.trim().is_empty() || line.starts_with([' ', '-', '#']);
    for line in lines.take_while(is_inside) {
        let indent = line.len() - line.trim_start().len();
        let Some(item) = line.trim().strip_prefix('-').map(str::trim) else { continue };
        sections.retain(|(depth, _)| *depth < indent);
        let section = || sections.last().map(|(_, name)| name.clone()).unwrap_or_default();
        match item.split_once(": ").map(|(title, path)| (unquoted(title), unquoted(path))) {
            Some((title, path)) if path.ends_with(".md") => {
                entries.insert(path.to_owned(), NavEntry { title: title.to_owned(), section: section() });
            }
            _ => {
                if let Some(name) = item.strip_suffix(':') {
                    sections.push((indent, unquoted(name).to_owned()));
                }
            }
        }
    }
    entries
}

fn unquoted(text: &str) -> &str {
    text.split(" #").next().unwrap_or(text).trim().trim_matches(['"', '\''])
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn titles_and_sections_are_read_and_tags_of_python_passed_over() {
        let text = "site_name: X\nmarkdown_extensions:\n  - emoji:\n      index: !!python/name:a.b\nnav:\n  - Home: index.md\n  \
                    - 'DNS':\n    - \"Which resolver?\": dns/resolver.md # first\n    - dns/plain.md\n  - Out: https://x.example\n  - Last: last.md\ntheme: y\n";

        let nav = parse(text);

        let entry = |title: &str, section: &str| NavEntry { title: title.into(), section: section.into() };
        assert_eq!(nav.len(), 3, "{nav:?}");
        assert_eq!(nav.get("index.md"), Some(&entry("Home", "")));
        assert_eq!(nav.get("dns/resolver.md"), Some(&entry("Which resolver?", "DNS")));
        assert_eq!(nav.get("last.md"), Some(&entry("Last", "")));
    }

    #[test]
    fn n03_changed_lists_of_contents() {
        crate::fuzz::hold("contents", |bytes| drop(parse(&String::from_utf8_lossy(bytes))));
    }
}
