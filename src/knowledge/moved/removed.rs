//! `removed.toml` of the content folder: what took the place of files that are gone.
//!
//! One line for each: `old-slug = "new-slug"`, `old-slug = "new-slug: why"` or
//! `old-slug = "gone: why"`.

use toml::de::{DeTable, DeValue};

use super::model::Place;
use crate::knowledge::model::{Fault, Rule, Slug};

/// The file's name.
pub const FILE: &str = "removed.toml";

/// One line of the file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Entry {
    /// The address that was.
    pub slug: String,
    /// What became of it.
    pub place: Place,
    /// The line, from 1.
    pub line: usize,
}

/// What the file says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Removed {
    /// The file, as it is shown.
    pub file: String,
    /// Its lines, sorted by slug.
    pub entries: Vec<Entry>,
    /// What is wrong with others.
    pub faults: Vec<Fault>,
}

impl Removed {
    /// Whether the file says what became of `slug`.
    pub fn names(&self, slug: &str) -> bool {
        self.entries.iter().any(|entry| entry.slug == slug)
    }

    /// Reads the file; a line that can't be read is a fault, the others count.
    pub fn parse(file: &str, text: &str) -> Self {
        let mut removed = Removed { file: file.to_owned(), ..Removed::default() };
        let line_of = |at: usize| text.get(..at).unwrap_or_default().matches('\n').count() + 1;
        let table = match DeTable::parse(text) {
            Ok(table) => table.into_inner(),
            Err(error) => {
                let line = line_of(error.span().map_or(0, |span| span.start));
                let message = format!("this is not TOML: {}", error.message().replace('\n', " "));
                removed.faults.push(Fault::new(Rule::File, file, line, message));
                return removed;
            }
        };
        for (key, value) in &table {
            let line = line_of(key.span().start);
            match entry(key.get_ref(), value.get_ref()) {
                Ok(place) => removed.entries.push(Entry { slug: key.get_ref().to_string(), place, line }),
                Err(message) => removed.faults.push(Fault::new(Rule::Address, file, line, message)),
            }
        }
        removed
    }
}

fn entry(key: &str, value: &DeValue<'_>) -> Result<Place, String> {
    let form = "write old-slug = \"new-slug\", or old-slug = \"gone: why\"";
    if Slug::parse(key).is_none() {
        return Err(format!("“{key:.80}” can't have been an address; {form}"));
    }
    let DeValue::String(text) = value else { return Err(format!("{key}: {form}")) };
    let (what, why) = text.split_once(": ").unwrap_or((text.as_ref(), ""));
    let (what, why) = (what.trim(), why.trim());
    if why.chars().count() > 300 {
        return Err(format!("{key}: say why in 300 characters at the most"));
    }
    let successor = match what {
        "gone" => None,
        slug if Slug::parse(slug).is_some() && slug != key => Some(slug.to_owned()),
        other => return Err(format!("{key}: “{other:.80}” is no other address; {form}")),
    };
    Ok(Place::Removed { why: why.to_owned(), successor })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn each_line_says_what_became_of_a_file() {
        let text = "# moved in spring\nold-a = \"new-a\"\nold-b = \"gone: nobody uses it: at all\"\nold-c = \"new-a: merged\"\n";

        let removed = Removed::parse("removed.toml", text);

        assert_eq!(removed.faults, []);
        let found: Vec<_> =
            removed.entries.iter().map(|entry| (entry.slug.as_str(), &entry.place, entry.line)).collect();
        let place = |why: &str, successor: Option<&str>| Place::Removed {
            why: why.into(),
            successor: successor.map(str::to_owned),
        };
        assert_eq!(
            found,
            [
                ("old-a", &place("", Some("new-a")), 2),
                ("old-b", &place("nobody uses it: at all", None), 3),
                ("old-c", &place("merged", Some("new-a")), 4),
            ]
        );
    }

    #[test]
    fn what_can_not_be_read_is_named_with_its_line() {
        for (text, line, part) in [
            ("a = \"b\"\nc = \n", 2, "not TOML"),
            ("a = \"b\"\na = \"c\"\n", 2, "not TOML"),
            ("\n\"Old Page\" = \"b\"\n", 2, "Old Page"),
            ("a = 7\n", 1, "old-slug ="),
            ("a = \"a\"\n", 1, "no other address"),
            ("a = \"https://x.example\"\n", 1, "no other address"),
            ("[a]\nb = \"c\"\n", 1, "old-slug ="),
        ] {
            let removed = Removed::parse("removed.toml", text);
            assert_eq!(removed.faults.len(), 1, "{text}: {removed:?}");
            assert_eq!(removed.faults[0].line, line, "{text}: {removed:?}");
            assert!(removed.faults[0].message.contains(part), "{text}: {removed:?}");
        }
    }
}
