//! A question that is about to be asked.

use super::{About, TopicKind, Urgency, Visibility};
use crate::db::keys::{LaunchId, PersonId, TeamId};
use crate::questions::launches::NewLaunch;

/// A question that is about to be asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewQuestion {
    /// The question in one sentence, tidied.
    pub title: String,
    /// More about it, in markdown; may be empty.
    pub body: String,
    /// What was typed into the search before asking; may be empty.
    pub searched: String,
    /// How much hangs on it.
    pub urgency: Urgency,
    /// For which of the asker's teams; none for somebody without one.
    pub team: Option<TeamId>,
    /// Who may read it.
    pub visibility: Visibility,
    /// The launch that waits for it.
    pub launch: Option<LaunchId>,
    /// The service or repository of the team that it is about.
    pub about: Option<About>,
    /// The flow that it is about; may be empty.
    pub flow: String,
    /// Whom it is asked for, where that is somebody else.
    pub on_behalf: Option<PersonId>,
    /// Categories and tags of the articles that it belongs to.
    pub topics: Vec<Topic>,
}

/// A question as its form says it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Asking {
    /// The question.
    pub new: NewQuestion,
    /// The launch that waits for it.
    pub launch: AskedLaunch,
    /// Name, handle or mail address of whom it is asked for; may be empty.
    pub on_behalf: String,
}

/// A launch as the form of a question names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AskedLaunch {
    /// None.
    None,
    /// The one at this address.
    Known(String),
    /// One that is put down with the question.
    New(NewLaunch),
}

/// What a question is about, as the articles are grouped.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Topic {
    /// Category or tag.
    pub kind: TopicKind,
    /// The category's slug, or the tag.
    pub value: String,
}

impl Topic {
    /// The topic for a reader; a category's slug is made of its name's words.
    pub fn label(&self) -> String {
        match self.kind {
            TopicKind::Category => self.value.replace('-', " "),
            TopicKind::Tag => self.value.clone(),
        }
    }
}

impl NewQuestion {
    /// A question of normal urgency for everyone, and nothing beside its words.
    pub fn plain(title: &str, body: &str, team: Option<TeamId>) -> Self {
        NewQuestion {
            title: title.to_owned(),
            body: body.to_owned(),
            searched: String::new(),
            urgency: Urgency::Normal,
            team,
            visibility: Visibility::Everyone,
            launch: None,
            about: None,
            flow: String::new(),
            on_behalf: None,
            topics: Vec::new(),
        }
    }
}
