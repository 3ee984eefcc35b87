//! Proof-reads content: what can't be served, what leads nowhere, what wants to
//! be read through again.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::sync::Arc;

use super::file_article::FileArticle;
use super::files::{self, Read};
use super::gather::gather;
use super::guides::{self, GuideShelf, Guides};
use super::lists::ReadingList;
use super::model::{Fault, Rule};
use super::moved;
use super::sides::Sides;
use crate::calendar::check_holidays;
use crate::clock::Day;
use crate::flow::Flow;
use crate::markdown::turns_direction;

/// What was found.
#[derive(Debug, Default)]
pub struct Proof {
    /// How many files of articles were read.
    pub files: usize,
    /// How many files of guides were read.
    pub guides: usize,
    /// What has to be mended, by file and line.
    pub faults: Vec<Fault>,
    /// What was not understood of files that were written for other programs.
    pub notes: Vec<Fault>,
    /// Articles whose review date has passed.
    pub stale: Vec<Fault>,
}

/// Reads the articles and guides of a folder, or those that come with the program.
/// Links may lead to either: the folder is laid over the others.
///
/// # Errors
///
/// One line, where the folder itself can't be read.
pub fn prove(folder: Option<&Path>, today: Day) -> Result<Proof, String> {
    let base: Arc<str> = Arc::from("");
    let built_in = files::read_built_in(&base);
    let sides = Sides::read(folder);
    let mut proof = Proof { faults: sides.faults.clone(), ..Proof::default() };
    if let Some(folder) = folder {
        let (path, faults) = check_holidays(folder);
        let fault = |(line, words)| Fault::new(Rule::File, path.display(), line, words);
        proof.faults.extend(faults.into_iter().map(fault));
    }
    let own: BTreeMap<String, Read> = match folder {
        None => built_in.clone(),
        Some(folder) => {
            let gathered = gather(folder, &base, &sides.categories, &|_| false)?;
            proof.faults.extend(gathered.faults);
            gathered.reads.into_iter().map(|(path, read)| (path.display().to_string(), read)).collect()
        }
    };
    let known: BTreeMap<&str, &Arc<FileArticle>> = built_in
        .values()
        .filter(|read| read.as_ref().is_ok_and(|file| !sides.removed.names(file.article.slug.as_str())))
        .chain(own.values())
        .filter_map(|read| read.as_ref().ok())
        .map(|file| (file.article.slug.as_str(), file))
        .collect();
    let sources = moved::Sources {
        is_article: &|slug| known.contains_key(slug),
        files: &mut known.values().map(|file| &***file),
        removed: &sides.removed,
        kept: &BTreeMap::new(),
    };
    proof.faults.extend(moved::collect(sources).1);
    proof.faults.extend(check_lists(&sides.lists, &known));
    proof.files = own.len();
    let guide_shelf = Guides::open(folder).shelf();
    let mut seen: BTreeMap<&str, &str> = BTreeMap::new();
    for (path, read) in &own {
        match read {
            Ok(file) => {
                if sides.categories.name(&file.article.category).is_none() {
                    proof.faults.push(file.unknown_category(path));
                }
                if let Some(first) = seen.insert(file.article.slug.as_str(), path) {
                    let message = format!("{first} has the same address, /faq/{}; rename one", file.article.slug);
                    proof.faults.push(Fault::new(Rule::Address, path, 1, message));
                }
                proof.read(path, file, &known, &guide_shelf, today);
            }
            Err(note) if note.rule == Rule::Foreign => proof.notes.push(note.clone()),
            Err(fault) => proof.faults.push(fault.clone()),
        }
    }
    let guides = guides::prove(folder, |slug: &str| known.contains_key(slug), today);
    proof.guides = guides.files;
    proof.faults.extend(guides.faults);
    proof.stale.extend(guides.stale);
    proof.faults.sort();
    proof.notes.sort();
    Ok(proof)
}

impl Proof {
    /// How many articles and guides were read, in words.
    pub fn count(&self) -> String {
        let count = |number: usize, thing: &str| format!("{number} {thing}{}", if number == 1 { "" } else { "s" });
        match self.guides {
            0 => count(self.files, "article"),
            guides => format!("{} and {}", count(self.files, "article"), count(guides, "guide")),
        }
    }

