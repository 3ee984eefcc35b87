//! The page of one's own sessions.

use askama::Template;

use super::store::Session;
use crate::accounts::Providers;
use crate::clock::Timestamp;
use crate::web::{Moment, Shell};

/// Where somebody is signed in.
#[derive(Template)]
#[template(path = "accounts/sessions.html")]
pub struct ListPage {
    pub shell: Shell,
    pub rows: Vec<Row>,
}

/// One session.
pub struct Row {
    pub key: String,
    /// The browser, in words.
    pub device: String,
    pub address: String,
    /// By what they came in.
    pub way: String,
    pub began: Moment,
    pub seen: Moment,
    /// Whether it is the one that looks.
    pub is_this: bool,
}

impl Row {
    /// `session` as it is at `now`; `this` is the hash of the one that looks.
    pub fn new(session: Session, providers: &Providers, this: &str, now: Timestamp) -> Self {
        let or = |text: String, other: &str| if text.is_empty() { other.to_owned() } else { text };
        Row {
            key: session.id.to_string(),
            device: or(session.device, "An unknown browser"),
            address: or(session.address, "not known"),
            way: if session.provider.is_empty() { String::new() } else { providers.name_of(&session.provider) },
            began: Moment::new(session.created_at, now),
            seen: Moment::new(session.seen_at, now),
            is_this: session.token_hash == this,
        }
    }

    fn end_words(&self) -> String {
        format!("Sign out {}", self.device)
    }
}
