//! The log of searches while it is in memory: answering must not wait for a
//! write, and what was typed last is known only some seconds later.

use std::collections::BTreeMap;
use std::sync::atomic::{AtomicU32, Ordering};
use std::sync::{Arc, Mutex, MutexGuard, PoisonError};

use super::store;
use super::typing::Typing;
use super::words::normalise;
use crate::clock::{Day, Timestamp};
use crate::config::KEEP_SEARCHES_DAYS;
use crate::db::Db;
use crate::knowledge::KnowledgeError;

/// The shortest search that is kept, in characters: one letter is nobody's question.
const SHORTEST: usize = 2;
/// Different searches, and different clicks, that wait to be written; more are
/// sent by a program.
const WAITING: usize = 5_000;

/// One search, as it came.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Searched {
    /// What was looked for, normalised.
    pub words: String,
    /// When.
    pub at: Timestamp,
    /// Whether an answer was found.
    pub answered: bool,
    /// How many articles were shown.
    pub hits: usize,
    /// The slug of the first of them; empty where there was none.
    pub best: String,
}

/// What happened to some words on a day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Counts {
    /// Searches.
    pub times: i64,
    /// Of them, with an answer.
    pub answered: i64,
    /// Articles that were opened from the results.
    pub clicks: i64,
    /// Questions that were asked instead.
    pub asks: i64,
    /// Articles that the latest search showed, and the first of them.
    pub latest: Option<(i64, String)>,
}

/// What is about to be written.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Batch {
    /// By words and day.
    pub searches: BTreeMap<(String, Day), Counts>,
    /// Articles that were opened, by words, slug and day.
    pub clicks: BTreeMap<(String, String, Day), i64>,
}

/// Searches since the last flush, without anybody's name. Cheap to clone; all
/// clones are the same log.
#[derive(Debug, Clone)]
pub struct SearchLog {
    waiting: Arc<Mutex<Waiting>>,
    days: Arc<AtomicU32>,
}

#[derive(Debug, Default)]
struct Waiting {
    typing: Typing,
    batch: Batch,
}

impl Default for SearchLog {
    fn default() -> Self {
        SearchLog { waiting: Arc::default(), days: Arc::new(AtomicU32::new(KEEP_SEARCHES_DAYS)) }
    }
}

impl SearchLog {
    /// Days for which searches are kept; 0: none is.
    pub fn days(&self) -> u32 {
        self.days.load(Ordering::Relaxed)
    }

    /// Sets for how many days searches are kept; 0 keeps none.
    pub fn keep_for(&self, days: u32) {
        self.days.store(days, Ordering::Relaxed);
    }

    /// Notes a search, from the page or while somebody types. `hits` are the
    /// slugs that were shown, best first.
    pub fn note(&self, typed: &str, answered: bool, hits: &[&str], at: Timestamp) {
        let Some(words) = self.kept(typed) else { return };
        let best = hits.first().map(|slug| (*slug).to_owned()).unwrap_or_default();
        self.lock().typing.take(Searched { words, at, answered, hits: hits.len(), best });
    }

    /// Notes that an article was opened from the results for these words.
    pub fn note_click(&self, typed: &str, slug: &str, day: Day) {
        let Some(words) = self.kept(typed) else { return };
        let mut waiting = self.lock();
        waiting.finish(&words);
        let batch = &mut waiting.batch;
        let key = (words, slug.to_owned(), day);
        if batch.clicks.len() < WAITING || batch.clicks.contains_key(&key) {
            *batch.clicks.entry(key).or_insert(0) += 1;
        }
    }

    /// Notes that somebody asked instead, having searched for these words.
    pub fn note_asked(&self, typed: &str, day: Day) {
        let Some(words) = self.kept(typed) else { return };
        let mut waiting = self.lock();
        waiting.finish(&words);
        waiting.batch.count(words, day, &Counts { asks: 1, ..Counts::default() });
    }

