//! A question, its state, and what has happened to it.

use std::fmt;

use serde::Deserialize;

use crate::accounts::PersonName;
use crate::clock::Timestamp;
use crate::db::keys::{QuestionEventId, QuestionId, RowVersion, TeamId};
use crate::text_enum;

text_enum! {
    /// Where a question stands.
    pub enum QuestionState {
        /// The team's champion or deputy answers next, or passes it on.
        WithChampion = "with_champion",
        /// Network Security answers next.
        WithNetSec = "with_netsec",
        /// There is an answer.
        Answered = "answered",
        /// The answer is an article that everybody finds.
        Published = "published",
    }
}

impl QuestionState {
    /// The state in words.
    pub fn label(self) -> &'static str {
        match self {
            QuestionState::WithChampion => "with the champion",
            QuestionState::WithNetSec => "with Network Security",
            QuestionState::Answered => "answered",
            QuestionState::Published => "published",
        }
    }

    /// Whether somebody still owes an answer.
    pub fn is_open(self) -> bool {
        matches!(self, QuestionState::WithChampion | QuestionState::WithNetSec)
    }
}

text_enum! {
    /// How much hangs on the answer.
    pub enum Urgency {
        /// Work goes on meanwhile.
        Normal = "normal",
        /// Somebody can't go on without it.
        Blocked = "blocked",
    }
}

impl Urgency {
    /// The urgency in words.
    pub fn label(self) -> &'static str {
        match self {
            Urgency::Normal => "normal",
            Urgency::Blocked => "blocked now",
        }
    }
}

text_enum! {
    /// One kind of line in a question's history.
    pub enum EventKind {
        /// It was asked.
        Asked = "asked",
        /// It went to Network Security by itself; the words say why.
        Routed = "routed",
        /// Somebody passed it on to Network Security; the words say why.
        Escalated = "escalated",
        /// Somebody in Network Security took it.
        Claimed = "claimed",
        /// It was given back to everybody in Network Security.
        Released = "released",
        /// It was answered; the words are the answer.
        Answered = "answered",
        /// The answer was changed; the words are the new one.
        AnswerChanged = "answer_changed",
        /// Somebody said something.
        Commented = "commented",
        /// Whoever had it handed it to another; the words say to whom.
        HandedOver = "handed_over",
        /// The answer became an article; the words are its slug.
        Published = "published",
    }
}

/// What people cite: `/questions/{number}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(transparent)]
pub struct QuestionNumber(pub i64);

impl QuestionNumber {
    /// The question's page, below the site's base.
    pub fn path(self) -> String {
        format!("/questions/{self}")
    }
}

impl fmt::Display for QuestionNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

/// A team, as a question's page names it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedTeam {
    /// Its key.
    pub id: TeamId,
    /// Its address: `/teams/{slug}`.
    pub slug: String,
    /// Its name.
    pub name: String,
}

/// What somebody asked, and how far it got.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// Its key.
    pub id: QuestionId,
    /// What people cite.
    pub number: QuestionNumber,
    /// The question in one sentence.
    pub title: String,
    /// More about it, in markdown; may be empty.
    pub body: String,
    /// What was typed into the search before asking; may be empty.
    pub searched: String,
    /// Who asked.
    pub asker: PersonName,
    /// For which team; none for somebody without one.
    pub team: Option<NamedTeam>,
    /// How much hangs on it.
    pub urgency: Urgency,
    /// Where it stands.
    pub state: QuestionState,
    /// When it was asked.
    pub asked_at: Timestamp,
    /// Since when it is the turn of whoever has it now.
    pub turn_since: Timestamp,
    /// Until when they are to answer.
    pub due_at: Timestamp,
    /// Who in Network Security took it; while it is with the champion, to whom
    /// it was handed over.
    pub claimed_by: Option<PersonName>,
    /// The answer in markdown; empty while it is open.
    pub answer: String,
    /// Who gave the answer as it reads now.
    pub answered_by: Option<PersonName>,
    /// When it was answered first.
    pub answered_at: Option<Timestamp>,
    /// The article that the answer became.
    pub article_slug: Option<String>,
    /// How often it was saved.
    pub version: RowVersion,
}

impl Question {
    /// Whether an answer is owed and late.
    pub fn is_overdue(&self, now: Timestamp) -> bool {
        self.state.is_open() && self.due_at < now
    }

    /// The team's key, where there is a team.
    pub fn team_id(&self) -> Option<TeamId> {
        self.team.as_ref().map(|team| team.id)
    }
}

/// One line of a question's history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Event {
    /// Its key; later events sort after earlier ones.
    pub id: QuestionEventId,
    /// When it happened.
    pub at: Timestamp,
    /// Who did it; nobody where the site did.
    pub person: Option<PersonName>,
    /// What happened.
    pub kind: EventKind,
    /// What was said with it; markdown for answers and comments.
    pub words: String,
}

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
}

/// An answer that is about to be given.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AnswerInput {
    /// The answer, in markdown.
    pub words: String,
    /// The version of the question that the writer saw.
    pub seen: RowVersion,
    /// The newest line of the history that the writer saw; none where they saw
    /// no page, as an import.
    pub read: Option<QuestionEventId>,
}

/// Why a question is with Network Security, in a line.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Who passed it on; nobody where it went there by itself.
    pub who: Option<PersonName>,
    /// What they said, or what the site says.
    pub words: String,
}

/// An answer that is about to become an article.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Publication {
    /// The article's title.
    pub title: String,
    /// The slug of its category.
    pub category: String,
    /// Words to find and group it by.
    pub tags: Vec<String>,
    /// Other ways to ask the same.
    pub phrasings: Vec<String>,
    /// The article, in markdown.
    pub body: String,
    /// The version of the question that the writer saw.
    pub seen: RowVersion,
}
