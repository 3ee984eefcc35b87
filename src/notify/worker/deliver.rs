//! Sending: one message after the other by each way, each held by one sender.

use jiff::SignedDuration;
use url::Url;

use super::Post;
use super::prepare::{Prepared, ToWrite};
use crate::clock::Timestamp;
use crate::db::DbError;
use crate::db::keys::DeliveryId;
use crate::notify::chat;
use crate::notify::mail::{Letter, Sent, Session, domain_of};
use crate::notify::model::{Channel, ChatPlace, NewNotice, one_line};
use crate::notify::rules;
use crate::notify::store::{self, Lease, Reason};
use crate::notify::unsubscribe::About;
use crate::outgoing::{Client, Failure};

/// Messages that are looked up together.
const AT_ONCE: i64 = 20;
/// How long a sender holds a message. Longer than everything takes that has a
/// limit of its own (45 seconds for mail): a message is taken over only from a
/// sender that is dead.
const LEASE: SignedDuration = SignedDuration::from_mins(2);

/// A way out, and how it goes there at the moment.
pub struct Way {
    channel: Channel,
    place: Option<ChatPlace>,
    client: Option<Client>,
    session: Option<Session>,
    /// How often in a row the receiver could not be reached …
    missed: i32,
    /// … and until when it is left alone.
    until: Option<Timestamp>,
}

/// What came of one message.
enum Outcome {
    Settled(Reason),
    /// This message can wait; how long the receiver asks for.
    Later(String, Option<SignedDuration>),
    /// Nothing can be sent there at the moment.
    Unreachable(String),
}

impl Way {
    /// To the mail server.
    pub fn mail() -> Self {
        Way { channel: Channel::Mail, place: None, client: None, session: None, missed: 0, until: None }
    }

    /// To a place in chat.
    pub fn chat(place: ChatPlace, client: Client) -> Self {
        Way { channel: Channel::Chat, place: Some(place), client: Some(client), ..Way::mail() }
    }

    fn name(&self) -> String {
        self.place.as_ref().map(ChatPlace::key).unwrap_or_default()
    }
}

impl Post {
    /// Sends what may go by this way now, a few messages. Returns how many went.
    ///
    /// # Errors
    ///
    /// The database's own. What was held is free again after a while.
    pub async fn send_some(&self, way: &mut Way) -> Result<usize, DbError> {
        let now = self.clock.now();
        if way.until.is_some_and(|until| now < until) {
            return Ok(0);
        }
        let (channel, name) = (way.channel, way.name());
        let due = self.db.read(move |connection| store::list_due(connection, channel, &name, now, AT_ONCE)).await?;
        let mut sent = 0;
        for id in due {
            if !self.send_one(way, id).await? {
                break;
            }
            sent += 1;
        }
        if let Some(session) = way.session.take() {
            session.close().await;
        }
        Ok(sent)
    }

    /// Takes a message and sends it. Returns false where nothing more can be
    /// sent by this way at the moment.
    async fn send_one(&self, way: &mut Way, id: DeliveryId) -> Result<bool, DbError> {
        let (now, node) = (self.clock.now(), self.node.clone());
        let taken = self.db.write(move |tx| store::take(tx, id, &node, now, now.plus(LEASE))).await?;
        let Some(lease) = taken else { return Ok(true) };
        let post = self.clone();
        let outcome = match self.db.read(move |connection| post.prepare(connection, id, now)).await? {
            Prepared::Dropped(why) => Outcome::Settled(Reason::Dropped(why.to_owned())),
            Prepared::Letter(letter) => match self.with_way(*letter).await? {
                Some(letter) => self.mail(way, &letter).await,
                None => Outcome::Settled(Reason::Dropped("its link would be of no use any more".to_owned())),
            },
            Prepared::Chat(notice) => self.chat(way, &notice, id).await,
        };
        let (goes_on, reason) = self.judge(way, lease, outcome).await?;
        let at = self.clock.now();
        let settled = self.db.write(move |tx| store::settle(tx, lease, at, &reason)).await?;
        if !settled {
            tracing::warn!(message = %id, "a message was taken over by another sender while it was sent");
        }
        Ok(goes_on)
    }