    /// Writes what is settled at `now`.
    ///
    /// # Errors
    ///
    /// [`KnowledgeError`]; what was counted is kept for the next time.
    pub async fn flush(&self, db: &Db, now: Timestamp) -> Result<(), KnowledgeError> {
        let batch = self.settled(now);
        if batch == Batch::default() {
            return Ok(());
        }
        let written = batch.clone();
        let result = db.write(move |tx| store::add_batch(tx, &written)).await;
        if result.is_err() {
            self.give_back(batch);
        }
        Ok(result?)
    }

    /// The words as they are kept; none where they are not.
    fn kept(&self, typed: &str) -> Option<String> {
        if self.days() == 0 {
            return None;
        }
        Some(normalise(typed)).filter(|words| words.chars().count() >= SHORTEST)
    }

    fn settled(&self, now: Timestamp) -> Batch {
        let mut waiting = self.lock();
        let mut batch = std::mem::take(&mut waiting.batch);
        for one in waiting.typing.settled(now) {
            batch.count_search(one);
        }
        batch
    }

    fn give_back(&self, batch: Batch) {
        let kept = &mut self.lock().batch;
        for ((words, day), counts) in batch.searches {
            kept.count(words, day, &counts);
        }
        for (key, count) in batch.clicks {
            *kept.clicks.entry(key).or_insert(0) += count;
        }
    }

    /// A panic while it was held can't have left it half changed.
    fn lock(&self) -> MutexGuard<'_, Waiting> {
        self.waiting.lock().unwrap_or_else(PoisonError::into_inner)
    }
}

impl Waiting {
    /// Counts the search for these words if it still waited to be whole.
    fn finish(&mut self, words: &str) {
        if let Some(one) = self.typing.finish(words) {
            self.batch.count_search(one);
        }
    }
}

impl Batch {
    fn count_search(&mut self, one: Searched) {
        let counts = Counts {
            times: 1,
            answered: i64::from(one.answered),
            latest: Some((one.hits as i64, one.best)),
            ..Counts::default()
        };
        self.count(one.words, one.at.day(), &counts);
    }

    fn count(&mut self, words: String, day: Day, more: &Counts) {
        if self.searches.len() >= WAITING && !self.searches.contains_key(&(words.clone(), day)) {
            return;
        }
        let counts = self.searches.entry((words, day)).or_default();
        counts.times += more.times;
        counts.answered += more.answered;
        counts.clicks += more.clicks;
        counts.asks += more.asks;
        if more.latest.is_some() {
            counts.latest.clone_from(&more.latest);
        }
    }
}

#[cfg(test)]
mod tests {
    use jiff::SignedDuration;

    use super::*;

    #[test]
    fn what_is_settled_is_counted_by_words_and_day() {
        let log = SearchLog::default();
        let start = Timestamp(0);
        log.note("DNS fails", true, &["name-does-not-resolve"], start);
        log.note("d", false, &[], start);
        // What is opened from its results was typed to its end.
        log.note_click("Dns fails", "name-does-not-resolve", start.day());
        log.note_asked("dns fails", start.day());
        log.note("dns  fails", false, &[], start.plus(SignedDuration::from_secs(20)));

        let early = log.settled(start.plus(SignedDuration::from_secs(12)));
        let late = log.settled(start.plus(SignedDuration::from_secs(40)));

        let key = ("dns fails".to_owned(), start.day());
        let counts =
            |batch: &Batch| batch.searches.get(&key).map(|counts| (counts.times, counts.answered, counts.asks));
        assert_eq!((counts(&early), counts(&late)), (Some((1, 1, 1)), Some((1, 0, 0))));
        assert_eq!(early.clicks.values().collect::<Vec<_>>(), [&1]);
        assert_eq!((early.searches.len(), late.searches.len()), (1, 1));
    }

    #[test]
    fn nothing_is_noted_where_nothing_is_kept() {
        let log = SearchLog::default();
        log.keep_for(0);

        log.note("dns fails", true, &[], Timestamp(0));
        log.note_click("dns fails", "a", Timestamp(0).day());
        log.note_asked("dns fails", Timestamp(0).day());

        assert_eq!(log.settled(Timestamp(i64::MAX / 2)), Batch::default());
    }
}
