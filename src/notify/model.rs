//! What somebody hears of, and what goes out because of it.

use diesel::prelude::*;

pub use super::kinds::{Channel, Choice, DeliveryState, NoticeKind};
use crate::clock::Timestamp;
use crate::db::keys::{DeliveryId, NoticeId, PersonId};
use crate::db::schema::{deliveries, notices};

/// Characters of a title, and of the words under it, that are kept; what is
/// longer is read where it stands.
const TITLE_LIMIT: usize = 300;
const WORDS_LIMIT: usize = 1_500;

/// Who hears it.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum To {
    /// Somebody: here, and by mail as they chose.
    Person(PersonId),
    /// A place in chat, where one is set.
    Chat(ChatPlace),
}

/// A place in chat that the settings may name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, PartialOrd, Ord)]
pub enum ChatPlace {
    /// Where Network Security hears of its queue.
    NetSec,
    /// Where the program's lead hears of what is late.
    Lead,
    /// A team's own, by the team's slug.
    Team(String),
}

impl ChatPlace {
    /// As it is stored.
    pub fn key(&self) -> String {
        match self {
            ChatPlace::NetSec => "netsec".into(),
            ChatPlace::Lead => "lead".into(),
            ChatPlace::Team(slug) => format!("team/{slug}"),
        }
    }

    /// The place that a stored key names.
    pub fn parse(key: &str) -> Option<Self> {
        match key {
            "netsec" => Some(ChatPlace::NetSec),
            "lead" => Some(ChatPlace::Lead),
            _ => key.strip_prefix("team/").filter(|slug| !slug.is_empty()).map(|slug| ChatPlace::Team(slug.into())),
        }
    }

    /// The place in words.
    pub fn label(&self) -> String {
        match self {
            ChatPlace::NetSec => "the chat of Network Security".into(),
            ChatPlace::Lead => "the chat of the program's lead".into(),
            ChatPlace::Team(slug) => format!("the chat of team {slug}"),
        }
    }
}

/// What a notice is about, for whoever says who may read it.
#[derive(Debug, Clone, PartialEq, Eq, Hash, Queryable, Selectable)]
#[diesel(table_name = notices)]
pub struct Subject {
    /// The room's word for it, such as `question`.
    #[diesel(column_name = subject_kind)]
    pub kind: String,
    /// Which one: number, slug or key.
    #[diesel(column_name = subject_key)]
    pub key: String,
}

/// What is to be heard. All of it is text as people wrote it: what shows it
/// escapes it.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = notices)]
pub struct NewNotice {
    /// Of which kind it is.
    pub kind: NoticeKind,
    /// What happened, in a sentence without a full stop.
    pub title: String,
    /// What was said with it; may be empty.
    pub words: String,
    /// Where it is read and acted on, below the base.
    pub path: String,
    /// What mails about it are called, the same for all about one thing, so
    /// that they stand together.
    pub thread: String,
    /// What it is about.
    #[diesel(embed)]
    pub subject: Subject,
    /// Whether its words may leave the site: what is not for everyone is said
    /// by its number alone, and read here.
    pub is_open: bool,
    /// From when on it helps nobody any more, such as a launch: neither quiet
    /// hours nor a digest hold it back past this.
    pub useful_until: Option<Timestamp>,
}

impl NewNotice {
    /// The notice with line breaks and control characters taken out of what
    /// becomes headers, and nothing longer than is kept.
    pub(super) fn tidied(&self) -> Self {
        NewNotice {
            title: one_line(&self.title, TITLE_LIMIT),
            thread: one_line(&self.thread, TITLE_LIMIT),
            words: shortened(self.words.trim(), WORDS_LIMIT),
            ..self.clone()
        }
    }
}

/// The first `limit` characters, with a sign where there are more.
pub fn shortened(text: &str, limit: usize) -> String {
    let mut cut: String = text.chars().filter(|letter| *letter == '\n' || !letter.is_control()).take(limit).collect();
    if text.chars().nth(limit).is_some() {
        cut.push('…');
    }
    cut
}

/// The text in one line, without anything that could begin another.
pub fn one_line(text: &str, limit: usize) -> String {
    let is_break = |letter: char| letter.is_control() || matches!(letter, '\u{2028}' | '\u{2029}');
    let spaced: String = text.chars().map(|letter| if is_break(letter) { ' ' } else { letter }).collect();
    shortened(&spaced.split_whitespace().collect::<Vec<_>>().join(" "), limit)
}

/// Something that somebody heard of.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = notices)]
pub struct Notice {
    /// Its key.
    pub id: NoticeId,
    /// What it says.
    #[diesel(embed)]
    pub said: NewNotice,
    /// When it was written.
    pub created_at: Timestamp,
    /// When its reader saw it.
    pub read_at: Option<Timestamp>,
}

impl Notice {
    /// The notice for somebody who may not read any more what it is about.
    #[must_use]
    pub(super) fn without_words(mut self) -> Self {
        self.said.title = "Something that you may not read any more".into();
        self.said.words = String::new();
        self
    }
}

/// One message that goes out.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Selectable)]
#[diesel(table_name = deliveries)]
pub struct Delivery {
    /// Its key, which is in its Message-ID.
    pub id: DeliveryId,
    /// How it leaves.
    pub channel: Channel,
    /// Whose mail it is.
    #[diesel(column_name = person_id)]
    pub person: Option<PersonId>,
    /// The place in chat, as it is stored; empty for mail.
    pub chat: String,
    /// Whether it holds a day's notices.
    pub is_digest: bool,
    /// How far it is.
    pub state: DeliveryState,
    /// When it was written.
    pub created_at: Timestamp,
    /// From when on it may go.
    pub ready_at: Timestamp,
    /// When it is tried next.
    pub next_at: Timestamp,
    /// How often it was tried.
    pub tries: i32,
    /// Which taking of it this is.
    pub lease: i32,
    /// When it was sent, or given up.
    pub ended_at: Option<Timestamp>,
    /// Why it did not go.
    pub problem: String,
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n08_nothing_breaks_out_of_a_line() {
        for (given, line) in [
            ("Port?\r\nBcc: all@example.com", "Port? Bcc: all@example.com"),
            ("a\u{b}b\u{c}c\u{85}d\u{2028}e\u{2029}f\0g", "a b c d e f g"),
            ("  many \t spaces ", "many spaces"),
            ("", ""),
        ] {
            assert_eq!(one_line(given, 300), line, "{given:?}");
        }
        assert_eq!(one_line("abcdef", 3), "abc…");
        assert_eq!(shortened("one\r\ntwo\u{0}", 300), "one\ntwo");
    }

    #[test]
    fn places_in_chat_are_found_again_by_their_key() {
        for place in [ChatPlace::NetSec, ChatPlace::Lead, ChatPlace::Team("checkout".into())] {
            assert_eq!(ChatPlace::parse(&place.key()), Some(place));
        }
        for key in ["", "team/", "everybody"] {
            assert_eq!(ChatPlace::parse(key), None, "{key}");
        }
    }
}
