//! A message as it stands at the moment of sending: what of it may still be
//! said, and to whom.

use super::Post;
use crate::clock::Timestamp;
use crate::db::keys::{DeliveryId, PersonId};
use crate::db::{Connection, DbError};
use crate::notify::mail::Line;
use crate::notify::model::{Choice, Delivery, NewNotice, Notice};
use crate::notify::store;
use crate::notify::unsubscribe::About;

/// What is to be sent.
#[derive(Debug, Clone)]
pub enum Prepared {
    /// Mail.
    Letter(Box<ToWrite>),
    /// A line of chat.
    Chat(Box<NewNotice>),
    /// Nothing any more; why.
    Dropped(&'static str),
}

/// What a letter is made of.
#[derive(Debug, Clone)]
pub struct ToWrite {
    /// The message.
    pub id: DeliveryId,
    /// When it was written.
    pub at: Timestamp,
    /// Name and mail address of whoever gets it.
    pub to: (String, String),
    /// What it is called.
    pub subject: String,
    /// What keeps mails about one thing together.
    pub thread: String,
    /// What it says.
    pub lines: Vec<Line>,
    /// Whether it holds a day's notices.
    pub is_digest: bool,
    /// What the link at its end ends.
    pub about: About,
    /// Whose it is.
    pub person: PersonId,
    /// When what it says was written, where its way is a secret that is made now.
    pub asked: Option<Timestamp>,
}

impl Post {
    /// The message as it is sent at `now`.
    ///
    /// # Errors
    ///
    /// The database's own.
    pub fn prepare(&self, connection: &mut Connection, id: DeliveryId, now: Timestamp) -> Result<Prepared, DbError> {
        let Some(delivery) = store::find_delivery(connection, id)? else {
            return Ok(Prepared::Dropped("it is not there any more"));
        };
        let mut notices = store::notices_of(connection, id)?;
        let Some(person) = delivery.person else {
            return Ok(match notices.pop() {
                Some(notice) => Prepared::Chat(Box::new(notice.said)),
                None => Prepared::Dropped("it says nothing any more"),
            });
        };
        let Some(to) = store::receiver_of(connection, person)? else {
            return Ok(Prepared::Dropped("whoever it was for can't sign in any more"));
        };
        let wants = store::wanted_by(connection, person)?;
        notices.retain(|notice| wants.of(notice.said.kind) != Choice::Never);
        if notices.is_empty() {
            return Ok(Prepared::Dropped("whoever it was for wants no mail of this kind any more"));
        }
        let (readable, _) = self.subjects.split(connection, person, notices, now.day())?;
        Ok(match readable.first() {
            None => Prepared::Dropped("whoever it was for may not read it any more"),
            Some(first) => Prepared::Letter(Box::new(self.letter(&delivery, first, &readable, to, person))),
        })
    }

    fn letter(
        &self,
        delivery: &Delivery,
        first: &Notice,
        notices: &[Notice],
        to: (String, String),
        person: PersonId,
    ) -> ToWrite {
        let lines = notices.iter().map(|notice| self.line(&notice.said)).collect();
        let (subject, thread) = match (delivery.is_digest, notices.len()) {
            (true, 1) => ("Drawbridge: one thing since yesterday".into(), String::new()),
            (true, count) => (format!("Drawbridge: {count} things since yesterday"), String::new()),
            (false, _) => {
                let subject = &first.said.subject;
                (first.said.thread.clone(), format!("{}-{}", subject.kind, safe(&subject.key)))
            }
        };
        ToWrite {
            id: delivery.id,
            at: delivery.created_at,
            to,
            subject,
            thread,
            lines,
            is_digest: delivery.is_digest,
            about: if delivery.is_digest { About::Digest } else { About::Kind(first.said.kind) },
            person,
            asked: self.is_secret(&first.said).then_some(first.created_at),
        }
    }

    fn is_secret(&self, notice: &NewNotice) -> bool {
        self.secret_path.as_ref().is_some_and(|secret| secret.kind() == notice.subject.kind)
    }

    /// The letter with its way made, where that is a secret; nothing where it
    /// would be of no use any more.
    ///
    /// # Errors
    ///
    /// The database's own.
    pub(super) async fn with_way(&self, mut letter: ToWrite) -> Result<Option<ToWrite>, DbError> {
        let (Some(asked), Some(secret)) = (letter.asked, self.secret_path.clone()) else { return Ok(Some(letter)) };
        let (person, now) = (letter.person, self.clock.now());
        let made = self.db.write(move |tx| secret.make(tx, person, asked, now)).await?;
        let Some(path) = made else { return Ok(None) };
        for line in &mut letter.lines {
            line.href = self.site.absolute(&path);
        }
        Ok(Some(letter))
    }

    fn line(&self, notice: &NewNotice) -> Line {
        let href = self.site.absolute(&notice.path);
        if notice.is_open {
            return Line { title: notice.title.clone(), words: notice.words.clone(), href };
        }
        let title = format!("{}: {}", notice.kind.label(), notice.thread);
        Line { title, words: "It is not for everyone, so what it says is read in Drawbridge alone.".into(), href }
    }
}

/// A key as part of a Message-ID.
fn safe(key: &str) -> String {
    key.chars().map(|letter| if letter.is_ascii_alphanumeric() { letter } else { '-' }).collect()
}
