//! What is looked through, and what is found in it.

use serde::{Deserialize, Serialize};

/// The texts of an article that is about to be.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Texts {
    /// What it answers.
    pub title: String,
    /// Words to find and group it by.
    pub tags: Vec<String>,
    /// Other ways to ask the same.
    pub phrasings: Vec<String>,
    /// The article, in markdown.
    pub body: String,
}

/// What a find is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum FindKind {
    /// What looks like a key or a password.
    Secret,
    /// A mail address.
    Mail,
    /// An IP address or range.
    Address,
    /// The name of a machine.
    Host,
    /// Somebody whom the site knows.
    Person,
    /// A team, service or launch by which a question that is not for everyone is recognised.
    Name,
}

impl FindKind {
    /// What it is, in words.
    pub fn label(self) -> &'static str {
        match self {
            FindKind::Secret => "looks like a secret",
            FindKind::Mail => "mail address",
            FindKind::Address => "IP address",
            FindKind::Host => "host name",
            FindKind::Person => "somebody's name",
            FindKind::Name => "tells who asked",
        }
    }

    /// Whether it tells who asked, or about whom.
    pub fn identifies(self) -> bool {
        matches!(self, FindKind::Person | FindKind::Mail | FindKind::Name)
    }
}

/// Where something was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Place {
    /// Which text: `title`, `phrasings`, `tags` or `body`.
    pub field: &'static str,
    /// The line, or the item of a list, from 1.
    pub line: usize,
}

impl Place {
    /// The place, in words.
    pub fn words(self) -> String {
        match self.field {
            "title" => "title".into(),
            "tags" => format!("tag {}", self.line),
            "phrasings" => format!("other way to ask, line {}", self.line),
            _ => format!("article, line {}", self.line),
        }
    }
}

/// Something that should not leave the question as it is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Find {
    /// By which a decision names it; the same text has the same key everywhere.
    pub key: String,
    /// What it is.
    pub kind: FindKind,
    /// As it stands there.
    pub text: String,
    /// Where, in the order of the texts.
    pub places: Vec<Place>,
    /// What may stand there instead.
    pub proposal: String,
}

/// What was found and stays as it is: somebody decided so.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Kept {
    /// What it is.
    pub kind: FindKind,
    /// As it stands there.
    pub text: String,
}

impl Find {
    /// Whether this was decided to stay.
    pub fn is_kept(&self, kept: &[Kept]) -> bool {
        kept.iter().any(|one| one.kind == self.kind && one.text == self.text)
    }
}
