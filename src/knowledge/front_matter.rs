//! Reads an article's file: front matter between two lines of `---`, then markdown.

use std::sync::{Arc, OnceLock};

use serde::Deserialize;
use serde_saphyr::Spanned;

use super::categories::category_name;
use super::model::{Article, Origin, Slug};
use crate::clock::Day;
use crate::markdown::{self, Outline};
use crate::web::fold;

/// Bytes of a file; the largest article that comes with the program has 8 KB.
pub const FILE_LIMIT: usize = 256 * 1024;

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
    owner: Spanned<String>,
    reviewed_on: Spanned<String>,
    review_after: Spanned<String>,
    #[serde(default)]
    question: Option<i64>,
}

/// A line (from 1) and what is wrong there.
pub type LineFault = (usize, String);

/// An article with what only its file knows.
#[derive(Debug)]
pub struct FileArticle {
    /// The article.
    pub article: Arc<Article>,
    /// Its headings and plain text.
    pub outline: Outline,
    /// The line of the file on which its body begins, from 1.
    pub body_line: usize,
    /// The lines of the slugs in `related`.
    pub related_lines: Vec<usize>,
}

/// Reads one file. `name` is its stem, which becomes the slug.
///
/// # Errors
///
/// The line and what is wrong there: no front matter, an unknown or missing
/// key, a wrong date, an unknown category, no text.
pub fn parse(name: &str, text: &str, origin: Origin, base: &Arc<str>) -> Result<FileArticle, LineFault> {
    if text.len() > FILE_LIMIT {
        return Err((1, format!("the file has {} bytes; {FILE_LIMIT} are allowed", text.len())));
    }
    let slug = Slug::parse(name).ok_or_else(|| {
        (1, format!("“{name}” can't be an address; name the file with lower-case letters, digits and hyphens"))
    })?;
    let (yaml, body, body_line) = split(text)?;
    let matter: FrontMatter = serde_saphyr::from_str(yaml).map_err(|error| {
        let line = error.location().map_or(1, |location| location.line() as usize);
        (line + 1, yaml_words(&error))
    })?;
    let title = line(&matter.title, "title", 160)?;
    let category = line(&matter.category, "category", 40)?;
    if category_name(&category).is_none() {
        return Err((at(&matter.category), format!("there is no category “{category}”")));
    }
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
        html: OnceLock::new(),
    });
    Ok(FileArticle { article, outline, body_line, related_lines: matter.related.iter().map(at).collect() })
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

/// The reader's words without the excerpt that it likes to draw.
fn yaml_words(error: &serde_saphyr::Error) -> String {
    let words = error.without_snippet().to_string();
    let first = words.lines().next().unwrap_or_default();
    // The place is told apart, counted from the top of the file.
    first.split(" at line ").next().unwrap_or(first).trim_end_matches([' ', ',', '.']).to_owned()
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
            ("category: dns", "category: cooking", 3, "cooking"),
            ("title: A?", "title: [A", 0, ""),
            ("Yes.", "", 12, "no text"),
            ("title: A?", "title: \"\"", 2, "title"),
        ] {
            let text = GOOD.replacen(from, to, 1);
            let (found, words) = read(&text).err().unwrap_or((usize::MAX, "it is accepted".into()));
            assert!(words.contains(part), "{to}: {words}");
            assert!(line == 0 && found != usize::MAX || found == line, "{to}: line {found}, {words}");
        }
    }
}
