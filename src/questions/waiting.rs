//! What waits for a person: the part of a desk that questions fill.

use super::Reader;
use super::model::{Question, QuestionState, Turn};
use super::pages::Line;
use super::store::{self, COUNTED, Filter, Sort};
use crate::clock::Timestamp;
use crate::db::keys::TeamId;
use crate::db::{Connection, DbError};
use crate::web::{Grant, Member};
use jiff::SignedDuration;

/// How long an answer counts as news for its asker.
const NEWS: SignedDuration = SignedDuration::from_hours(14 * 24);

/// Questions that wait for a person, each list with the most urgent first and
/// at most as long as was asked for.
#[derive(Debug, Clone, Default)]
pub struct Waiting {
    /// With the champion of a team that they serve, or handed over to them.
    pub to_answer: Vec<Line>,
    /// With Network Security, for those who are.
    pub queue: Vec<Line>,
    /// How many there are with Network Security in all, in words.
    pub queue_total: String,
    /// Asked by them, and something is asked back.
    pub asked_back: Vec<Line>,
    /// Asked by them, not answered yet.
    pub open: Vec<Line>,
    /// Asked by them, or waited for, and answered within the last two weeks, the newest first.
    pub answered: Vec<Line>,
}

impl Waiting {
    /// Whether nothing waits for the person; what they asked waits for others.
    pub fn is_empty(&self) -> bool {
        self.to_answer.is_empty() && self.queue.is_empty() && self.answered.is_empty() && self.asked_back.is_empty()
    }
}

/// What waits for `member` at `now`, at most `limit` lines of each kind. `base`
/// goes in front of every address.
///
/// # Errors
///
/// The database's own.
pub fn list_waiting(
    connection: &mut Connection,
    base: &str,
    member: &Member,
    now: Timestamp,
    limit: i64,
) -> Result<Waiting, DbError> {
    let mut lines = |filter: &Filter, sort| store::list(connection, filter, sort, limit);
    let seen = (now, &member.calendar.zone);
    let drawn = |found: &[Question]| found.iter().map(|question| Line::new(base, question, seen)).collect();
    let mut waiting = Waiting::default();
    let reader = Reader::of(member);
    // Somebody who serves no team may have been handed some.
    let with_champion = Filter {
        teams: member.is_champion().then(|| member.champion_of.clone()),
        given_to: Some(member.id),
        turns: Turn::OF_CHAMPION.to_vec(),
        reader: reader.clone(),
        ..Filter::default()
    };
    waiting.to_answer = drawn(&lines(&with_champion, Sort::Due)?);
    let with_netsec = Filter { reader: reader.clone(), turns: Turn::OF_NETSEC.to_vec(), ..Filter::default() };
    if member.has(Grant::NetSec) {
        waiting.queue = drawn(&lines(&with_netsec, Sort::Due)?);
    }
    let own = Filter { reader, asker: Some(member.id), ..Filter::default() };
    let back = Filter { turns: vec![Turn::Asker], ..own.clone() };
    waiting.asked_back = drawn(&lines(&back, Sort::Newest)?);
    let open = Filter { states: QuestionState::OPEN.to_vec(), ..own.clone() };
    waiting.open = drawn(&lines(&open, Sort::Due)?);
    let mut found = lines(&Filter { is_closed: true, ..own }, Sort::Newest)?;
    let watched = Filter { reader: Reader::of(member), watcher: Some(member.id), is_closed: true, ..Filter::default() };
    found.extend(lines(&watched, Sort::Newest)?);
    // Where one's own question led to is news, too.
    let news = |question: &Question| question.answered_at.or(question.merged_into.map(|_| question.turn_since));
    found.retain(|question| news(question).is_some_and(|at| now.since(at) < NEWS));
    waiting.answered = drawn(&found);
    if !waiting.queue.is_empty() {
        waiting.queue_total = counted(store::count_waiting(connection)?);
    }
    Ok(waiting)
}

/// A count that stops at some point.
pub(super) fn counted(count: i64) -> String {
    if count > COUNTED { format!("more than {COUNTED}") } else { count.to_string() }
}

/// The newest questions of a team that `member` may read, at most `limit`, for its page.
///
/// # Errors
///
/// The database's own.
pub fn of_team(
    connection: &mut Connection,
    base: &str,
    member: &Member,
    team: TeamId,
    now: Timestamp,
    limit: i64,
) -> Result<Vec<Line>, DbError> {
    let filter = Filter { reader: Reader::of(member), teams: Some(vec![team]), ..Filter::default() };
    let found = store::list(connection, &filter, Sort::Newest, limit)?;
    Ok(found.iter().map(|question| Line::new(base, question, (now, &member.calendar.zone))).collect())
}
