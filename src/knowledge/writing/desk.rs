//! The part of a desk that writing fills: drafts that came back, drafts that
//! wait to be read, and what was published of one's own.

use jiff::SignedDuration;

use super::store::Which;
use super::{access, store};
use crate::accounts::PersonName;
use crate::clock::Timestamp;
use crate::db::{Connection, DbError};
use crate::web::{Member, Moment};

/// How long the author of a draft is told that it was published.
const NEWS: SignedDuration = SignedDuration::from_hours(24 * 7);

/// Drafts that wait for a person, and news of those that were published.
#[derive(Debug, Clone, Default)]
pub struct Desk {
    /// Those that were sent back, and those that were published, the latest first.
    pub lines: Vec<DeskLine>,
    /// How many drafts of others wait to be read.
    pub to_read: i64,
}

/// One draft of one's own.
#[derive(Debug, Clone)]
pub struct DeskLine {
    /// The draft, or the article that it became; below the base.
    pub path: String,
    /// Its title.
    pub title: String,
    /// Who read it; somebody whose account is gone has no name.
    pub reader: Option<PersonName>,
    /// Why it was sent back; none where it was published.
    pub why: Option<String>,
    /// When it was published.
    pub at: Option<Moment>,
}

impl Desk {
    /// Whether there is nothing to say.
    pub fn is_empty(&self) -> bool {
        self.lines.is_empty() && self.to_read == 0
    }

    /// How many drafts wait to be read, in words.
    pub fn to_read_words(&self) -> String {
        match self.to_read {
            1 => "1 draft waits for a second reader".to_owned(),
            more => format!("{more} drafts wait for a second reader"),
        }
    }
}

/// What waits for `member` at `now`, of each kind `limit` lines at the most.
///
/// # Errors
///
/// The database's own.
pub fn desk_of(connection: &mut Connection, member: &Member, now: Timestamp, limit: i64) -> Result<Desk, DbError> {
    if !access::may_write(member) {
        return Ok(Desk::default());
    }
    let returned = store::list(connection, Which::ReturnedTo(member.id), limit)?;
    let published = store::list_published(connection, member.id, now.plus(-NEWS), limit)?;
    let mut lines: Vec<DeskLine> = returned
        .into_iter()
        .map(|row| DeskLine {
            path: row.number.path(),
            title: row.title,
            reader: row.reader,
            why: Some(row.reader_words),
            at: None,
        })
        .collect();
    lines.extend(published.into_iter().map(|row| DeskLine {
        path: format!("/faq/{}", row.slug),
        title: row.title,
        reader: row.reader,
        why: None,
        at: Some(Moment::new(row.published_at, now)),
    }));
    let to_read = if access::may_publish(member) { store::count_to_read(connection, member.id)? } else { 0 };
    Ok(Desk { lines, to_read })
}

impl DeskLine {
    /// What became of it, in words.
    pub fn words(&self) -> String {
        let reader = self.reader.as_ref().map_or("a second reader", |reader| reader.name.as_str());
        match &self.why {
            Some(why) => format!("{reader} sent it back: “{why}”"),
            None => format!("{reader} read and published it"),
        }
    }
}
