//! Keeps the first entries of an order while all that fit go by.

use std::collections::BinaryHeap;
use std::sync::Arc;

use tantivy::collector::{Collector, SegmentCollector};
use tantivy::columnar::Column;
use tantivy::query::Query;
use tantivy::{DocId, IndexReader, Score, Searcher, SegmentReader};

use super::fields::{NUMBER, RANK};
use super::look::Hit;

/// By what entries are sorted; the first are kept.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum By {
    /// How well they fit, then the newest.
    Score,
    /// The newest first.
    NumberDown,
    /// The oldest first.
    NumberUp,
    /// The lowest rank first.
    RankUp,
    /// The highest rank first.
    RankDown,
}

/// The index as it is at one moment, with its columns open: that takes longer
/// than most searches.
pub struct Moment {
    pub searcher: Searcher,
    columns: Arc<[Columns]>,
}

/// Numbers and ranks of one segment.
#[derive(Clone)]
struct Columns {
    numbers: Column<i64>,
    ranks: Column<i64>,
}

impl Moment {
    /// What `reader` sees.
    pub fn of(reader: &IndexReader) -> tantivy::Result<Self> {
        let searcher = reader.searcher();
        let open = |segment: &SegmentReader| -> tantivy::Result<Columns> {
            let columns = segment.fast_fields();
            Ok(Columns { numbers: columns.i64(NUMBER)?, ranks: columns.i64(RANK)? })
        };
        let columns = searcher.segment_readers().iter().map(open).collect::<tantivy::Result<_>>()?;
        Ok(Moment { searcher, columns })
    }

    /// The highest number of all.
    pub fn newest(&self) -> i64 {
        self.columns.iter().map(|columns| columns.numbers.max_value()).max().unwrap_or(0)
    }

    /// The first entries that fit a query.
    pub fn first(&self, query: &dyn Query, first: First) -> tantivy::Result<Vec<Hit>> {
        self.searcher.search(query, &Search { first, columns: Arc::clone(&self.columns) })
    }
}

/// Which entries are kept.
#[derive(Debug, Clone, Copy)]
pub struct First {
    pub by: By,
    pub limit: usize,
    /// Numbers from here.
    pub from: i64,
    /// Numbers up to here.
    pub to: i64,
    /// The place behind which they stand, in the order's own direction.
    pub behind: Option<(i64, i64)>,
}

/// Collects in all segments.
struct Search {
    first: First,
    columns: Arc<[Columns]>,
}

/// What is kept of one segment.
struct Kept {
    first: First,
    columns: Columns,
    // The last of those that are kept is on top.
    heap: BinaryHeap<(Key, Hit)>,
}

/// Sorts ascending.
type Key = (i64, i64);

impl First {
    fn key(&self, score: Score, hit: Hit) -> Key {
        match self.by {
            // Positive scores sort like their bits.
            By::Score => (-i64::from(score.to_bits()), -hit.number),
            By::NumberDown => (0, -hit.number),
            By::NumberUp => (0, hit.number),
            By::RankUp => (hit.rank, hit.number),
            By::RankDown => (-hit.rank, -hit.number),
        }
    }

    /// The key of a place, which is none of how well something fits.
    fn behind(&self) -> Option<Key> {
        self.behind.map(|(rank, number)| self.key(0.0, Hit { number, rank }))
    }
}

impl Collector for Search {
    type Fruit = Vec<Hit>;
    type Child = Kept;

    fn for_segment(&self, segment: u32, _: &SegmentReader) -> tantivy::Result<Kept> {
        // The searcher is the one that the columns were opened for.
        let columns = self.columns[segment as usize].clone();
        Ok(Kept { first: self.first, columns, heap: BinaryHeap::new() })
    }

    fn requires_scoring(&self) -> bool {
        self.first.by == By::Score
    }

    fn merge_fruits(&self, fruits: Vec<Vec<(Key, Hit)>>) -> tantivy::Result<Vec<Hit>> {
        let mut all: Vec<(Key, Hit)> = fruits.into_iter().flatten().collect();
        all.sort_unstable_by_key(|(key, _)| *key);
        Ok(all.into_iter().take(self.first.limit).map(|(_, hit)| hit).collect())
    }
}

impl SegmentCollector for Kept {
    type Fruit = Vec<(Key, Hit)>;

    fn collect(&mut self, doc: DocId, score: Score) {
        let Some(number) = self.columns.numbers.first(doc) else { return };
        if number < self.first.from || number > self.first.to {
            return;
        }
        let hit = Hit { number, rank: self.columns.ranks.first(doc).unwrap_or_default() };
        let key = self.first.key(score, hit);
        if self.first.behind().is_some_and(|place| key <= place) {
            return;
        }
        if self.heap.len() < self.first.limit {
            self.heap.push((key, hit));
        } else if self.heap.peek().is_some_and(|(last, _)| key < *last) {
            self.heap.pop();
            self.heap.push((key, hit));
        }
    }

    fn harvest(self) -> Vec<(Key, Hit)> {
        self.heap.into_vec()
    }
}