    /// What is written down of an outcome, and whether to go on.
    async fn judge(&self, way: &mut Way, lease: Lease, outcome: Outcome) -> Result<(bool, Reason), DbError> {
        let (now, key) = (self.clock.now(), lease.id.to_string());
        let id = lease.id;
        let found = self.db.read(move |connection| store::find_delivery(connection, id)).await?;
        let is_given_up = found.is_some_and(|delivery| rules::is_given_up(delivery.ready_at, lease.tries, now));
        let again = |at: Timestamp, words: String| match is_given_up {
            true => Reason::Failed(format!("given up after {} tries; the last: {words}", lease.tries)),
            false => Reason::Again(at, words),
        };
        Ok(match outcome {
            Outcome::Settled(reason) => {
                (way.missed, way.until) = (0, None);
                (true, reason)
            }
            Outcome::Later(words, asked) => {
                (way.missed, way.until) = (0, None);
                let own = rules::pause(&key, lease.tries);
                let pause = asked.map_or(own, |asked| rules::wished(asked, own));
                tracing::info!(message = key, "a message was not taken and is sent again later: {words}");
                (true, again(now.plus(pause), words))
            }
            Outcome::Unreachable(words) => {
                way.missed = way.missed.saturating_add(1);
                let until = now.plus(rules::probe_pause(&key, way.missed));
                way.until = Some(until);
                tracing::warn!(message = key, "nothing can be sent at the moment: {words}");
                (false, again(until, words))
            }
        })
    }

    async fn mail(&self, way: &mut Way, letter: &ToWrite) -> Outcome {
        let Some(settings) = &self.settings.mail else {
            return Outcome::Unreachable("no mail server is set".into());
        };
        let domain = domain_of(Url::parse(&self.site.origin).ok().as_ref().and_then(Url::host_str).unwrap_or_default());
        let unsubscribe_href = match letter.about {
            About::Kind(kind) if !kind.is_chosen() => String::new(),
            about => self.unsubscribe_href(letter.person, about),
        };
        let written = Letter {
            id: letter.id,
            from: &settings.from,
            to: (&letter.to.0, &letter.to.1),
            domain: &domain,
            at: letter.at,
            subject: &letter.subject,
            thread: &letter.thread,
            lines: &letter.lines,
            is_digest: letter.is_digest,
            about: letter.about.words(),
            unsubscribe_href: &unsubscribe_href,
            settings_href: &self.site.absolute("/notifications/settings"),
        };
        let message = match written.write() {
            Ok(message) => message,
            Err(words) => return Outcome::Settled(Reason::Failed(words)),
        };
        let mut session = match way.session.take() {
            Some(session) => session,
            None => match Session::open(settings, &self.settings.authorities, &domain).await {
                Ok(session) => session,
                Err(words) => return Outcome::Unreachable(words),
            },
        };
        match session.send(&message).await {
            Sent::Yes => {
                way.session = Some(session);
                Outcome::Settled(Reason::Sent)
            }
            Sent::Refused(words) => {
                Outcome::Settled(Reason::Failed(format!("the mail server does not take it: {words}")))
            }
            Sent::Unsure(words) => Outcome::Later(format!("the mail server: {words}"), None),
        }
    }

    async fn chat(&self, way: &Way, notice: &NewNotice, id: DeliveryId) -> Outcome {
        let target = way.place.as_ref().and_then(|place| self.settings.chats.get(place));
        let (Some(target), Some(client)) = (target, &way.client) else {
            return Outcome::Unreachable("no such place in chat is set".into());
        };
        let Ok(url) = Url::parse(target.url.expose()) else {
            return Outcome::Settled(Reason::Failed("the address in chat.file is none".into()));
        };
        let body = chat::body(target.kind, notice, &self.site.absolute(&notice.path)).to_string();
        match client.post_json(&url, &id.to_string(), body.into_bytes()).await {
            Err(Failure::Refused(refused)) => Outcome::Settled(Reason::Failed(refused.to_string())),
            Err(Failure::Unreachable(words)) => Outcome::Unreachable(words),
            Ok(reply) => {
                let words = format!("chat answered {}: {}", reply.status, one_line(&reply.body, 200));
                match reply.status {
                    200..=299 => Outcome::Settled(Reason::Sent),
                    // Too much at once, or too slow: it takes it later.
                    408 | 425 | 429 => Outcome::Later(words, reply.retry_after),
                    // What it says no to now, it says no to tomorrow.
                    300..=499 => Outcome::Settled(Reason::Failed(words)),
                    _ => Outcome::Later(words, reply.retry_after),
                }
            }
        }
    }
}
