//! Reads what `git log --name-status` prints.

use std::collections::{BTreeMap, HashMap};
use std::path::{Path, PathBuf};

use super::Commit;
use crate::clock::Timestamp;
use crate::knowledge::model::Slug;
use crate::knowledge::moved::{Moved, Place};

/// Characters of a commit's subject that are shown as the reason.
const SUBJECT_LIMIT: usize = 200;

/// The last commit of each file, and what became of those that are gone.
/// `exists` says of a path below the folder whether there is a file.
pub fn parse(log: &str, exists: &dyn Fn(&Path) -> bool) -> (HashMap<PathBuf, Commit>, Moved) {
    let mut commits: HashMap<PathBuf, Commit> = HashMap::new();
    let mut moved: BTreeMap<String, Place> = BTreeMap::new();
    let mut current: Option<(Commit, String)> = None;
    for line in log.lines() {
        if let Some(head) = line.strip_prefix('\u{1}') {
            current = commit(head);
            continue;
        }
        let (Some((commit, subject)), Some((status, paths))) = (&current, line.split_once('\t')) else { continue };
        let mut paths = paths.split('\t').filter(|path| path.ends_with(".md"));
        let (Some(first), second) = (paths.next(), paths.next()) else { continue };
        let path = Path::new(second.unwrap_or(first));
        // The newest commit comes first: what is known already is newer.
        let is_gone = status.starts_with('D');
        if !is_gone && !commits.contains_key(path) {
            commits.insert(path.to_owned(), commit.clone());
        }
        if exists(Path::new(first)) {
            continue;
        }
        let Some(old) = slug(first) else { continue };
        let place = match second.and_then(slug) {
            Some(to) if to == old => continue,
            Some(to) if status.starts_with('R') => Place::Renamed(to),
            _ if is_gone => {
                let why: String = subject.chars().filter(|c| !c.is_control()).take(SUBJECT_LIMIT).collect();
                let why = format!("{why} ({}, {})", commit.at.day().words(), commit.hash);
                Place::Removed { why, successor: None }
            }
            _ => continue,
        };
        moved.entry(old).or_insert(place);
    }
    (commits, Moved::from(moved))
}

fn commit(head: &str) -> Option<(Commit, String)> {
    let mut fields = head.split('\u{2}');
    let (hash, author, at) = (fields.next()?, fields.next()?, fields.next()?);
    let author: String = author.chars().filter(|c| !c.is_control()).take(120).collect();
    let commit = Commit { hash: hash.to_owned(), author, at: Timestamp::parse(at).ok()? };
    Some((commit, fields.next().unwrap_or_default().to_owned()))
}

fn slug(path: &str) -> Option<String> {
    let stem = Path::new(path).file_stem()?.to_str()?;
    Slug::parse(stem).map(|slug| slug.to_string())
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_newest_commit_of_a_file_and_what_became_of_others_are_known() {
        let log = "\u{1}c3\u{2}Ana Ruiz\u{2}2026-11-03T10:00:00+01:00\u{2}Take b out\n\nD\tdns/b.md\n\
                   \u{1}c2\u{2}Bo\u{2}2026-11-02T10:00:00Z\u{2}Rename a\n\nR097\ta.md\tdns/new.md\nM\tc.md\n\
                   \u{1}c1\u{2}Bo\u{2}2026-11-01T10:00:00Z\u{2}Add\n\nA\ta.md\nA\tdns/b.md\nA\tc.md\nA\tx.png\n";

        let (commits, moved) = parse(log, &|path| path == Path::new("c.md") || path == Path::new("dns/new.md"));

        let hash = |path: &str| commits.get(Path::new(path)).map(|commit| commit.hash.as_str());
        assert_eq!([hash("dns/new.md"), hash("c.md"), hash("x.png")], [Some("c2"), Some("c2"), None]);
        assert_eq!(moved.find("a"), Some(&Place::Renamed("new".into())));
        let why = "Take b out (3 Nov 2026, c3)".to_owned();
        assert_eq!(moved.find("b"), Some(&Place::Removed { why, successor: None }));
        assert_eq!(moved.find("c"), None);
    }

    #[test]
    fn what_is_no_log_says_nothing() {
        for log in ["", "fatal: x", "\u{1}", "\u{1}a\u{2}b\u{2}no date\u{2}c\nM\ta.md\n", "M\ta.md\n"] {
            let (commits, moved) = parse(log, &|_| false);
            assert!(commits.is_empty() && moved == Moved::default(), "{log:?}");
        }
    }
}
