//! The settings by which mail and chat leave.

use std::net::IpAddr;
use std::path::Path;

use ipnet::IpNet;
use lettre::message::Mailbox;
use url::Url;

use crate::notify::ChatPlace;
use crate::notify::settings::{ChatKind, ChatTarget, MailSettings, NotifySettings, Secret, Security};

/// A key of these: its name, whether it is secret, and what it allows.
pub(super) type KeyLine = (&'static str, bool, &'static str);

/// The keys.
pub(super) const KEYS: [KeyLine; 11] = [
    ("mail.host", false, "the name or address of a mail server, such as smtp.example.com"),
    ("mail.port", false, "a port from 1 to 65535"),
    ("mail.security", false, "starttls, tls or none"),
    ("mail.allow_plain", false, "true or false"),
    ("mail.user", false, "the name by which the mail server knows this site"),
    ("mail.password", true, "the password for that name"),
    ("mail.from", false, "a mail address, such as Drawbridge <drawbridge@example.com>"),
    ("chat.file", false, "a TOML file that only its owner can read"),
    (
        "outgoing.allow",
        false,
        "origins with spaces between, such as https://hooks.example.com http://chat.internal:8065",
    ),
    ("outgoing.inside", false, RANGES),
    ("outgoing.authorities", false, "a PEM file of certificates"),
];

/// What [`ranges`] reads, in words.
pub(super) const RANGES: &str = "addresses or ranges with spaces between, such as 10.2.0.0/16 127.0.0.1";

/// Addresses and ranges of them.
///
/// # Errors
///
/// That one is neither.
pub(super) fn ranges(text: &str) -> Result<Vec<IpNet>, String> {
    let range = |word: &str| word.parse::<IpNet>().or_else(|_| word.parse::<IpAddr>().map(IpNet::from));
    words(Some(text)).map(|word| range(word).map_err(|_| "one of these is no address".to_owned())).collect()
}

/// What is wrong: with which key, and why.
pub(super) type Fault = (&'static str, String);

/// Everything about what leaves, from the texts of the keys.
///
/// # Errors
///
/// The first fault.
pub(super) fn read<'t>(text: impl Fn(&str) -> Option<&'t str>) -> Result<NotifySettings, Fault> {
    let mut settings = NotifySettings::default();
    for origin in words(text("outgoing.allow")) {
        settings.reach.allow(&url("outgoing.allow", origin)?);
    }
    let inside = ranges(text("outgoing.inside").unwrap_or_default()).map_err(|words| ("outgoing.inside", words))?;
    inside.into_iter().for_each(|range| settings.reach.allow_inside(range));
    if let Some(path) = text("outgoing.authorities") {
        settings.authorities = std::fs::read(path).map_err(|error| ("outgoing.authorities", error.to_string()))?;
    }
    settings.mail = mail(&text)?;
    if let Some(path) = text("chat.file") {
        chats(&mut settings, Path::new(path)).map_err(|words| ("chat.file", words))?;
    }
    Ok(settings)
}

fn words(text: Option<&str>) -> impl Iterator<Item = &str> {
    text.unwrap_or_default().split([' ', ',']).filter(|word| !word.is_empty())
}

fn url(key: &'static str, text: &str) -> Result<Url, Fault> {
    let url = Url::parse(text).ok().filter(|url| matches!(url.scheme(), "http" | "https") && url.host().is_some());
    url.ok_or((key, "one of these is no http or https address".to_owned()))
}

