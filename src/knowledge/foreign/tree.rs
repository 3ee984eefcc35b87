//! All files of a folder together: which address each gets, and which file a
//! link means.

use std::collections::{BTreeMap, BTreeSet, HashMap};
use std::path::Path;

use super::kind::Kind;
use super::matter;
use super::nav::{self, NavEntry};
use crate::knowledge::Slug;
use crate::web::fold;

/// Names of files that stand for the folder in which they lie.
const INDEXES: &[&str] = &["index", "_index", "readme"];

/// One file of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaf {
    /// Its address.
    pub slug: String,
    /// The title that another file gives it.
    pub title: Option<String>,
    /// The section in which another file puts it.
    pub section: Option<String>,
    /// The address that it would have, were it not taken.
    pub wanted: Option<String>,
}

/// The files of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tree {
    /// The program that they were written for.
    pub kind: Kind,
    /// By path below the folder, with `/`.
    leaves: BTreeMap<String, Leaf>,
    /// Paths by the last part of them, as links write it.
    by_name: HashMap<String, Vec<String>>,
}

impl Tree {
    /// The tree of these files, by path below `folder` with their text; none
    /// for those that are written for Drawbridge.
    /// `is_taken`: whether an address is somebody else's already.
    pub fn new(folder: &Path, kind: Kind, files: &[(String, Option<&str>)], is_taken: &dyn Fn(&str) -> bool) -> Self {
        let nav = if kind == Kind::MkDocs { nav::read(folder) } else { HashMap::new() };
        let mut tree = Tree { kind, leaves: BTreeMap::new(), by_name: HashMap::new() };
        let mut used: BTreeSet<String> = BTreeSet::new();
        // Our own files have the address that they name, whoever comes first.
        for (path, _) in files.iter().filter(|(_, text)| text.is_none()) {
            let slug = stem(path).to_owned();
            used.insert(slug.clone());
            tree.add(path, Leaf { slug, title: None, section: None, wanted: None });
        }
        let is_free = |slug: &str, used: &BTreeSet<String>| !used.contains(slug) && !is_taken(slug);
        for (path, text) in files.iter().filter_map(|(path, text)| Some((path, (*text)?))) {
            let wanted = wanted(path, text, kind);
            let longer = parents(path).map(|parent| format!("{}-{wanted}", fold::slug(parent)));
            let numbered = (2..).map(|number| format!("{wanted}-{number}"));
            let all = std::iter::once(wanted.clone()).chain(longer).chain(numbered);
            let slug =
                all.map(|slug| shortened(&slug)).find(|slug| Slug::parse(slug).is_some() && is_free(slug, &used));
            let Some(slug) = slug else { continue };
            used.insert(slug.clone());
            let entry = nav.get(path.as_str());
            let NavEntry { title, section } =
                entry.cloned().unwrap_or(NavEntry { title: String::new(), section: String::new() });
            let some = |text: String| (!text.is_empty()).then_some(text);
            let wanted = (slug != wanted).then_some(wanted);
            tree.add(path, Leaf { slug, title: some(title), section: some(section), wanted });
        }
        tree
    }

    fn add(&mut self, path: &str, leaf: Leaf) {
        self.by_name.entry(name(stem(path))).or_default().push(path.to_owned());
        self.leaves.insert(path.to_owned(), leaf);
    }

    /// What is known of the file at this path below the folder.
    pub fn leaf(&self, path: &str) -> Option<&Leaf> {
        self.leaves.get(path)
    }

    /// The file that a link in the file `from` means; `target` is without its
    /// heading. As the programs write them: a path with or without its ending,
    /// below this file's folder or below the root, or the name of a page.
    pub fn resolve(&self, from: &str, target: &str) -> Option<&Leaf> {
        let target = target.trim().replace('\\', "/");
        let folder = from.rsplit_once('/').map_or("", |(folder, _)| folder);
        // Programs that make a folder of each page write one step more.
        let page = from.trim_end_matches(".md");
        let starts: &[&str] = if target.starts_with('/') { &[""] } else { &[folder, page, ""] };
        let inner = target.trim_start_matches('/');
        let without_first = inner.split_once('/').map(|(_, rest)| rest).filter(|_| target.starts_with('/'));
        for start in starts {
            for inner in std::iter::once(inner).chain(without_first) {
                if let Some(leaf) = joined(start, inner).and_then(|path| self.at(&path)) {
                    return Some(leaf);
                }
            }
        }
        // A page by its name alone, where only one has it.
        let last = name(stem(inner.trim_end_matches('/')));
        match self.by_name.get(&last).map(Vec::as_slice) {
            Some([only]) => self.leaves.get(only),
            _ => None,
        }
    }

    fn at(&self, path: &str) -> Option<&Leaf> {
        let path = path.trim_end_matches('/').trim_end_matches(".html");
        let mut forms = vec![path.to_owned(), format!("{path}.md")];
        for index in ["index.md", "_index.md", "README.md"] {
            forms.push(if path.is_empty() { index.to_owned() } else { format!("{path}/{index}") });
        }
        forms.iter().find_map(|form| self.leaves.get(form))
    }
}

