//! Reads a reading list from its file, `reading-lists/SLUG.toml`.

use serde::Deserialize;
use toml::Spanned;

use super::model::{Part, ReadingList};
use crate::knowledge::Slug;
use crate::knowledge::model::{Fault, Rule};
use crate::web::fold;

/// Articles of a list; nobody reads more.
const ARTICLE_LIMIT: usize = 100;

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    title: Spanned<String>,
    #[serde(default)]
    intro: String,
    #[serde(default)]
    champion_days: u16,
    part: Vec<FilePart>,
}

#[derive(Deserialize)]
#[serde(deny_unknown_fields)]
struct FilePart {
    title: Spanned<String>,
    articles: Vec<Spanned<String>>,
}

/// The list that a file holds. `stem` is its name, which becomes the address.
///
/// # Errors
///
/// A fault with the line: no TOML, an unknown or missing key, no slug.
pub fn parse(stem: &str, shown: &str, text: &str) -> Result<ReadingList, Fault> {
    let line_of = |at: usize| text.get(..at).unwrap_or_default().matches('\n').count() + 1;
    let fault = |line: usize, words: String| Fault::new(Rule::File, shown, line, words);
    let slug = Slug::parse(stem).ok_or_else(|| {
        fault(1, format!("“{stem:.80}” can't be an address; name the file with lower-case letters, digits and hyphens"))
    })?;
    let file: File = toml::from_str(text).map_err(|error| {
        let line = line_of(error.span().map_or(0, |span| span.start));
        fault(line, format!("this is no reading list: {:.300}", error.message().replace('\n', " ")))
    })?;
    let line = |value: &Spanned<String>, key: &str, limit: usize| {
        fold::line(value.get_ref(), limit)
            .map_err(|words| fault(line_of(value.span().start), format!("{key}: {words}")))
    };
    let mut parts = Vec::new();
    for part in &file.part {
        let mut articles = Vec::new();
        for slug in &part.articles {
            articles.push(line(slug, "articles", Slug::LIMIT)?);
        }
        let lines = part.articles.iter().map(|slug| line_of(slug.span().start)).collect();
        parts.push(Part { title: line(&part.title, "title", 120)?, articles, lines });
    }
    let count: usize = parts.iter().map(|part| part.articles.len()).sum();
    if count > ARTICLE_LIMIT {
        return Err(fault(1, format!("the list has {count} articles; {ARTICLE_LIMIT} are allowed")));
    }
    Ok(ReadingList {
        slug,
        title: line(&file.title, "title", 120)?,
        intro: fold::text(&file.intro, 600).map_err(|words| fault(1, format!("intro: {words}")))?,
        champion_days: file.champion_days.into(),
        parts,
        file: shown.to_owned(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_list_is_read_in_its_order() {
        let text =
            "title = \"First\"\nchampion_days = 30\n[[part]]\ntitle = \"A\"\narticles = [\n  \"x\",\n  \"y\",\n]\n";

        let list = parse("first", "first.toml", text).unwrap_or_else(|fault| panic!("{fault}"));

        assert_eq!((list.slug.as_str(), list.champion_days), ("first", 30));
        assert_eq!(list.parts[0].articles, ["x", "y"]);
        assert_eq!(list.parts[0].lines, [6, 7]);
    }

    #[test]
    fn faults_name_their_line() {
        for (stem, text, expected) in [
            ("First Steps", "", "f:1: “First Steps”"),
            ("a", "title = \n", "f:1: this is no reading list"),
            ("a", "title = \"A\"\n", "missing field `part`"),
            ("a", "title = \"A\"\ncolour = 1\npart = []\n", "f:2: this is no reading list"),
            ("a", "title = \"\"\npart = []\n", "f:1: title: fill this in"),
            ("a", "title = \"A\"\n[[part]]\ntitle = \"B\"\narticles = [\"\"]\n", "f:4: articles: fill this in"),
        ] {
            let fault = parse(stem, "f", text).err().map(|fault| fault.to_string()).unwrap_or_default();
            assert!(fault.contains(expected), "{text}: {fault}");
        }
    }
}
