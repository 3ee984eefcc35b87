//! Puts together what is known of addresses that are no article's any more.

use std::collections::BTreeMap;

use super::model::{Moved, Place};
use super::removed::Removed;
use crate::knowledge::file_article::FileArticle;
use crate::knowledge::model::{Fault, Origin, Rule};

/// Who says where an address leads.
pub struct Sources<'a> {
    /// Whether an article is served at an address.
    pub is_article: &'a dyn Fn(&str) -> bool,
    /// The files that are served, by slug; their `aliases` lead to them. Those
    /// without may be left out.
    pub files: &'a mut dyn Iterator<Item = &'a FileArticle>,
    /// `removed.toml`.
    pub removed: &'a Removed,
    /// What the database keeps.
    pub kept: &'a BTreeMap<String, Place>,
}

/// Everything that moved, and what contradicts itself.
///
/// An article's own address goes before all of it. Files go before the
/// database, and an alias before `removed.toml`.
pub fn collect(sources: Sources<'_>) -> (Moved, Vec<Fault>) {
    let is_article = sources.is_article;
    let mut faults = sources.removed.faults.clone();
    let mut moved: BTreeMap<String, Place> = BTreeMap::new();
    moved
        .extend(sources.kept.iter().filter(|(slug, _)| !is_article(slug)).map(|(slug, to)| (slug.clone(), to.clone())));
    for entry in &sources.removed.entries {
        let mut fault = |message: String| {
            faults.push(Fault::new(Rule::Address, &sources.removed.file, entry.line, message));
        };
        if is_article(&entry.slug) {
            fault(format!("/faq/{} is an article; take it out of this file", entry.slug));
            continue;
        }
        if let Place::Removed { successor: Some(slug), .. } = &entry.place
            && !is_article(slug)
        {
            fault(format!("{}: there is no article “{slug}”", entry.slug));
        }
        moved.insert(entry.slug.clone(), entry.place.clone());
    }
    let mut named: BTreeMap<&str, String> = BTreeMap::new();
    for file in sources.files {
        let shown = shown(&file.article.origin);
        for (alias, line) in &file.aliases {
            let fault = if is_article(alias) {
                Some(format!("alias: /faq/{alias} is an article of its own"))
            } else {
                named.get(alias.as_str()).map(|first| format!("alias: {first} has been /faq/{alias} as well; keep one"))
            };
            match fault {
                Some(message) => faults.push(Fault::new(Rule::Address, &shown, *line, message)),
                None => {
                    named.insert(alias, shown.clone());
                    moved.insert(alias.clone(), Place::Renamed(file.article.slug.to_string()));
                }
            }
        }
    }
    (Moved(moved), faults)
}

/// The file, as faults name it.
fn shown(origin: &Origin) -> String {
    match origin {
        Origin::BuiltIn(path) => path.clone(),
        Origin::Folder(path) => path.display().to_string(),
        Origin::Published => "(published)".to_owned(),
    }
}