/// The path of `inner` from the folder `start`; none where it leads out.
fn joined(start: &str, inner: &str) -> Option<String> {
    let mut parts: Vec<&str> = start.split('/').filter(|part| !part.is_empty()).collect();
    for part in inner.split('/') {
        match part {
            "" | "." => {}
            ".." => drop(parts.pop()?),
            part => parts.push(part),
        }
    }
    Some(parts.join("/"))
}

/// The address that a file asks for, or that its name makes.
pub fn wanted(path: &str, text: &str, kind: Kind) -> String {
    let matter = matter::parse(text).ok();
    let given = matter.and_then(|matter| matter.text(&["slug", "id", "url"]));
    let given = given.map(|given| fold::slug(given.trim_end_matches('/').rsplit('/').next().unwrap_or_default()));
    if let Some(slug) = given.filter(|slug| !slug.is_empty()) {
        return slug;
    }
    let own = stem(path);
    let is_index = INDEXES.contains(&own.to_lowercase().as_str());
    let named = if is_index { parents(path).next().unwrap_or("start") } else { own };
    let slug = fold::slug(if kind == Kind::Docusaurus { without_number(named) } else { named });
    if slug.is_empty() { "article".into() } else { slug }
}

/// `02-resolver` is `resolver`: Docusaurus sorts by the number.
fn without_number(name: &str) -> &str {
    let rest = name.trim_start_matches(|c: char| c.is_ascii_digit());
    let rest = rest.strip_prefix(['-', '_', '.', ' ']).filter(|_| rest.len() < name.len());
    rest.filter(|rest| rest.starts_with(char::is_alphabetic)).unwrap_or(name)
}

fn shortened(slug: &str) -> String {
    slug.get(..Slug::LIMIT).unwrap_or(slug).trim_end_matches('-').to_owned()
}

/// The name of the file, without its ending.
fn stem(path: &str) -> &str {
    let last = path.rsplit('/').next().unwrap_or(path);
    last.strip_suffix(".md").unwrap_or(last)
}

/// The folders in which it lies, the nearest first.
fn parents(path: &str) -> impl Iterator<Item = &str> {
    path.rsplit('/').skip(1).filter(|part| !part.is_empty())
}

/// A name as wikis compare them: `Page Name` is `page-name`.
fn name(text: &str) -> String {
    text.to_lowercase().replace([' ', '_'], "-")
}

#[cfg(test)]
mod tests {
    use super::*;

    fn tree(kind: Kind, files: &[&str]) -> Tree {
        let files: Vec<(String, Option<&str>)> = files
            .iter()
            .map(|file| file.split_once('=').unwrap_or((file, "text")))
            .map(|(path, text)| (path.to_owned(), Some(text)))
            .collect();
        Tree::new(Path::new("/nowhere"), kind, &files, &|slug| slug == "taken")
    }

    fn slug(tree: &Tree, path: &str) -> String {
        tree.leaf(path).map(|leaf| leaf.slug.clone()).unwrap_or_default()
    }

    #[test]
    fn every_file_has_an_address_of_its_own() {
        let tree = tree(
            Kind::Docusaurus,
            &[
                "dns/overview.md",
                "vpn/overview.md",
                "vpn/index.md",
                "index.md",
                "02-Getting Started.md",
                "taken.md",
                "x.md=---\nslug: /guides/own-name\n---\nx",
                "….md",
            ],
        );

        for (path, expected) in [
            ("dns/overview.md", "overview"),
            ("vpn/overview.md", "vpn-overview"),
            ("vpn/index.md", "vpn"),
            ("index.md", "start"),
            ("02-Getting Started.md", "getting-started"),
            ("taken.md", "taken-2"),
            ("x.md", "own-name"),
            ("….md", "article"),
        ] {
            assert_eq!(slug(&tree, path), expected, "{path}");
        }
        assert_eq!(tree.leaf("taken.md").and_then(|leaf| leaf.wanted.clone()).as_deref(), Some("taken"));
    }

    #[test]
    fn links_are_followed_as_each_program_writes_them() {
        let tree = tree(
            Kind::Plain,
            &["index.md", "dns/resolver.md", "dns/index.md", "vpn/split.md", "Page-Name.md", "a/same.md", "b/same.md"],
        );

        for (from, target, expected) in [
            ("dns/index.md", "resolver.md", "resolver"),
            ("vpn/split.md", "../dns/resolver.md", "resolver"),
            ("vpn/split.md", "../dns/", "dns"),
            ("vpn/split.md", "../../dns/resolver/", "resolver"),
            ("vpn/split.md", "/docs/dns/resolver", "resolver"),
            ("vpn/split.md", "dns/resolver.html", "resolver"),
            ("vpn/split.md", "Page Name", "page-name"),
            ("vpn/split.md", "..", "start"),
            ("a/same.md", "../b/same.md", "b-same"),
            ("index.md", "same", ""),
            ("index.md", "../../etc/passwd", ""),
            ("index.md", "nothing.md", ""),
        ] {
            let found = tree.resolve(from, target).map(|leaf| leaf.slug.as_str()).unwrap_or_default();
            assert_eq!(found, expected, "{target} in {from}");
        }
    }
}