    fn read(
        &mut self,
        path: &str,
        file: &FileArticle,
        known: &BTreeMap<&str, &Arc<FileArticle>>,
        guides: &GuideShelf,
        today: Day,
    ) {
        let article = &file.article;
        let mut faults = BTreeSet::new();
        for (slug, line) in article.related.iter().zip(&file.related_lines) {
            if !known.contains_key(slug.as_str()) || *slug == article.slug.as_str() {
                faults.insert((Rule::Link, *line, format!("related: there is no other article “{slug}”")));
            }
        }
        for target in &file.outline.links {
            if let Some(message) = check_link(target, known).or_else(|| check_guide(target, guides)) {
                let at = article.body.find(&format!("({target}")).unwrap_or(0);
                let line = file.body_line + article.body[..at].matches('\n').count();
                faults.insert((Rule::Link, line, message));
            }
        }
        faults.extend(
            check_flows(&article.body, file.body_line).into_iter().map(|(line, words)| (Rule::Flow, line, words)),
        );
        faults.extend(
            check_text(&article.body, file.body_line).into_iter().map(|(line, words)| (Rule::Text, line, words)),
        );
        let fault = |(rule, line, message): (Rule, usize, String)| Fault::new(rule, path, line, message);
        let faults = faults.into_iter().map(fault);
        // Nobody promised that a file of another program leads only to what is here.
        if file.is_foreign {
            self.notes.extend(faults)
        } else {
            self.faults.extend(faults)
        }
        self.notes
            .extend(file.notes.iter().map(|(line, words)| Fault::new(Rule::Foreign, path, *line, words.as_str())));
        if article.review_after < today {
            let message = format!("to be reviewed since {}", article.review_after);
            self.stale.push(Fault::new(Rule::Review, path, 1, message));
        }
    }
}

/// Why a link to an article leads nowhere.
fn check_link(target: &str, known: &BTreeMap<&str, &Arc<FileArticle>>) -> Option<String> {
    let rest = target.strip_prefix("/faq/")?;
    let (slug, heading) = rest.split_once('#').unwrap_or((rest, ""));
    let Some(file) = known.get(slug) else {
        return Some(format!("the link {target} leads to no article"));
    };
    let has_heading = heading.is_empty() || file.article.headings.iter().any(|known| known.id == heading);
    (!has_heading).then(|| format!("the link {target} leads to no heading of that article"))
}

/// Why a link to a guide leads nowhere; what was answered on the way stands
/// after the question mark.
fn check_guide(target: &str, guides: &GuideShelf) -> Option<String> {
    let rest = target.strip_prefix("/guides/")?;
    let slug = rest.split(['?', '#']).next().unwrap_or_default();
    guides.guide(slug).is_none().then(|| format!("the link {target} leads to no guide"))
}

/// Articles of reading lists that are none.
fn check_lists(lists: &[ReadingList], known: &BTreeMap<&str, &Arc<FileArticle>>) -> Vec<Fault> {
    let mut faults = Vec::new();
    for list in lists {
        let named = list.parts.iter().flat_map(|part| part.articles.iter().zip(&part.lines));
        for (slug, line) in named.filter(|(slug, _)| !known.contains_key(slug.as_str())) {
            faults.push(Fault::new(Rule::Link, &list.file, *line, format!("there is no article “{slug}”")));
        }
    }
    faults
}

/// Lines of flow blocks that are no flows, with their line of the file.
pub(super) fn check_flows(body: &str, body_line: usize) -> Vec<(usize, String)> {
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

/// Characters that turn the direction of what follows, with their line of the file.
fn check_text(body: &str, body_line: usize) -> Vec<(usize, String)> {
    let found = body
        .lines()
        .enumerate()
        .filter_map(|(number, line)| Some((number, line.chars().find(|c| turns_direction(*c))?)));
    let words =
        |c: char| format!("U+{:04X} turns the direction of the text after it; readers see it named instead", c as u32);
    found.map(|(number, c)| (body_line + number, words(c))).collect()
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
        let proof = proof.unwrap_or_else(|words| panic!("{words}"));
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
                vec![(
                    "a.md",
                    article("", "2027-01-01", "[x](/guides/my-connection-fails?a=x)\n\n[y](/guides/none?a=b)"),
                )],
                "a.md:13: the link /guides/none?a=b leads to no guide",
            ),
            (
                vec![("a.md", article("", "2027-01-01", "x")), ("b/a.md", article("", "2027-01-01", "x"))],
                "has the same address, /faq/a",
            ),
            (
                vec![("a.md", article("", "2027-01-01", "x").replace("dns", "cooking"))],
                "a.md:3: there is no category “cooking”",
            ),
            (vec![("a.md", "---\nphrasings: [a]\n".into())], "a.md:1: the front matter is not closed"),
            (vec![("a.md", article("", "2027-01-01", "x\n\u{202E}y"))], "a.md:12: U+202E turns the direction"),
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
    fn what_another_program_wrote_is_noted_and_no_fault() {
        let proof = prove_files(&[("a.md", "# Why?\n\nSo. [x](nowhere.md)\n"), ("_Sidebar.md", "x")]);

        assert_eq!((proof.faults.len(), proof.files), (0, 2), "{:?}", proof.faults);
        let notes: Vec<_> = proof.notes.iter().map(Fault::to_string).collect();
        for part in [
            "_Sidebar.md:1: this is a part",
            "a.md:3: the link nowhere.md",
            "a.md:1: it has no date",
            "a.md:1: no shelf",
        ] {
            assert!(notes.iter().any(|note| note.contains(part)), "{part} in {notes:?}");
        }
    }

    #[test]
    fn what_comes_with_the_program_has_no_faults() {
        let proof = prove(None, Day::parse(TODAY).unwrap_or_else(|words| panic!("{words}")));

        assert_eq!(proof.map(|proof| proof.faults), Ok(Vec::new()));
    }
}
