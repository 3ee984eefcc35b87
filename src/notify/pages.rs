//! The pages of notices.

use askama::Template;

use super::forms::SettingsForm;
use super::model::{Channel, ChatPlace, Choice, DeliveryState, Notice, NoticeKind};
use super::settings::NotifySettings;
use super::store::{Counted, FailedRow};
use crate::clock::Timestamp;
use crate::web::form::Choice as FieldChoice;
use crate::web::{FieldProblem, Moment, Shell};

/// What somebody heard of.
#[derive(Template)]
#[template(path = "notify/list.html")]
pub struct ListPage {
    pub shell: Shell,
    pub rows: Vec<Row>,
    /// How many are not read.
    pub unread: i64,
    /// Whether only these are shown.
    pub only_unread: bool,
    pub previous: String,
    pub next: String,
    /// Whether they look after what goes out.
    pub sees_outbox: bool,
}

/// One notice in a list.
pub struct Row {
    /// What it says.
    pub notice: Notice,
    /// Where a click leads.
    pub href: String,
    /// When.
    pub when: Moment,
}

impl Row {
    /// A line of the list.
    pub fn new(base: &str, notice: Notice, now: Timestamp) -> Self {
        let (href, when) = (format!("{base}/notifications/{}", notice.id), Moment::new(notice.created_at, now));
        Row { notice, href, when }
    }
}

/// What somebody wants of their notices.
#[derive(Template)]
#[template(path = "notify/settings.html")]
pub struct SettingsPage {
    pub shell: Shell,
    pub form: SettingsForm,
    pub problems: Vec<FieldProblem>,
    /// The name of the zone by whose clocks the hours are.
    pub zone: String,
    /// Where one's own hours and zone are set.
    pub zone_href: String,
    /// Whether they share the queue of Network Security.
    pub has_queue: bool,
    /// Whether mail goes out at all.
    pub has_mail: bool,
    /// Where mail would go.
    pub email: String,
}

impl SettingsPage {
    fn kinds(&self) -> Vec<KindRow> {
        NoticeKind::chosen()
            .filter(|kind| self.has_queue || *kind != NoticeKind::Queue)
            .map(|kind| {
                let chosen = self.form.choices.iter().find(|(known, _)| *known == kind).map(|(_, word)| word.as_str());
                let chosen = chosen.unwrap_or(kind.default_choice().as_str()).to_owned();
                let choice = |choice: &Choice| FieldChoice::new(choice.as_str(), choice.label(), &chosen);
                KindRow { kind, choices: Choice::ALL.iter().map(choice).collect() }
            })
            .collect()
    }

    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }
}

/// One kind with its choices.
pub struct KindRow {
    /// The kind.
    pub kind: NoticeKind,
    /// What can be chosen.
    pub choices: Vec<FieldChoice>,
}

/// What a link in a mail ends, or that it is ended.
#[derive(Template)]
#[template(path = "notify/unsubscribe.html")]
pub struct UnsubscribePage {
    pub shell: Shell,
    /// What it is about, in words.
    pub about: &'static str,
    /// Where the button sends.
    pub action: String,
    /// Whether it is done.
    pub is_done: bool,
}

/// What goes out, and what does not.
#[derive(Template)]
#[template(path = "notify/outbox.html")]
pub struct OutboxPage {
    pub shell: Shell,
    /// Each way: its name, what is set, and what is missing.
    pub ways: Vec<WayRow>,
    pub failed: Vec<MessageRow>,
    pub late: Vec<MessageRow>,
    /// How many failed in all.
    pub failed_count: i64,
    /// Whether nothing may leave this machine.
    pub is_held: bool,
    /// Teams in `chat.file` that there are not.
    pub teamless: Vec<String>,
}

