//! Proof-reads content: what can't be served, what leads nowhere, what wants to
//! be read through again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::files::{self, Read};
use super::front_matter::FileArticle;
use super::model::Fault;
use crate::clock::Day;
use crate::flow::Flow;

/// What was found.
#[derive(Debug, Default)]
pub struct Proof {
    /// How many files were read.
    pub files: usize,
    /// What has to be mended, by file and line.
    pub faults: Vec<Fault>,
    /// Articles whose review date has passed.
    pub stale: Vec<Fault>,
}

/// Reads the articles of a folder, or those that come with the program.
/// Links may lead to either: the folder is laid over the others.
pub fn prove(folder: Option<&Path>, today: Day) -> Proof {
    let base: Arc<str> = Arc::from("");
    let built_in = files::read_built_in(&base);
    let own: BTreeMap<String, Read> = match folder {
        None => built_in.clone(),
        Some(folder) => match files::list(folder) {
            Ok(found) => {
                found.into_keys().map(|path| (path.display().to_string(), files::read(&path, &base))).collect()
            }
            Err(message) => {
                let fault = Fault { file: folder.display().to_string(), line: 1, message };
                return Proof { faults: vec![fault], ..Proof::default() };
            }
        },
    };
    let known: BTreeMap<String, &FileArticle> = built_in
        .values()
        .chain(own.values())
        .filter_map(|read| read.as_deref().ok())
        .map(|file| (file.article.slug.to_string(), file))
        .collect();
    let mut proof = Proof { files: own.len(), ..Proof::default() };
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for (path, read) in &own {
        match read {
            Ok(file) => {
                if let Some(first) = seen.insert(file.article.slug.as_str(), path) {
                    let message = format!("{first} has the same address, /faq/{}; rename one", file.article.slug);
                    proof.faults.push(Fault { file: path.clone(), line: 1, message });
                }
                proof.read(path, file, &known, today);
            }
            Err(fault) => proof.faults.push(fault.clone()),
        }
    }
    proof.faults.sort();
    proof
}

impl Proof {
    fn read(&mut self, path: &str, file: &FileArticle, known: &BTreeMap<String, &FileArticle>, today: Day) {
        let article = &file.article;
        let mut faults = BTreeSet::new();
        for (slug, line) in article.related.iter().zip(&file.related_lines) {
            if !known.contains_key(slug) || *slug == article.slug.as_str() {
                faults.insert((*line, format!("related: there is no other article “{slug}”")));
            }
        }
        for target in &file.outline.links {
            if let Some(message) = check_link(target, known) {
                let at = article.body.find(&format!("({target}")).unwrap_or(0);
                faults.insert((file.body_line + article.body[..at].matches('\n').count(), message));
            }
        }
        faults.extend(check_flows(&article.body, file.body_line));
        let fault = |(line, message)| Fault { file: path.to_owned(), line, message };
        self.faults.extend(faults.into_iter().map(fault));
        if article.review_after < today {
            let message = format!("to be reviewed since {}", article.review_after);
            self.stale.push(Fault { file: path.to_owned(), line: 1, message });
        }
    }
}

/// Why a link to an article leads nowhere.
fn check_link(target: &str, known: &BTreeMap<String, &FileArticle>) -> Option<String> {
    let rest = target.strip_prefix("/faq/")?;
    let (slug, heading) = rest.split_once('#').unwrap_or((rest, ""));
    let Some(file) = known.get(slug) else {
        return Some(format!("the link {target} leads to no article"));
    };
    let has_heading = heading.is_empty() || file.article.headings.iter().any(|known| known.id == heading);
    (!has_heading).then(|| format!("the link {target} leads to no heading of that article"))
}

/// Lines of flow blocks that are no flows, with their line of the file.
fn check_flows(body: &str, body_line: usize) -> Vec<(usize, String)> {
    let mut faults = Vec::new();
    let mut fence: Option<bool> = None;
    for (number, line) in body.lines().enumerate() {
        if let Some(language) = line.strip_prefix("```") {
            fence = if fence.is_some() { None } else { Some(language.trim() == "flow") };
        } else if fence == Some(true)
            && !line.trim().is_empty()
            && let Err(words) = Flow::parse(line)
        {
            faults.push((body_line + number, words));
        }
    }
    faults
}

#[cfg(test)]
mod tests {
    use super::*;

    const TODAY: &str = "2026-11-22";

    fn prove_files(files: &[(&str, &str)]) -> Proof {
        let folder = std::env::temp_dir().join(format!("drawbridge-proof-{}", uuid::Uuid::now_v7()));
        std::fs::create_dir_all(folder.join("b")).unwrap_or_else(|error| panic!("{error}"));
        for (name, text) in files {
            std::fs::write(folder.join(name), text).unwrap_or_else(|error| panic!("{error}"));
        }
        let proof = prove(Some(&folder), Day::parse(TODAY).unwrap_or_else(|words| panic!("{words}")));
        let _ = std::fs::remove_dir_all(folder);
        proof
    }

    fn article(related: &str, until: &str, body: &str) -> String {
        format!(
            "---\ntitle: A?\ncategory: dns\ntags: [a]\nphrasings: [b]\nrelated: [{related}]\nowner: NetSec\n\
             reviewed_on: 2026-01-01\nreview_after: {until}\n---\n{body}"
        )
    }

    #[test]
    fn faults_name_file_and_line() {
        let flow = "x\n\n```flow\na to b\n```\n";
        for (files, expected) in [
            (vec![("a.md", article("nowhere", "2027-01-01", "x"))], "a.md:6: related: there is no other"),
            (vec![("a.md", article("", "2027-01-01", "x\n\n[y](/faq/nowhere)"))], "a.md:13: the link /faq/nowhere"),
            (
                vec![("a.md", article("", "2027-01-01", "[y](/faq/a#b)"))],
                "a.md:11: the link /faq/a#b leads to no heading",
            ),
            (vec![("a.md", article("", "2027-01-01", flow))], "a.md:14: write a flow as"),
            (
                vec![("a.md", article("", "2027-01-01", "x")), ("b/a.md", article("", "2027-01-01", "x"))],
                "has the same address, /faq/a",
            ),
            (vec![("a.md", "no front matter".into())], "a.md:1: the file does not begin"),
        ] {
            let files: Vec<_> = files.iter().map(|(name, text)| (*name, text.as_str())).collect();
            let faults: Vec<_> = prove_files(&files).faults.iter().map(Fault::to_string).collect();
            assert_eq!(faults.len(), 1, "{faults:?}");
            assert!(faults[0].contains(expected), "{} lacks {expected}", faults[0]);
        }
    }

    #[test]
    fn a_passed_review_date_is_no_fault() {
        let proof = prove_files(&[("a.md", &article("dns-change-ttl", "2026-11-21", "[y](/faq/dns-change-ttl)"))]);

        assert_eq!((proof.faults.len(), proof.stale.len(), proof.files), (0, 1, 1));
    }

    #[test]
    fn what_comes_with_the_program_has_no_faults() {
        let proof = prove(None, Day::parse(TODAY).unwrap_or_else(|words| panic!("{words}")));

        assert_eq!(proof.faults, []);
    }
}
