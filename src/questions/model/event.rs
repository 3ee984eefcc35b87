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
        /// Whoever asked confirmed the answer; nobody where it confirmed itself.
        Confirmed = "confirmed",
        /// Whoever asked said what the answer lacks; the words say what.
        Missed = "missed",
        /// Whoever has it gave it to another; the words say to whom, and why.
        HandedOn = "handed_on",
        /// Somebody in Network Security was given it; the words say who.
        Assigned = "assigned",
        /// The answer did not do; the words say why.
        Reopened = "reopened",
        /// It is the same as another; the words are the number of that.
        Merged = "merged",
        /// Another is the same as it; the words are the number of that.
        Absorbed = "absorbed",
        /// A part of it became a question of its own; the words are its number.
        Split = "split",
        /// It was a part of another; the words are the number of that.
        SplitOff = "split_off",
        /// It was put in other words; the words are those that it had.
        Reworded = "reworded",
        /// Something that helps was linked; the words are its address.
        Linked = "linked",
        /// A link was taken away; the words are its address.
        Unlinked = "unlinked",
    }
}

impl EventKind {
    /// Whether its words are a contribution that others should have read.
    pub fn is_talk(self) -> bool {
        use EventKind::{AskedBack, Commented, Missed, Reopened, Replied, Responded};
        matches!(self, Commented | Responded | AskedBack | Replied | Reopened | Missed)
    }

    /// Whether its words say where a question went, and why.
    pub fn is_way(self) -> bool {
        use EventKind::{Assigned, Escalated, HandedOn, HandedOver, Routed};
        matches!(self, Routed | Escalated | HandedOver | HandedOn | Assigned)
    }

    /// Whether its words are the number of another question, which not
    /// everybody who reads this one may read.
    pub fn names_another(self) -> bool {
        matches!(self, EventKind::Merged | EventKind::Absorbed | EventKind::Split | EventKind::SplitOff)
    }
}

/// What those who answer said among themselves. It is kept apart from the
/// events, so that what shows a history can't show it by accident.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Note {
    /// When it was written.
    pub at: Timestamp,
    /// Who wrote it.
    pub person: PersonName,
    /// What they wrote; markdown.
    pub words: String,
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
