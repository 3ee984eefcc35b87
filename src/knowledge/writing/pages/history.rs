//! What an article said before.

use askama::Template;

use super::{Link, person};
use crate::accounts::PersonName;
use crate::clock::Timestamp;
use crate::knowledge::writing::differences::{Line, compare};
use crate::knowledge::writing::model::Version;
use crate::knowledge::writing::store::VersionLine;
use crate::web::form::Choice;
use crate::web::{Moment, Shell};

/// The versions of an article, the newest first.
#[derive(Template)]
#[template(path = "knowledge/writing/history.html")]
pub struct HistoryPage {
    pub shell: Shell,
    pub article: Link,
    pub rows: Vec<HistoryRow>,
    /// Where an article without versions comes from, in a sentence.
    pub from_file: String,
}

/// One version in the history.
pub struct HistoryRow {
    pub number: i32,
    pub href: String,
    pub title: String,
    /// Nobody where it came with the program.
    pub author: Option<Link>,
    pub reader: Option<Link>,
    pub note: String,
    pub published: Moment,
    pub is_newest: bool,
}

impl HistoryRow {
    /// The line of a version, as seen at `now`.
    pub fn of(shell: &Shell, slug: &str, line: VersionLine, newest: i32, now: Timestamp) -> Self {
        HistoryRow {
            href: shell.to(&format!("/articles/{slug}/history/{}", line.number)),
            title: line.title,
            author: link(shell, line.author.as_ref()),
            reader: link(shell, line.reader.as_ref()),
            note: line.note,
            published: Moment::new(line.published_at, now),
            is_newest: line.number == newest,
            number: line.number,
        }
    }
}

fn link(shell: &Shell, named: Option<&PersonName>) -> Option<Link> {
    named.map(|named| person(shell, named))
}

/// One version, beside another.
#[derive(Template)]
#[template(path = "knowledge/writing/version.html")]
pub struct VersionPage {
    pub shell: Shell,
    pub article: Link,
    pub history: String,
    pub row: HistoryRow,
    /// The version that it is compared with; none for the first.
    pub against: Option<i32>,
    /// Versions to compare with.
    pub others: Vec<Choice>,
    /// From the other to this one.
    pub lines: Vec<Line>,
    /// All of it, as lines.
    pub whole: String,
    /// Where a draft is begun that says this again; empty for those who don't
    /// write, and for the newest.
    pub bring_back: String,
}

impl VersionPage {
    /// The page of `version`, compared with `other`.
    pub fn of(
        shell: Shell,
        article: Link,
        slug: &str,
        (version, other): (Version, Option<Version>),
        newest: i32,
        now: Timestamp,
    ) -> Self {
        let whole = version.text.laid_out();
        let Version { number, text, author, reader, note, published_at } = version;
        let line = VersionLine { number, title: text.title, author, reader, note, published_at };
        let own = format!("/articles/{slug}/history");
        VersionPage {
            row: HistoryRow::of(&shell, slug, line, newest, now),
            against: other.as_ref().map(|other| other.number),
            others: (1..=newest)
                .filter(|known| *known != number)
                .map(|known| {
                    let current = other.as_ref().map(|other| other.number.to_string()).unwrap_or_default();
                    Choice::new(&known.to_string(), &format!("version {known}"), &current)
                })
                .collect(),
            lines: other.map(|other| compare(&other.text.laid_out(), &whole)).unwrap_or_default(),
            whole,
            bring_back: String::new(),
            history: shell.to(&own),
            article,
            shell,
        }
    }
}
