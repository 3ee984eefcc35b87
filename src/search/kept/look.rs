//! What is asked of the index, and what it finds.

use tantivy::query::{BooleanQuery, Occur, Query};

use super::KeptIndex;
use super::collect::{By, First, Moment};
use super::fields::WINDOW;
use super::queries::{Words, any_of, marked, within};
use crate::search::SearchError;

/// Entries that a search may look at, if there is a way to look at fewer than all.
const BUDGET: u64 = 5_000;
/// Entries that are weighed for their likeness, of which few are shown: those
/// with the rarest words.
const WEIGHED: u64 = 1_000;
/// Windows that are looked through first, and then, where words stand in most entries.
const STAGES: [i64; 2] = [2, 16];

/// What was found.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Hit {
    /// The entry's number.
    pub number: i64,
    /// Its rank.
    pub rank: i64,
}

/// In which order entries are listed.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Order {
    /// By number, the highest first.
    Newest,
    /// By rank, the lowest first, and then by number.
    Rank,
}

/// From where a list is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum From {
    /// From the first entry on.
    #[default]
    Start,
    /// Behind this rank and number.
    After(Hit),
    /// Before them: the entries next to them, in the list's order.
    Before(Hit),
}

/// Which entries are listed.
#[derive(Debug, Clone, Copy)]
pub struct Wanted<'a> {
    /// Words that stand in them, all of them; the last may go on.
    pub words: &'a str,
    /// Each has one of these marks, of each group.
    pub marks: &'a [Vec<String>],
    /// In which order.
    pub order: Order,
    /// From where.
    pub from: From,
    /// How many at the most.
    pub limit: usize,
}

impl KeptIndex {
    /// The entries with all these words; none where no word says anything.
    ///
    /// # Errors
    ///
    /// [`SearchError`]
    pub fn list(&self, wanted: &Wanted<'_>) -> Result<Vec<Hit>, SearchError> {
        let now = self.now.load_full();
        let words = Words::of(wanted.words, &now.searcher, self.fields)?;
        if words.is_empty() || wanted.limit == 0 {
            return Ok(Vec::new());
        }
        let mut query = words.all();
        query.extend(wanted.marks.iter().map(|group| (Occur::Must, marked(self.fields, group))));
        let (by, behind) = match (wanted.order, wanted.from) {
            (Order::Newest, From::Start) => (By::NumberDown, None),
            (Order::Newest, From::After(hit)) => (By::NumberDown, Some((0, hit.number))),
            (Order::Newest, From::Before(hit)) => (By::NumberUp, Some((0, hit.number))),
            (Order::Rank, From::Start) => (By::RankUp, None),
            (Order::Rank, From::After(hit)) => (By::RankUp, Some((hit.rank, hit.number))),
            (Order::Rank, From::Before(hit)) => (By::RankDown, Some((hit.rank, hit.number))),
        };
        let first = First { by, limit: wanted.limit, from: i64::MIN, to: i64::MAX, behind };
        let is_by_number = matches!(by, By::NumberDown | By::NumberUp);
        let mut hits = if is_by_number && words.rarest() > BUDGET {
            self.near(&now, &query, first)?
        } else {
            now.first(&BooleanQuery::new(query), first)?
        };
        if matches!(wanted.from, From::Before(_)) {
            hits.reverse();
        }
        Ok(hits)
    }

    /// Numbers of entries whose title says much of what `words` say, the best
    /// first: those with the rarest of the words, and where each word stands in
    /// too many titles the newest of them.
    ///
    /// # Errors
    ///
    /// [`SearchError`]
    pub fn like(&self, words: &str, marks: &[Vec<String>], limit: usize) -> Result<Vec<i64>, SearchError> {
        let now = self.now.load_full();
        let words = Words::of_title(words, &now.searcher, self.fields)?;
        if words.is_empty() || limit == 0 {
            return Ok(Vec::new());
        }
        let (some, others) = words.rare(WEIGHED);
        // One around the other: several that may be there at once are read to their
        // end, as if each entry that has one of them were looked at.
        let with = |all: Box<dyn Query>, word: Box<dyn Query>| -> Box<dyn Query> {
            Box::new(BooleanQuery::new(vec![(Occur::Must, all), (Occur::Should, word)]))
        };
        let mut query = vec![(Occur::Must, others.into_iter().fold(any_of(some), with))];
        query.extend(marks.iter().map(|group| (Occur::Must, marked(self.fields, group))));
        if words.rarest() > BUDGET {
            let newest = now.newest() / WINDOW;
            query.push((Occur::Must, within(self.fields, newest - STAGES[0] + 1..=newest)));
        }
        let first = First { by: By::Score, limit, from: i64::MIN, to: i64::MAX, behind: None };
        let found = now.first(&BooleanQuery::new(query), first)?;
        Ok(found.into_iter().map(|hit| hit.number).collect())
    }

    /// Looks window by window, from where the list is read on, until there are enough.
    fn near(&self, now: &Moment, query: &[(Occur, Box<dyn Query>)], first: First) -> Result<Vec<Hit>, SearchError> {
        let is_down = first.by == By::NumberDown;
        let start = first.behind.map_or_else(|| now.newest(), |(_, number)| number).max(0) / WINDOW;
        let (mut at, mut hits) = (start, Vec::new());
        for windows in STAGES {
            let range = if is_down { at - windows + 1..=at } else { at..=at + windows - 1 };
            at = if is_down { at - windows } else { at + windows };
            let mut part: Vec<_> = query.iter().map(|(occur, clause)| (*occur, clause.box_clone())).collect();
            part.push((Occur::Must, within(self.fields, range)));
            hits.extend(now.first(&BooleanQuery::new(part), First { limit: first.limit - hits.len(), ..first })?);
            if hits.len() >= first.limit {
                return Ok(hits);
            }
        }
        let rest = First { limit: first.limit - hits.len(), ..first };
        let rest =
            if is_down { First { to: (at + 1) * WINDOW - 1, ..rest } } else { First { from: at * WINDOW, ..rest } };
        let all: Vec<_> = query.iter().map(|(occur, clause)| (*occur, clause.box_clone())).collect();
        hits.extend(now.first(&BooleanQuery::new(all), rest)?);
        Ok(hits)
    }
}