fn mail<'t>(text: &impl Fn(&str) -> Option<&'t str>) -> Result<Option<MailSettings>, Fault> {
    let Some(host) = text("mail.host").filter(|host| !host.is_empty()) else { return Ok(None) };
    let security = match text("mail.security") {
        Some(word) => Security::parse(word).ok_or(("mail.security", String::new()))?,
        None => Security::default(),
    };
    let allow_plain = match text("mail.allow_plain") {
        Some(word) => word.parse().map_err(|_| ("mail.allow_plain", String::new()))?,
        None => false,
    };
    let is_here = host == "localhost" || host.parse::<IpAddr>().is_ok_and(|address| address.is_loopback());
    if security == Security::None && !is_here && !allow_plain {
        let words = "mail would cross the network in the clear; take starttls or tls, or set mail.allow_plain";
        return Err(("mail.security", words.to_owned()));
    }
    let port = match text("mail.port") {
        Some(port) => port.parse().ok().filter(|port| *port > 0).ok_or(("mail.port", String::new()))?,
        None => security.port(),
    };
    let from = text("mail.from").ok_or(("mail.host", "mail.from is missing: whom mail comes from".to_owned()))?;
    let from: Mailbox = from.parse().map_err(|_| ("mail.from", String::new()))?;
    let login = match (text("mail.user"), text("mail.password")) {
        (Some(user), Some(password)) => Some((user.to_owned(), Secret::new(password))),
        (None, None) => None,
        (Some(_), None) => return Err(("mail.user", "mail.password is missing".to_owned())),
        (None, Some(_)) => return Err(("mail.password", "mail.user is missing".to_owned())),
    };
    Ok(Some(MailSettings { host: host.to_owned(), port, security, login, from }))
}

/// Reads a file that holds secrets, and refuses one that everybody can read (N09).
pub(super) fn read_own(path: &Path) -> Result<String, String> {
    check_own(path)?;
    std::fs::read_to_string(path).map_err(|error| error.to_string())
}

/// Refuses a file that holds secrets and that everybody can read (N09).
pub(super) fn check_own(path: &Path) -> Result<(), String> {
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        let found = std::fs::metadata(path).map_err(|error| error.to_string())?;
        if found.permissions().mode() & 0o007 != 0 {
            return Err("everybody on this machine can read it, and it holds secrets; chmod 600 helps".to_owned());
        }
    }
    Ok(())
}

/// Reads the addresses of chat, each of which is a secret.
fn chats(settings: &mut NotifySettings, path: &Path) -> Result<(), String> {
    let text = read_own(path)?;
    let table: toml::Table = toml::from_str(&text).map_err(|error| {
        // The words of the parser may repeat a line, and so a secret.
        let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
        format!("line {} is not TOML", before.matches('\n').count() + 1)
    })?;
    for (name, value) in &table {
        match (name.as_str(), value) {
            ("netsec", value) => chat(settings, ChatPlace::NetSec, value)?,
            ("lead", value) => chat(settings, ChatPlace::Lead, value)?,
            ("team", toml::Value::Table(teams)) => {
                for (slug, value) in teams {
                    chat(settings, ChatPlace::Team(slug.clone()), value)?;
                }
            }
            _ => return Err(format!("“{name}” is none of netsec, lead and team.SLUG")),
        }
    }
    Ok(())
}

fn chat(settings: &mut NotifySettings, place: ChatPlace, value: &toml::Value) -> Result<(), String> {
    let key = place.key();
    let text = |name: &str| value.get(name).and_then(toml::Value::as_str);
    let address = text("url").ok_or_else(|| format!("{key} has no url"))?;
    let url = Url::parse(address).map_err(|_| format!("the url of {key} is none"))?;
    let kind = match text("kind") {
        None => ChatKind::Slack,
        Some(word) => {
            ChatKind::parse(word).ok_or_else(|| format!("the kind of {key} is none of slack, mattermost and teams"))?
        }
    };
    // Whoever writes an https address here has listed it; http has to be
    // listed where everybody who reads the settings sees it.
    if url.scheme() == "https" {
        settings.reach.allow(&url);
    }
    settings.reach.check(&url).map_err(|refused| format!("{key}: {refused}"))?;
    settings.chats.insert(place, ChatTarget::new(kind, &url));
    Ok(())
}

/// The value of one of the keys, as text; a password is not shown.
pub(super) fn shown(settings: &NotifySettings, key: &str, text: Option<&str>) -> String {
    match (key, text) {
        ("mail.password", Some(_)) => "(hidden)".into(),
        (_, Some(text)) => text.to_owned(),
        ("mail.port", None) => settings.mail.as_ref().map_or("587".into(), |mail| mail.port.to_string()),
        ("mail.security", None) => "starttls".into(),
        ("mail.allow_plain", None) => "false".into(),
        _ => "none".into(),
    }
}
