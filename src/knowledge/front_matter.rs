//! Reads an article's file: front matter between two lines of `---`, then markdown.

use std::sync::Arc;

use serde::Deserialize;
use serde_saphyr::Spanned;

use super::drawn::Drawn;
use super::file_article::FileArticle;
use super::model::{Article, Origin, Slug};
use crate::clock::Day;
use crate::markdown;
use crate::web::fold;
use crate::yaml::yaml_words;

/// Bytes of a file; the largest article that comes with the program has 8 KB.
pub const FILE_LIMIT: usize = 256 * 1024;

/// Entries of one list; the longest that comes with the program has some twenty.
const LIST_LIMIT: usize = 200;
/// Bytes of the front matter, within which the reader of YAML keeps its own
/// bounds on depth, aliases and nodes.
const MATTER_LIMIT: usize = 64 * 1024;

/// What front matter may hold; anything else is a fault, so that a typing
/// error in a key is noticed.
#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct FrontMatter {
    title: Spanned<String>,
    category: Spanned<String>,
    tags: Vec<Spanned<String>>,
    phrasings: Vec<Spanned<String>>,
    #[serde(default)]
    related: Vec<Spanned<String>>,
    #[serde(default)]
    aliases: Vec<Spanned<String>>,
    owner: Spanned<String>,
    reviewed_on: Spanned<String>,
    review_after: Spanned<String>,
    #[serde(default)]
    question: Option<i64>,
}

/// A line (from 1) and what is wrong there.
pub type LineFault = (usize, String);

/// Reads one file. `name` is its stem, which becomes the slug.
///
/// # Errors
///
/// The line and what is wrong there: no front matter, an unknown or missing
/// key, a wrong date, no text. Whether there is such a category is for whoever
/// knows all of them.
pub fn parse(name: &str, text: &str, origin: Origin, base: &Arc<str>) -> Result<FileArticle, LineFault> {
    if text.len() > FILE_LIMIT {
        return Err((1, format!("the file has {} bytes; {FILE_LIMIT} are allowed", text.len())));
    }
    let slug = Slug::parse(name).ok_or_else(|| {
        (1, format!("“{name}” can't be an address; name the file with lower-case letters, digits and hyphens"))
    })?;
    let (yaml, body, body_line) = split(text)?;
    if yaml.len() > MATTER_LIMIT {
        return Err((1, format!("the front matter has {} bytes; {MATTER_LIMIT} are allowed", yaml.len())));
    }
    let matter: FrontMatter = serde_saphyr::from_str(yaml).map_err(|error| {
        let line = error.location().map_or(1, |location| location.line() as usize);
        (line + 1, yaml_words(&error))
    })?;
    let title = line(&matter.title, "title", 160)?;
    let category = line(&matter.category, "category", 40)?;
    let (reviewed_on, review_after) = (day(&matter.reviewed_on)?, day(&matter.review_after)?);
    if review_after < reviewed_on {
        return Err((at(&matter.review_after), "review_after lies before reviewed_on".into()));
    }
    if body.trim().is_empty() {
        return Err((body_line, "the article has no text".into()));
    }
    let outline = markdown::outline(body);
    let article = Arc::new(Article {
        slug,
        title,
        category,
        tags: lines(&matter.tags, "tags", 40)?,
        phrasings: lines(&matter.phrasings, "phrasings", 300)?,
        related: lines(&matter.related, "related", Slug::LIMIT)?,
        owner: line(&matter.owner, "owner", 120)?,
        reviewed_on,
        review_after,
        body: body.to_owned(),
        origin,
        question_number: matter.question,
        headings: outline.headings().cloned().collect(),
        base: Arc::clone(base),
        html: Drawn::default(),
    });
    let related_lines = matter.related.iter().map(at).collect();
    Ok(FileArticle {
        article,
        outline,
        body_line,
        related_lines,
        category_line: at(&matter.category),
        notes: Vec::new(),
        is_foreign: false,
        aliases: aliases(&matter.aliases, name)?,
    })
}

/// Slugs that the article had before.
fn aliases(values: &[Spanned<String>], own: &str) -> Result<Vec<(String, usize)>, LineFault> {
    let mut found: Vec<(String, usize)> = Vec::new();
    for (slug, value) in lines(values, "aliases", Slug::LIMIT)?.into_iter().zip(values) {
        let fault = if Slug::parse(&slug).is_none() {
            Some("is no address: use lower-case letters, digits and hyphens")
        } else if slug == own {
            Some("is its own address")
        } else if found.iter().any(|(known, _)| *known == slug) {
            Some("stands here twice")
        } else {
            None
        };
        match fault {
            Some(words) => return Err((at(value), format!("aliases: “{slug}” {words}"))),
            None => found.push((slug, at(value))),
        }
    }
    Ok(found)
}

/// Front matter, body, and the line on which the body begins.
fn split(text: &str) -> Result<(&str, &str, usize), LineFault> {
    let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
    let missing = || (1, "the file does not begin with front matter between two lines of ---".to_owned());
    let start = text.find('\n').filter(|end| text[..*end].trim_end() == "---").ok_or_else(missing)? + 1;
    let mut at = start;
    for (number, line) in text[start..].split_inclusive('\n').enumerate() {
        if line.trim_end() == "---" {
            // The opening line, the lines so far, and this one stand before the body.
            return Ok((&text[start..at], &text[at + line.len()..], number + 3));
        }
        at += line.len();
    }
    Err((1, "the front matter is not closed by a line of ---".into()))
}

fn at<T>(value: &Spanned<T>) -> usize {
    value.referenced.line() as usize + 1
}

fn day(value: &Spanned<String>) -> Result<Day, LineFault> {
    Day::parse(&value.value).map_err(|words| (at(value), words))
}

