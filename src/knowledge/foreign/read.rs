//! One file that was written for another program, as an article.

use std::sync::Arc;

use super::blocks;
use super::links;
use super::matter::{self, Matter};
use super::tree::{Leaf, Tree};
use crate::clock::Day;
use crate::knowledge::categories::{Categories, GENERAL};
use crate::knowledge::drawn::Drawn;
use crate::knowledge::file_article::FileArticle;
use crate::knowledge::front_matter::LineFault;
use crate::knowledge::model::{Article, Origin, Slug};
use crate::markdown;
use crate::web::fold;

/// Months after which an article wants to be read through again that does not
/// say when, as for those that come with the program.
const REVIEW_MONTHS: i32 = 6;
/// Tags and phrasings that are taken over.
const LIST_LIMIT: usize = 40;
/// Who stands behind an article that does not say it.
const OWNER: &str = "Network Security";

/// What something of an article is made of.
const KNOWN: &[&str] = &[
    "title",
    "sidebar_label",
    "linkTitle",
    "linktitle",
    "slug",
    "id",
    "url",
    "aliases",
    "category",
    "categories",
    "tags",
    "keywords",
    "description",
    "summary",
    "related",
    "owner",
    "author",
    "authors",
    "question",
    "reviewed_on",
    "review_after",
];

/// A file as it lies in its folder.
pub struct Source<'a> {
    /// Its path below the folder, with `/`.
    pub path: &'a str,
    /// Its text.
    pub text: &'a str,
    /// The day on which it was changed last.
    pub day: Day,
    /// Where it comes from.
    pub origin: Origin,
    /// In front of links to own pages.
    pub base: &'a Arc<str>,
}

/// Why a file is no article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Without {
    /// It can't be read, and what it says would be lost.
    Fault(LineFault),
    /// It is not meant to be one: a draft, a page without words.
    LeftOut(LineFault),
}

/// Reads a file for what can be had. What was not understood is in the `notes`
/// of the article, by line.
///
/// # Errors
///
/// [`Without`] says why it is no article.
pub fn read(source: &Source<'_>, tree: &Tree, categories: &Categories) -> Result<FileArticle, Without> {
    let left_out = |words: &str| Without::LeftOut((1, format!("{words}; it is left out")));
    let name = source.path.rsplit('/').next().unwrap_or_default();
    if name.starts_with('_') && !name.starts_with("_index") {
        return Err(left_out("this is a part of other pages"));
    }
    let matter = matter::parse(source.text).map_err(Without::Fault)?;
    if matter.is_set(&["draft", "unlisted"]) || matter.is_off("published") {
        return Err(left_out("this is a draft"));
    }
    let leaf = tree.leaf(source.path).ok_or_else(|| left_out("no address can be made of its name"))?;
    let slug = Slug::parse(&leaf.slug).ok_or_else(|| left_out("no address can be made of its name"))?;
    let mut notes: Vec<LineFault> = Vec::new();
    if let Some(wanted) = &leaf.wanted {
        notes.push((1, format!("its address is /faq/{slug}, since another article has /faq/{wanted}")));
    }
    for key in matter.unknown(KNOWN) {
        notes.push((1, format!("nothing is made of “{key}” in the front matter")));
    }
    let mut lines = blocks::rewrite(matter.body, matter.body_line, &mut notes);
    let heading = take_title(&mut lines);
    let given = matter.text(&["title"]).or_else(|| leaf.title.clone()).or(heading);
    let title = given.unwrap_or_else(|| {
        notes.push((1, "it has no title; its name is taken for one".into()));
        words_of(slug.as_str())
    });
    let body = links::rewrite(&lines, source.path, tree, &mut notes);
    if body.trim().is_empty() {
        return Err(left_out("it has no text"));
    }
    let first = lines.iter().find(|(line, _)| !line.trim().is_empty()).map_or(1, |(_, number)| *number);
    let outline = markdown::outline(body.trim_start_matches('\n'));
    let (reviewed_on, review_after) = days(&matter, source.day, &mut notes);
    let category = category(&matter, leaf, source.path, categories, &mut notes);
    notes.sort();
    let article = Article {
        title: fitting(&title, 160).unwrap_or_else(|| words_of(slug.as_str())),
        category,
        tags: several([matter.list("tags")], 40),
        phrasings: phrasings(&matter, &title),
        related: related(&matter, source.path, tree),
        owner: matter
            .text(&["owner", "author", "authors"])
            .and_then(|owner| fitting(&owner, 120))
            .unwrap_or_else(|| OWNER.into()),
        reviewed_on,
        review_after,
        body: body.trim_start_matches('\n').to_owned(),
        origin: source.origin.clone(),
        question_number: None,
        headings: outline.headings().cloned().collect(),
        base: Arc::clone(source.base),
        html: Drawn::default(),
        slug,
    };
    Ok(FileArticle {
        aliases: aliases(&matter, &article.slug),
        article: Arc::new(article),
        outline,
        body_line: first,
        related_lines: Vec::new(),
        category_line: 1,
        notes,
        is_foreign: true,
    })
}

