//! What somebody looks for: words, and the filters that narrow them.

use serde::Deserialize;

use crate::knowledge::{Search, Shelf};
use crate::web::Shell;
use crate::web::shell::query_value;

/// Characters of an unknown filter that the page repeats.
const REPEATED: usize = 60;

/// The query of `GET /search`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SearchQuery {
    q: String,
    category: String,
    tag: String,
    exact: String,
}

/// What is looked for, with filters that exist.
#[derive(Debug, Clone, Default)]
pub struct Asked {
    /// What was typed.
    pub words: String,
    /// The slug of a shelf, or nothing.
    pub category: String,
    /// A tag that some article has, or nothing.
    pub tag: String,
    /// Whether the words are meant as they were typed.
    pub is_exact: bool,
    /// What was asked for and is not there, in words.
    pub unknown: Vec<String>,
}

impl Asked {
    /// Reads the address. A filter that is none is left out, and told.
    pub fn new(query: SearchQuery, shelf: &Shelf) -> Self {
        let mut asked = Asked { words: query.q.trim().to_owned(), is_exact: query.exact == "1", ..Asked::default() };
        match query.category.trim() {
            "" => {}
            slug if shelf.categories().name(slug).is_some() => asked.category = slug.to_owned(),
            other => asked.unknown.push(format!("There is no category “{}”.", shortened(other))),
        }
        match query.tag.trim() {
            "" => {}
            tag if shelf.has_tag(tag) => asked.tag = tag.to_owned(),
            other => asked.unknown.push(format!("No article has the tag “{}”.", shortened(other))),
        }
        asked
    }

    /// Whether a filter is set.
    pub fn is_narrow(&self) -> bool {
        !self.category.is_empty() || !self.tag.is_empty()
    }

    /// The search for articles with these words and filters.
    pub fn search(&self, limit: usize, more: usize) -> Search<'_> {
        Search { words: &self.words, limit, more, is_exact: self.is_exact, category: &self.category, tag: &self.tag }
    }

    /// The same without filters.
    pub fn anywhere(&self) -> Self {
        Asked { category: String::new(), tag: String::new(), ..self.clone() }
    }

    /// The complete address of this search.
    pub fn href(&self, shell: &Shell) -> String {
        let mut href = shell.to(&format!("/search?q={}", query_value(&self.words)));
        href.push_str(&self.filters("&"));
        if self.is_exact {
            href.push_str("&exact=1");
        }
        href
    }

    /// Where the articles are listed that the filters leave, below the base.
    pub fn list_path(&self) -> String {
        format!("/faq{}", self.filters("?"))
    }

    /// The filters as the end of an address, `first` before the first of them.
    fn filters(&self, first: &str) -> String {
        let mut text = String::new();
        for (name, value) in [("category", &self.category), ("tag", &self.tag)] {
            if !value.is_empty() {
                let joint = if text.is_empty() { first } else { "&" };
                text.push_str(&format!("{joint}{name}={}", query_value(value)));
            }
        }
        text
    }
}

fn shortened(text: &str) -> String {
    match text.char_indices().nth(REPEATED) {
        Some((end, _)) => format!("{}…", &text[..end]),
        None => text.to_owned(),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn addresses_say_what_is_set_and_nothing_else() {
        let shell = Shell { base: "/bridge".into(), ..Shell::default() };
        let asked = |words: &str, category: &str, tag: &str, is_exact| Asked {
            words: words.into(),
            category: category.into(),
            tag: tag.into(),
            is_exact,
            unknown: Vec::new(),
        };
        for (asked, href, list) in [
            (asked("a & b", "", "", false), "/bridge/search?q=a%20%26%20b", "/faq"),
            (asked("a", "dns", "", false), "/bridge/search?q=a&category=dns", "/faq?category=dns"),
            (asked("a", "", "c#", true), "/bridge/search?q=a&tag=c%23&exact=1", "/faq?tag=c%23"),
            (asked("", "dns", "aws", false), "/bridge/search?q=&category=dns&tag=aws", "/faq?category=dns&tag=aws"),
        ] {
            assert_eq!(asked.href(&shell), href);
            assert_eq!(asked.list_path(), list);
        }
    }

    #[test]
    fn long_values_are_cut_between_characters() {
        assert_eq!(shortened("é"), "é");
        assert_eq!(shortened(&"é".repeat(1_000)).chars().count(), REPEATED + 1);
    }
}