impl OutboxPage {
    /// What is said of the teams that there are not.
    fn teamless_words(&self) -> String {
        let (slugs, are) =
            (self.teamless.join(", "), if self.teamless.len() == 1 { "is no team" } else { "are no teams" });
        format!(
            "In chat.file, {slugs} {are} of this site: nothing is said there. Write each as in the address of its page, /teams/…."
        )
    }

    /// The sentence at the top.
    pub fn sentence(&self) -> String {
        let waiting: i64 = self.ways.iter().map(|way| way.waiting).sum();
        match (self.is_held, self.failed_count, waiting) {
            (true, ..) => "Nothing leaves this machine".into(),
            (_, 0, 0) => "Everything has gone out".into(),
            (_, 0, 1) => "1 message is on its way".into(),
            (_, 0, waiting) => format!("{waiting} messages are on their way"),
            (_, 1, _) => "1 message did not get through".into(),
            (_, failed, _) => format!("{failed} messages did not get through"),
        }
    }
}

/// One way out.
pub struct WayRow {
    /// What it is.
    pub name: String,
    /// Where it goes, without what is secret; empty where it is not set.
    pub goes_to: String,
    /// What to write into the settings; empty where nothing is missing.
    pub missing: &'static str,
    /// Messages that wait.
    pub waiting: i64,
    /// Since when the oldest does.
    pub since: Option<Moment>,
}

/// One message, for those who look after what goes out: they see whom it is for
/// and why it did not go, and nothing of what it says.
pub struct MessageRow {
    pub key: String,
    pub to: String,
    pub about: String,
    pub tries: i32,
    pub problem: String,
    pub when: Moment,
    pub next: Option<Moment>,
}

impl MessageRow {
    /// A line of the list.
    pub fn new(row: FailedRow, now: Timestamp) -> Self {
        let delivery = row.delivery;
        let kinds: Vec<&str> = row.kinds.iter().map(|kind| kind.label()).collect();
        let place = || ChatPlace::parse(&delivery.chat).map_or_else(|| delivery.chat.clone(), |place| place.label());
        let is_waiting = delivery.state == DeliveryState::Waiting;
        MessageRow {
            key: delivery.id.to_string(),
            to: row.person.unwrap_or_else(place),
            about: if delivery.is_digest { "The digest of a day".into() } else { kinds.join(", ") },
            tries: delivery.tries,
            problem: delivery.problem,
            when: Moment::new(delivery.ended_at.unwrap_or(delivery.ready_at), now),
            next: is_waiting.then(|| Moment::new(delivery.next_at, now)),
        }
    }
}

/// The ways that there are, or could be.
pub fn ways(settings: &NotifySettings, counted: &[Counted], now: Timestamp) -> Vec<WayRow> {
    let waiting = |channel: Channel| {
        let found = counted.iter().find(|one| one.channel == channel && one.state == DeliveryState::Waiting);
        let since = found.and_then(|one| one.oldest).map(|at| Moment::new(at, now));
        (found.map_or(0, |one| one.count), since)
    };
    let mail = settings.mail.as_ref().map(|mail| format!("{}, port {}, as {}", mail.host, mail.port, mail.from));
    let places: Vec<String> = settings.chats.keys().map(ChatPlace::label).collect();
    let (mail_waiting, mail_since) = waiting(Channel::Mail);
    let (chat_waiting, chat_since) = waiting(Channel::Chat);
    vec![
        WayRow {
            name: "Mail".into(),
            missing: if mail.is_none() {
                "Set mail.host and mail.from; mail.user and mail.password where the server wants them."
            } else {
                ""
            },
            goes_to: mail.unwrap_or_default(),
            waiting: mail_waiting,
            since: mail_since,
        },
        WayRow {
            name: "Chat".into(),
            missing: if places.is_empty() {
                "Set chat.file, a file with the addresses of incoming webhooks for Network Security, the lead and teams."
            } else {
                ""
            },
            goes_to: places.join(", "),
            waiting: chat_waiting,
            since: chat_since,
        },
    ]
}