/// The heading of the first level with which a text begins; it is taken out,
/// since the page draws the title itself.
fn take_title(lines: &mut Vec<(String, usize)>) -> Option<String> {
    let at = lines.iter().position(|(line, _)| !line.trim().is_empty())?;
    let line = lines[at].0.trim().to_owned();
    if let Some(title) = line.strip_prefix("# ") {
        lines.drain(..=at);
        return Some(title.trim().trim_end_matches('#').trim().to_owned());
    }
    let under = lines.get(at + 1).map(|(line, _)| line.trim().to_owned()).unwrap_or_default();
    if under.len() >= 2 && under.bytes().all(|byte| byte == b'=') {
        lines.drain(..=at + 1);
        return Some(line);
    }
    None
}

fn days(matter: &Matter<'_>, changed: Day, notes: &mut Vec<LineFault>) -> (Day, Day) {
    let given = matter.day(&["reviewed_on", "lastmod", "last_update", "last_modified_at", "updated", "date"]);
    let reviewed = given.unwrap_or(changed);
    let after = matter.day(&["review_after"]).filter(|day| *day >= reviewed);
    if given.is_none() {
        notes.push((1, format!("it has no date; that of its file is taken, {}", changed.words())));
    }
    (reviewed, after.unwrap_or_else(|| reviewed.plus_months(REVIEW_MONTHS)))
}

/// The shelf that front matter, the folders or the section name; the last one otherwise.
fn category(
    matter: &Matter<'_>,
    leaf: &Leaf,
    path: &str,
    categories: &Categories,
    notes: &mut Vec<LineFault>,
) -> String {
    let named = matter.list("category").into_iter().chain(matter.list("categories"));
    let folders = path.rsplit('/').skip(1).map(str::to_owned);
    let mut all = named.chain(folders).chain(leaf.section.clone());
    if let Some(slug) = all.find_map(|words| categories.guess(&words).map(str::to_owned)) {
        return slug;
    }
    notes.push((1, "no shelf is named, or none that is known; it stands under “Everything else”".into()));
    GENERAL.to_owned()
}

/// Other words for it: what the programs show in lists, and what they tell search engines.
fn phrasings(matter: &Matter<'_>, title: &str) -> Vec<String> {
    let labels = ["sidebar_label", "linkTitle", "linktitle", "description", "summary"];
    let labels = labels.iter().filter_map(|key| matter.text(&[key])).filter(|text| text != title).collect();
    several([labels, matter.list("keywords"), matter.list("phrasings")], 300)
}

fn related(matter: &Matter<'_>, path: &str, tree: &Tree) -> Vec<String> {
    let found = matter
        .list("related")
        .into_iter()
        .filter_map(|target| tree.resolve(path, &target).map(|leaf| leaf.slug.clone()));
    found.take(LIST_LIMIT).collect()
}

/// Addresses that it had: of paths, the last part.
fn aliases(matter: &Matter<'_>, own: &Slug) -> Vec<(String, usize)> {
    let last = |path: String| fold::slug(path.trim_end_matches('/').rsplit('/').next().unwrap_or_default());
    let mut slugs: Vec<String> = matter.list("aliases").into_iter().map(last).collect();
    slugs.sort();
    slugs.dedup();
    slugs.into_iter().filter(|slug| Slug::parse(slug).is_some() && slug != own.as_str()).map(|slug| (slug, 1)).collect()
}

fn several<const N: usize>(lists: [Vec<String>; N], limit: usize) -> Vec<String> {
    let mut kept: Vec<String> = Vec::new();
    for text in lists.into_iter().flatten().filter_map(|text| fitting(&text, limit)) {
        if kept.len() < LIST_LIMIT && !kept.contains(&text) {
            kept.push(text);
        }
    }
    kept
}