fn line(value: &Spanned<String>, key: &str, limit: usize) -> Result<String, LineFault> {
    fold::line(&value.value, limit).map_err(|words| (at(value), format!("{key}: {words}")))
}

fn lines(values: &[Spanned<String>], key: &str, limit: usize) -> Result<Vec<String>, LineFault> {
    if let Some(first) = values.get(LIST_LIMIT) {
        return Err((at(first), format!("{key}: there are {}; {LIST_LIMIT} are allowed", values.len())));
    }
    values.iter().map(|value| line(value, key, limit)).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    const GOOD: &str = "---\ntitle: A?\ncategory: dns\ntags: [a, \"53\"]\nphrasings:\n  - \"x: y\"\nrelated: [b]\nowner: NetSec\nreviewed_on: 2026-11-21\nreview_after: 2027-05-21\n---\n\nYes.\n";

    fn read(text: &str) -> Result<FileArticle, LineFault> {
        parse("a", text, Origin::BuiltIn("faq/dns/a.md".into()), &Arc::from(""))
    }

    #[test]
    fn a_whole_file_is_read() {
        let file = read(GOOD).map_err(|(line, words)| format!("{line}: {words}")).ok();

        let file = file.unwrap_or_else(|| panic!("the sample is refused"));
        assert_eq!(file.article.phrasings, ["x: y"]);
        assert_eq!(file.article.tags, ["a", "53"]);
        assert_eq!((file.body_line, file.related_lines), (12, vec![7]));
        assert_eq!(file.outline.answer(), "Yes.");
    }

    #[test]
    fn faults_name_their_line() {
        for (from, to, line, part) in [
            ("---\ntitle", "title", 1, "front matter"),
            ("\n---\n\nYes", "\nYes", 1, "not closed"),
            ("owner: NetSec\n", "", 9, "owner"),
            ("owner: NetSec\n", "owner: NetSec\ncolour: red\n", 9, "colour"),
            ("2026-11-21", "21.11.2026", 9, "21.11.2026"),
            ("2026-11-21", "2028-01-01", 10, "before reviewed_on"),
            ("title: A?", "title: [A", 0, ""),
            ("Yes.", "", 12, "no text"),
            ("owner:", "aliases: [A B]\nowner:", 8, "A B"),
            ("owner:", "aliases: [a]\nowner:", 8, "its own address"),
            ("owner:", "aliases:\n  - x\n  - x\nowner:", 10, "twice"),
            ("title: A?", "title: \"\"", 2, "title"),
        ] {
            let text = GOOD.replacen(from, to, 1);
            let (found, words) = read(&text).err().unwrap_or((usize::MAX, "it is accepted".into()));
            assert!(words.contains(part), "{to}: {words}");
            assert!(line == 0 && found != usize::MAX || found == line, "{to}: line {found}, {words}");
        }
    }
    /// What is wrong with a text, which is said before long whatever it holds.
    fn refusal(text: &str) -> String {
        let start = std::time::Instant::now();
        let (line, words) = read(text).err().unwrap_or_else(|| panic!("it is accepted: {}", &text[..100]));
        assert!(start.elapsed() < std::time::Duration::from_secs(5), "{:?} for {words}", start.elapsed());
        assert!(line >= 1 && !words.is_empty() && words.len() < 600, "{line}: {words}");
        words
    }

    #[test]
    fn front_matter_that_means_harm_is_refused_before_long() {
        let laughs: String = (1..30)
            .map(|level| {
                let aliases = vec![format!("*a{}", level - 1); 10].join(", ");
                format!("a{level}: &a{level} [{aliases}]\n")
            })
            .collect();
        let with = |more: &str| GOOD.replacen("owner:", &format!("{more}\nowner:"), 1);
        for text in [
            with(&format!("a0: &a0 [lol, lol]\n{laughs}")),
            with(&format!("x: {}{}", "[".repeat(5_000), "]".repeat(5_000))),
            with(&format!("x: {}", "{a: ".repeat(5_000))),
            with(&"- ".repeat(5_000)),
            with(&(0..3_000).map(|depth| format!("{}a:\n", " ".repeat(depth % 200))).collect::<String>()),
            with(&format!("{}: x", "k".repeat(50_000))),
            with(&format!("? {}\n: x", "k".repeat(50_000))),
            with(&(0..9_000).map(|key| format!("k{key}: \n")).collect::<String>()),
            with(&format!("x: \"{}\"", "\\u0041".repeat(9_000))),
            with(&format!("x: {}", "&a ".repeat(10_000))),
            with("x: &a [*a]"),
            with("<<: *nothing"),
            with("title: Twice?"),
            with("x: !!python/object/apply:os.system [\"id\"]"),
            with("question: 99999999999999999999999999"),
            with(&format!("# {}", "c".repeat(70_000))),
            GOOD.replacen("tags: [a, \"53\"]", &format!("tags: [{}]", "a, ".repeat(300)), 1),
            GOOD.replacen("title: A?", &format!("title: {}", "A".repeat(60_000)), 1),
            GOOD.replacen("title: A?", "title: \"A\\u202E?\"", 1),
            GOOD.replacen("title: A?", "title: \"A\\0?\"", 1),
        ] {
            refusal(&text);
        }
    }

    #[test]
    fn letters_are_composed_and_titles_hold_nothing_hidden() {
        let words = refusal(&GOOD.replacen("title: A?", "title: \"A\\u200B?\"", 1));

        assert!(words.contains("U+200B"), "{words}");
    }

    #[test]
    fn n03_changed_front_matter() {
        crate::fuzz::hold("front-matter", |bytes| {
            let text = String::from_utf8_lossy(bytes);
            let _ = parse("a", &text, Origin::Published, &Arc::from(""));
        });
    }
}
