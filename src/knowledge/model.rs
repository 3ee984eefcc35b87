//! An article, where it came from, and what was wrong with one that is none.

use std::fmt;
use std::path::PathBuf;
use std::sync::Arc;

use super::drawn::Drawn;
use crate::clock::Day;
use crate::markdown::{self, Heading};
use crate::web::fold;

/// The permanent name of an article in addresses: lower-case letters, digits
/// and hyphens, 1 to 80 of them.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Slug(String);

impl Slug {
    /// The longest slug, in bytes.
    pub const LIMIT: usize = 80;

    /// The slug that `text` is, if it is one.
    pub fn parse(text: &str) -> Option<Self> {
        let plain = !text.is_empty()
            && text.len() <= Self::LIMIT
            && text.bytes().all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit() || byte == b'-')
            && !text.starts_with('-')
            && !text.ends_with('-');
        plain.then(|| Slug(text.to_owned()))
    }

    /// A slug made of a title; nothing where no letter of it can be kept.
    pub fn from_title(title: &str) -> Option<Self> {
        Slug::parse(&fold::slug(title))
    }

    /// The text.
    pub fn as_str(&self) -> &str {
        &self.0
    }
}

impl fmt::Display for Slug {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(&self.0)
    }
}

/// Where an article came from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Origin {
    /// A file that comes with the program; its path below `content/`.
    BuiltIn(String),
    /// A file of the folder that was laid over.
    Folder(PathBuf),
    /// Published in the browser.
    Published,
}

/// One entry of the FAQ.
#[derive(Debug)]
pub struct Article {
    /// Its address: `/faq/{slug}`.
    pub slug: Slug,
    /// What it answers, as a question.
    pub title: String,
    /// One of [`super::Categories`], by its slug.
    pub category: String,
    /// Words to filter by.
    pub tags: Vec<String>,
    /// Other ways in which people ask.
    pub phrasings: Vec<String>,
    /// Slugs of articles to read next.
    pub related: Vec<String>,
    /// Who stands behind it.
    pub owner: String,
    /// When it was last read through.
    pub reviewed_on: Day,
    /// After this day it wants to be read through again.
    pub review_after: Day,
    /// The text, in markdown.
    pub body: String,
    /// Where it came from.
    pub origin: Origin,
    /// The number of the question that it answers, if it was published from one.
    pub question_number: Option<i64>,
    /// Its headings, for the table of contents.
    pub headings: Vec<Heading>,
    /// In front of links to own pages.
    pub(super) base: Arc<str>,
    /// Drawn when it is first read: colouring code takes its time.
    pub(super) html: Drawn,
}

impl Article {
    /// The text as HTML that is safe to be put into a page; drawn once, and
    /// again when it was not read for long.
    pub fn html(&self) -> Arc<str> {
        self.html.get_or_draw(|| markdown::render(&self.body, &self.base))
    }

    /// The first sentence of its answer, for lists; 300 characters at the most.
    pub fn first_sentence(&self) -> String {
        // The answer is the first paragraph; what comes after it is not looked at.
        let head: String =
            self.body.trim_start().split("\n\n").next().unwrap_or_default().chars().take(1_000).collect();
        let outline = markdown::outline(&head);
        let answer = outline.answer();
        let end = answer.find(". ").map_or(answer.len(), |end| end + 1);
        answer[..end].chars().take(300).collect()
    }
}

/// What is looked at when content is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub enum Rule {
    /// The file can be read at all.
    File,
    /// Its front matter has what it needs.
    FrontMatter,
    /// Its address is its own.
    Address,
    /// Its links lead somewhere.
    Link,
    /// Its flow blocks hold flows.
    Flow,
    /// Its text holds nothing that can't be seen.
    Text,
    /// A guide reaches its ends.
    Guide,
    /// It was read through in time.
    Review,
    /// It is written for another program, and not all of it was understood.
    Foreign,
}

impl Rule {
    /// All of them.
    pub const ALL: [Rule; 9] = [
        Rule::File,
        Rule::FrontMatter,
        Rule::Address,
        Rule::Link,
        Rule::Flow,
        Rule::Text,
        Rule::Guide,
        Rule::Review,
        Rule::Foreign,
    ];

    /// Its name in reports; it never changes.
    pub fn name(self) -> &'static str {
        match self {
            Rule::File => "file",
            Rule::FrontMatter => "front-matter",
            Rule::Address => "address",
            Rule::Link => "link",
            Rule::Flow => "flow",
            Rule::Text => "hidden-character",
            Rule::Guide => "guide",
            Rule::Review => "review-date",
            Rule::Foreign => "foreign",
        }
    }

    /// What it asks for.
    pub fn words(self) -> &'static str {
        match self {
            Rule::File => "Every file can be read: UTF-8, of a bearable size, inside of the folder.",
            Rule::FrontMatter => "Front matter holds every key that an article needs, and no other.",
            Rule::Address => "Every article has an address of its own.",
            Rule::Link => "Links and related articles lead to an article and a heading that exist.",
            Rule::Flow => "Each line of a flow block is a flow.",
            Rule::Text => "No character turns the direction of the text that follows it.",
            Rule::Guide => "Every path through a guide reaches an end.",
            Rule::Review => "Articles are read through again before their review date passes.",
            Rule::Foreign => "Everything that was written for another program was understood.",
        }
    }
}

/// What is wrong with a file of the content.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Fault {
    /// The file.
    pub file: String,
    /// The line, from 1.
    pub line: usize,
    /// What is wrong and what is expected.
    pub message: String,
    /// What it breaks.
    pub rule: Rule,
}

impl Fault {
    /// What breaks `rule` on a line of a file, counted from 1.
    pub fn new(rule: Rule, file: impl fmt::Display, line: usize, message: impl Into<String>) -> Self {
        Fault { file: file.to_string(), line, message: message.into(), rule }
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}:{}: {}", self.file, self.line, self.message)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn slugs_are_plain_or_none() {
        for (text, fine) in
            [("a-port", true), ("a", true), ("", false), ("A", false), ("-a", false), ("a/b", false), ("..", false)]
        {
            assert_eq!(Slug::parse(text).is_some(), fine, "{text}");
        }
        assert!(Slug::parse(&"a".repeat(81)).is_none());
    }
}
