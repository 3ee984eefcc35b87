//! What is done with questions while they are worked at.

use super::{LinkKind, QuestionNumber};
use crate::accounts::PersonName;
use crate::db::keys::{PersonId, QuestionId, RowVersion, SavedReplyId};

/// The question that a duplicate leads to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Kept {
    /// Its key.
    pub id: QuestionId,
    /// What people cite.
    pub number: QuestionNumber,
    /// Whether an answer is still owed there.
    pub is_open: bool,
}

/// To whom a question is handed on.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Destination {
    /// One person, by handle: of those who serve the team, or of Network Security.
    Person(String),
    /// Whoever serves the team.
    Champions,
}

/// Two questions that were one, in the words that each is to have.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Parts {
    /// What stays under the number: title and text.
    pub first: (String, String),
    /// What becomes a question of its own.
    pub second: (String, String),
    /// The version of the question that the writer saw.
    pub seen: RowVersion,
}

/// Something that helps with a question.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HelpLink {
    /// What it is.
    pub kind: LinkKind,
    /// Its address: an article's slug.
    pub target: String,
    /// How it was called when it was linked.
    pub label: String,
}

/// Words that are said often.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reply {
    /// Its key in the database.
    pub id: SavedReplyId,
    /// Whose it is; everybody's in Network Security where it is nobody's.
    pub owner: Option<PersonId>,
    /// What one types to have it: lower case, no spaces.
    pub key: String,
    /// What it is for, in a line.
    pub title: String,
    /// The words, in markdown, with `{asker}`, `{team}`, `{number}` and `{me}`.
    pub body: String,
    /// Who saved it last.
    pub saved_by: PersonName,
    /// How often it was saved.
    pub version: RowVersion,
}
