//! The pages of reading.

use std::sync::Arc;

use askama::Template;

use super::feedback::Reason;
use super::freshness::ArticleFreshness;
use super::writing::WritingLinks;
use super::{Article, Commit, Origin};
use crate::db::keys::FeedbackId;
use crate::web::form::Choice;
use crate::web::{FieldProblem, Shell};

/// A word that leads somewhere.
#[derive(Debug, Clone)]
pub struct Link {
    /// The word.
    pub label: String,
    /// The complete address.
    pub href: String,
}

/// The FAQ, by shelf.
#[derive(Template)]
#[template(path = "knowledge/list.html")]
pub struct ListPage {
    pub shell: Shell,
    /// What the list is narrowed to, in words; empty for the whole.
    pub filter: String,
    /// What stands on the shelf, where there is one.
    pub intro: String,
    pub count: String,
    /// Why not all are there yet.
    pub unread: Option<String>,
    /// What to read first.
    pub lists: Vec<Link>,
    /// What is read most on this shelf.
    pub most_read: Vec<Row>,
    /// What was changed last on this shelf.
    pub recent: Vec<Row>,
    pub shelves: Vec<ShelfLink>,
    pub groups: Vec<Group>,
    /// Tags of the articles shown, the most common first.
    pub tags: Vec<Link>,
    /// What is wrong with files; for those who look after them only.
    pub faults: Vec<String>,
    /// Guides, for whoever does not know what to look for.
    pub guides: Vec<Link>,
    /// Whether the viewer looks after all articles.
    pub oversees: bool,
    /// Whether the reader writes articles.
    pub can_write: bool,
    pub previous: String,
    pub next: String,
}

/// A shelf in the list of shelves.
pub struct ShelfLink {
    pub name: String,
    pub href: String,
    pub count: usize,
    pub is_current: bool,
}

/// Articles of one shelf.
pub struct Group {
    pub name: String,
    pub id: String,
    pub intro: String,
    /// The shelf's own page; empty on it.
    pub href: String,
    pub rows: Vec<Row>,
    /// Where the rest of them is, where not all are shown.
    pub more: Option<Link>,
}

/// One article in a list.
pub struct Row {
    pub title: String,
    pub href: String,
    pub is_stale: bool,
    /// Its first sentence; empty where only titles are listed.
    pub answer: String,
    /// What else is said of it; may be empty.
    pub note: String,
}

/// One article.
#[derive(Template)]
#[template(path = "knowledge/show.html")]
pub struct ShowPage {
    pub shell: Shell,
    pub article: Arc<Article>,
    pub shelf: Link,
    /// How up to date it is, and what those who look after it see.
    pub freshness: ArticleFreshness,
    pub toc: Vec<TocEntry>,
    pub tags: Vec<Link>,
    pub related: Vec<Link>,
    /// The question that it answers.
    pub question: Option<Link>,
    /// Where its file is edited.
    pub edit: Option<String>,
    /// The commit that last changed its file.
    pub commit: Option<Commit>,
    /// Where its address is changed, for those who may.
    pub address: Option<String>,
    /// Guides that lead here.
    pub guides: Vec<Link>,
    pub ask: String,
    /// Comes back with the reader's word, so that a repeated send is known.
    pub key: String,
    /// What this browser said of it before.
    pub said: Option<Said>,
    pub words: String,
    pub problems: Vec<FieldProblem>,
    pub writing: WritingLinks,
}

/// What a browser said of an article, as its cookie keeps it.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Said {
    pub helpful: bool,
    /// The key under which it is kept, so that another word changes it.
    pub key: FeedbackId,
    pub has_words: bool,
}

impl Said {
    /// Reads a cookie: `yes.KEY` or `no.KEY`, with `.words` where some were sent.
    pub fn parse(text: &str) -> Option<Self> {
        let mut parts = text.split('.');
        let helpful = match parts.next()? {
            "yes" => true,
            "no" => false,
            _ => return None,
        };
        Some(Said { helpful, key: FeedbackId::parse(parts.next()?)?, has_words: parts.next() == Some("words") })
    }

    /// The cookie.
    pub fn to_text(self) -> String {
        format!("{}.{}{}", self.word(), self.key, if self.has_words { ".words" } else { "" })
    }

    /// The answer as the form sends it.
    pub fn word(self) -> &'static str {
        if self.helpful { "yes" } else { "no" }
    }

    /// The other answer.
    pub fn opposite(self) -> &'static str {
        if self.helpful { "no" } else { "yes" }
    }
}

impl ShowPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    pub(super) fn is_published(&self) -> bool {
        self.article.origin == Origin::Published
    }

    /// Why it may not have been the answer.
    fn reasons(&self) -> Vec<Choice> {
        Reason::ALL.iter().map(|reason| Choice::new(reason.as_str(), reason.label(), "")).collect()
    }

    /// Where a button of those who look after the article is sent.
    fn care_href(&self, what: &str) -> String {
        self.shell.to(&format!("/faq/{}/{what}", self.article.slug))
    }

    /// Who stands behind the article. One that was published here is owned by
    /// a person, whose name is for those who are signed in (A12).
    fn owner(&self) -> &str {
        let is_personal = matches!(self.article.origin, Origin::Published);
        if is_personal && self.shell.person.is_none() { "Network Security" } else { &self.article.owner }
    }
}

/// A heading in the table of contents, with those below it.
pub struct TocEntry {
    pub text: String,
    pub id: String,
    pub below: Vec<(String, String)>,
}
