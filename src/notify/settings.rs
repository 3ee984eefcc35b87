//! By which ways messages leave, as the settings say.

use std::collections::BTreeMap;
use std::fmt;

use lettre::message::Mailbox;
use url::Url;

use super::model::ChatPlace;
use crate::outgoing::Reach;

/// A text that is never shown: passwords, and addresses that let anybody post.
#[derive(Clone, PartialEq, Eq)]
pub struct Secret(String);

impl Secret {
    /// The text, kept.
    pub fn new(text: impl Into<String>) -> Self {
        Secret(text.into())
    }

    /// The text itself, for whoever sends it where it belongs.
    pub fn expose(&self) -> &str {
        &self.0
    }
}

impl fmt::Debug for Secret {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str("(hidden)")
    }
}

/// All ways that are set. With none of them, notices are read in Drawbridge alone.
#[derive(Debug, Clone, Default)]
pub struct NotifySettings {
    /// Mail, where a server is set.
    pub mail: Option<MailSettings>,
    /// Places in chat, each with its address.
    pub chats: BTreeMap<ChatPlace, ChatTarget>,
    /// Where requests may go.
    pub reach: Reach,
    /// Certificates of authorities of the company's own, in PEM.
    pub authorities: Vec<u8>,
    /// Whether nothing may leave this machine, whatever else is set.
    pub is_held: bool,
}

impl NotifySettings {
    /// Whether mail goes out.
    pub fn sends_mail(&self) -> bool {
        self.mail.is_some() && !self.is_held
    }

    /// The same for a site from which nothing leaves.
    #[must_use]
    pub fn held() -> Self {
        NotifySettings { is_held: true, ..NotifySettings::default() }
    }
}

/// How mail is encrypted on its way to the server.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum Security {
    /// It begins in the clear and is encrypted before anything is said (RFC 3207).
    #[default]
    StartTls,
    /// It is encrypted from the first byte on (RFC 8314).
    Tls,
    /// Not at all: to this machine, or where the settings say so in as many words.
    None,
}

impl Security {
    /// Reads the word of the settings.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "starttls" => Some(Security::StartTls),
            "tls" => Some(Security::Tls),
            "none" => Some(Security::None),
            _ => None,
        }
    }

    /// The port where servers usually listen for it.
    pub fn port(self) -> u16 {
        match self {
            Security::StartTls => 587,
            Security::Tls => 465,
            Security::None => 25,
        }
    }
}

/// The server that takes mail.
#[derive(Debug, Clone)]
pub struct MailSettings {
    /// Its name or address.
    pub host: String,
    /// Its port.
    pub port: u16,
    /// How the way there is encrypted.
    pub security: Security,
    /// Name and password, where it wants them.
    pub login: Option<(String, Secret)>,
    /// Whom mail comes from.
    pub from: Mailbox,
}

/// What is understood at an address of chat.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum ChatKind {
    /// Slack's incoming webhooks, and Mattermost's, which are the same.
    Slack,
    /// A workflow of Microsoft Teams: a message with an adaptive card.
    Teams,
}

impl ChatKind {
    /// Reads the word of the settings.
    pub fn parse(text: &str) -> Option<Self> {
        match text {
            "slack" | "mattermost" => Some(ChatKind::Slack),
            "teams" => Some(ChatKind::Teams),
            _ => None,
        }
    }
}

/// An address of chat.
#[derive(Debug, Clone)]
pub struct ChatTarget {
    /// What is understood there.
    pub kind: ChatKind,
    /// Where it is; whoever knows it can post there.
    pub url: Secret,
}

impl ChatTarget {
    /// A target; the URL is known to be one.
    pub fn new(kind: ChatKind, url: &Url) -> Self {
        ChatTarget { kind, url: Secret::new(url.as_str()) }
    }
}
