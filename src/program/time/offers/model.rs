//! What time is offered for.

use std::fmt;

use crate::clock::Timestamp;
use crate::db::keys::TeamId;
use crate::program::time::NewEntry;
use crate::text_enum;

text_enum! {
    /// What an offer comes from.
    pub enum OfferKind {
        /// A review that is finished.
        Review = "review",
        /// A question that was answered.
        Question = "question",
    }
}

/// One thing that somebody did, by its key or its number.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Source {
    /// What it is.
    pub kind: OfferKind,
    /// A review's key, a question's number.
    pub subject: String,
}

impl Source {
    /// Reads what a form sends: `review/0199…` or `question/42`.
    pub fn parse(text: &str) -> Option<Self> {
        let (kind, subject) = text.split_once('/')?;
        let is_plain = !subject.is_empty() && subject.bytes().all(|byte| byte.is_ascii_alphanumeric() || byte == b'-');
        let kind = OfferKind::parse(kind)?;
        is_plain.then(|| Source { kind, subject: subject.to_owned() })
    }

    /// Its address below the base.
    pub fn path(&self) -> String {
        match self.kind {
            OfferKind::Review => format!("/reviews/{}", self.subject),
            OfferKind::Question => format!("/questions/{}", self.subject),
        }
    }

    /// What a link to it says.
    pub fn words(&self) -> String {
        match self.kind {
            OfferKind::Review => "review".into(),
            OfferKind::Question => format!("question {}", self.subject),
        }
    }
}

impl fmt::Display for Source {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}/{}", self.kind.as_str(), self.subject)
    }
}

/// Time that somebody may want to log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Offer {
    /// What it comes from.
    pub source: Source,
    /// The entry that one click makes.
    pub entry: NewEntry,
    /// The team's address and name.
    pub team: (String, String),
    /// Whether nobody said how long it took, so that the length is a guess.
    pub is_guess: bool,
}

/// A question that somebody answered, as the room above tells it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnsweredQuestion {
    /// Its number.
    pub number: i64,
    /// Its title.
    pub title: String,
    /// Whose question it was.
    pub team: TeamId,
    /// When it was answered.
    pub at: Timestamp,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn sources_are_read_as_they_are_written() {
        for (text, path) in [
            ("review/0199-abc", Some("/reviews/0199-abc")),
            ("question/42", Some("/questions/42")),
            ("question/", None),
            ("question/42/../..", None),
            ("meeting/1", None),
            ("review", None),
            ("", None),
        ] {
            let source = Source::parse(text);
            assert_eq!(source.as_ref().map(Source::path).as_deref(), path, "{text}");
            assert!(source.is_none_or(|source| source.to_string() == text), "{text}");
        }
    }
}
