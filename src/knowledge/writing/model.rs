//! What an article says, what it said before, and what it may say next.

use std::fmt;

use serde::Deserialize;

use crate::accounts::PersonName;
use crate::clock::Timestamp;
use crate::db::keys::{ArticleId, RowVersion};
use crate::knowledge::Article;
use crate::text_enum;

/// What an article says, apart from where it stands and who stands behind it.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Text {
    /// What it answers, as a question.
    pub title: String,
    /// One of [`crate::knowledge::Categories`], by its slug; a draft may have none yet.
    pub category: String,
    /// Words to filter by.
    pub tags: Vec<String>,
    /// Other ways in which people ask.
    pub phrasings: Vec<String>,
    /// Slugs of articles to read next.
    pub related: Vec<String>,
    /// The text, in markdown.
    pub body: String,
}

impl Text {
    /// What an article says now.
    pub fn of(article: &Article) -> Self {
        Text {
            title: article.title.clone(),
            category: article.category.clone(),
            tags: article.tags.clone(),
            phrasings: article.phrasings.clone(),
            related: article.related.clone(),
            body: article.body.trim().to_owned(),
        }
    }

    /// All of it as lines, to be compared.
    pub fn laid_out(&self) -> String {
        let mut lines = format!("Title: {}\nCategory: {}\n", self.title, self.category);
        let list = |name: &str, texts: &[String]| match texts {
            [] => String::new(),
            some => format!("{name}: {}\n", some.join(", ")),
        };
        lines += &list("Tags", &self.tags);
        lines += &list("Read next", &self.related);
        if !self.phrasings.is_empty() {
            lines += "Other ways to ask:\n";
        }
        for phrasing in &self.phrasings {
            lines += &format!("- {phrasing}\n");
        }
        lines + "\n" + &self.body
    }
}

text_enum! {
    /// Where a draft stands.
    pub enum DraftState {
        /// Its author is at it.
        Writing = "writing",
        /// It waits for somebody else to read and publish it.
        Asked = "asked",
        /// It was read and sent back with a line of why.
        Returned = "returned",
    }
}

impl DraftState {
    /// The state in words.
    pub fn label(self) -> &'static str {
        match self {
            DraftState::Writing => "being written",
            DraftState::Asked => "waits for a second reader",
            DraftState::Returned => "sent back",
        }
    }

    /// The kind of state whose colour it has.
    pub fn kind(self) -> &'static str {
        match self {
            DraftState::Writing => "neutral",
            DraftState::Asked => "baseline",
            DraftState::Returned => "preflight",
        }
    }
}

/// What a draft is called: `/drafts/{number}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Deserialize)]
#[serde(transparent)]
pub struct DraftNumber(pub i64);

impl DraftNumber {
    /// The draft's page, below the site's base.
    pub fn path(self) -> String {
        format!("/drafts/{self}")
    }
}

impl fmt::Display for DraftNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// An article, or a change to one, that is being written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draft {
    /// What it is called.
    pub number: DraftNumber,
    /// The article that it changes; none where it becomes a new one.
    pub slug: Option<String>,
    /// The version that it was written over; 0 where the database held none.
    pub base: i32,
    /// The address that a new article shall have; empty: made of its title.
    pub address: String,
    /// What the article will say.
    pub text: Text,
    /// What was changed and why, in a line; may be empty.
    pub note: String,
    /// Who writes it.
    pub author: PersonName,
    /// Where it stands.
    pub state: DraftState,
    /// Who sent it back.
    pub reader: Option<PersonName>,
    /// Why.
    pub reader_words: String,
    /// When it was saved last.
    pub saved_at: Timestamp,
    /// How often it was saved.
    pub version: RowVersion,
}

/// What the form of a draft says.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct DraftInput {
    /// The address that a new article shall have; empty: made of its title.
    pub address: String,
    /// What the article will say.
    pub text: Text,
    /// What was changed and why, in a line; may be empty.
    pub note: String,
    /// The version of the article that its writer has seen.
    pub base: i32,
}

/// What an article said from one publication to the next.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Version {
    /// 1, 2, 3 … within the article.
    pub number: i32,
    /// What it said.
    pub text: Text,
    /// Who wrote it; nobody where it came with the program.
    pub author: Option<PersonName>,
    /// Who read it before it was published; nobody where its author published it.
    pub reader: Option<PersonName>,
    /// What was changed and why, in a line; may be empty.
    pub note: String,
    /// Since when the article said so.
    pub published_at: Timestamp,
}

/// An article of the database, as somebody who changes it finds it.
#[derive(Debug, Clone)]
pub(super) struct Present {
    /// Its key.
    pub id: ArticleId,
    /// How often its row was saved.
    pub row: RowVersion,
    /// The number of its newest version.
    pub number: i32,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_text_is_laid_out_without_what_it_lacks() {
        let text = Text { title: "A?".into(), category: "dns".into(), body: "Yes.".into(), ..Text::default() };
        assert_eq!(text.laid_out(), "Title: A?\nCategory: dns\n\nYes.");

        let text = Text { tags: vec!["a".into(), "b".into()], phrasings: vec!["c".into()], ..text };
        assert_eq!(text.laid_out(), "Title: A?\nCategory: dns\nTags: a, b\nOther ways to ask:\n- c\n\nYes.");
    }
}