/// The text as a line of at most `limit` characters; none where nothing is left.
fn fitting(text: &str, limit: usize) -> Option<String> {
    let plain = fold::searchable(text).chars().filter(|c| !c.is_control()).take(limit).collect::<String>();
    fold::line(&plain, limit).ok()
}

/// A slug as words: `dns-change` is `Dns change`.
fn words_of(slug: &str) -> String {
    let words = slug.replace('-', " ");
    let mut letters = words.chars();
    letters.next().map(|first| first.to_uppercase().chain(letters).collect()).unwrap_or_default()
}

#[cfg(test)]
mod tests {
    use std::path::Path;

    use super::super::kind::Kind;
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap_or_else(|words| panic!("{words}"))
    }

    fn read_one(path: &str, text: &str) -> Result<FileArticle, Without> {
        let tree = Tree::new(Path::new("/nowhere"), Kind::Plain, &[(path.to_owned(), Some(text))], &|_| false);
        let base = Arc::from("");
        let source = Source { path, text, day: day("2026-01-02"), origin: Origin::Folder(path.into()), base: &base };
        read(&source, &tree, &Categories::default())
    }

    #[test]
    fn a_plain_file_becomes_an_article_with_what_can_be_had() {
        let file = read_one("DNS/How we resolve.md", "# How do we resolve names?\n\nBy 10.0.0.53.\n")
            .map_err(|why| format!("{why:?}"));

        let file = file.unwrap_or_else(|why| panic!("{why}"));
        let article = &file.article;
        assert_eq!((article.slug.as_str(), article.title.as_str()), ("how-we-resolve", "How do we resolve names?"));
        assert_eq!((article.category.as_str(), article.body.as_str()), ("dns", "By 10.0.0.53."));
        assert_eq!((article.reviewed_on, article.review_after), (day("2026-01-02"), day("2026-07-02")));
        assert_eq!((file.body_line, file.notes.len()), (3, 1), "{:?}", file.notes);
    }

    #[test]
    fn front_matter_of_each_program_is_understood() {
        let docusaurus = "---\nid: names\ntitle: Which resolver?\nsidebar_label: Resolver\nsidebar_position: 2\nkeywords: [lookup, nxdomain]\ntags: [dns]\n---\n:::warning\nNot 8.8.8.8.\n:::\n";
        let hugo = "+++\ntitle = \"Which resolver?\"\ndate = 2025-03-04\ncategories = [\"DNS\"]\naliases = [\"/old/names/\"]\nauthor = \"Bo\"\ncolour = 1\n+++\nUse ours.\n";

        let file = read_one("a/x.md", docusaurus).unwrap_or_else(|why| panic!("{why:?}"));
        assert_eq!(file.article.slug.as_str(), "names");
        assert_eq!(file.article.phrasings, ["Resolver", "lookup", "nxdomain"]);
        assert!(file.article.body.starts_with("> **Warning:** Not 8.8.8.8."));
        let file = read_one("a/x.md", hugo).unwrap_or_else(|why| panic!("{why:?}"));
        assert_eq!((file.article.category.as_str(), file.article.owner.as_str()), ("dns", "Bo"));
        assert_eq!((file.article.reviewed_on, file.aliases), (day("2025-03-04"), vec![("names".to_owned(), 1)]));
        assert_eq!(file.notes, [(1, "nothing is made of “colour” in the front matter".to_owned())]);
    }

    #[test]
    fn what_is_no_article_says_why() {
        for (path, text, part) in [
            ("a.md", "---\ndraft: true\n---\nx", "draft"),
            ("_Sidebar.md", "x", "part of other pages"),
            ("a.md", "# Title only\n", "no text"),
            ("a.md", "---\na: [b\n---\nx", "no YAML"),
        ] {
            let (Without::Fault((_, words)) | Without::LeftOut((_, words))) =
                read_one(path, text).err().unwrap_or_else(|| panic!("{text} is an article"));
            assert!(words.contains(part), "{words}");
        }
    }

    #[test]
    fn n03_changed_articles_of_other_programs() {
        crate::fuzz::hold("foreign-articles", |bytes| {
            let _ = read_one("a/b.md", &String::from_utf8_lossy(bytes));
        });
    }
}
