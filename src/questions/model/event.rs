//! What has happened to a question.

use super::Turn;
use crate::accounts::PersonName;
use crate::clock::Timestamp;
use crate::db::keys::QuestionEventId;
use crate::text_enum;

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
        /// Somebody whose part it is to answer said something.
        Responded = "responded",
        /// Something was asked back; the words say what.
        AskedBack = "asked_back",
        /// Whoever asked said what was asked back.
        Replied = "replied",
        /// It got, lost or moved a launch; the words say which.
        Planned = "planned",
        /// Whoever had it handed it to another; the words say to whom.
        HandedOver = "handed_over",
        /// The answer became an article; the words are its slug.
        Published = "published",
    }
}

impl EventKind {
    /// Whether its words are a contribution that others should have read.
    pub fn is_talk(self) -> bool {
        matches!(self, EventKind::Commented | EventKind::Responded | EventKind::AskedBack | EventKind::Replied)
    }

    /// Whether its words say where a question went, and why.
    pub fn is_way(self) -> bool {
        matches!(self, EventKind::Routed | EventKind::Escalated | EventKind::HandedOver)
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
    /// Whose turn it is since then, where it changed that.
    pub turn: Option<Turn>,
    /// Until when they are to answer, where it changed that.
    pub due_at: Option<Timestamp>,
}
