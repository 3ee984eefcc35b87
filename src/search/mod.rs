//! Finds the document that answers a question. Knows documents and answers,
//! not what they are about: rooms feed it and draw what it finds.
//!
//! Tantivy keeps the postings and names the candidates; [`rank`] then weighs
//! them by what a bag of words can't see: which fields agree, how close a known
//! phrasing is, how much of the question is covered. [`answer::is_answer`]
//! decides whether the best one is an answer at all.
//!
//! All that depends on a document alone is made when it is indexed. An
//! [`Index`] is one moment: a change makes a new one that shares what stayed
//! the same, so that nobody who searches waits for it.

mod analysis;
mod answer;
mod corpus;
mod cut;
mod dictionary;
mod documents;
mod everyday;
mod guess;
mod index;
pub mod kept;
mod postings;
mod prepare;
mod query;
mod rank;
mod sentence;
mod stems;
mod synonyms;
mod terms;
#[cfg(test)]
mod tests;
mod writer;

pub use index::{Answers, Hit, Index, Request};
pub use sentence::Part;
pub use synonyms::Synonyms;
pub use terms::{Word, words};

use crate::markdown::Outline;

/// What is found.
#[derive(Debug, Clone, Default)]
pub struct Document {
    /// By which the room knows it.
    pub key: String,
    /// What it answers.
    pub title: String,
    /// The name of the shelf that it stands on.
    pub category: String,
    /// Words that it is filed under.
    pub tags: Vec<String>,
    /// Other ways to ask for it.
    pub phrasings: Vec<String>,
    /// Its headings and plain text; the first paragraph is the answer.
    pub outline: Outline,
}

/// Why the index can't be made or asked.
#[derive(Debug, thiserror::Error)]
pub enum SearchError {
    /// Tantivy's own words.
    #[error("the search index failed: {0}")]
    Index(#[from] tantivy::TantivyError),
    /// Another process writes to the folder of an index.
    #[error("another process writes to the search index")]
    Held,
    /// The folder of an index can't be written to.
    #[error("the folder of the search index can't be written to: {0}")]
    Folder(#[from] std::io::Error),
}

/// A word as the index knows it: a hash of its stem. Two of fifty thousand
/// words share one by chance in a third of all cases, which costs one odd hit.
type TermId = u32;

/// The id of a stem.
fn term_id(stem: &str) -> TermId {
    // FNV-1a: short, the same on every machine, and good enough for words.
    stem.bytes().fold(0x811c_9dc5, |hash, byte| (hash ^ u32::from(byte)).wrapping_mul(0x0100_0193))
}

/// The id of two words that stand beside each other.
fn pair_id(first: TermId, second: TermId) -> TermId {
    (first.rotate_left(5) ^ second).wrapping_mul(0x9e37_79b9)
}

/// A number for each of many terms. Ids are hashes already; spreading them over
/// the word is all that a table needs.
type Counts = std::collections::HashMap<TermId, u32, std::hash::BuildHasherDefault<IdHasher>>;

/// Spreads an id.
#[derive(Debug, Clone, Copy, Default)]
struct IdHasher(u64);

impl std::hash::Hasher for IdHasher {
    fn write(&mut self, bytes: &[u8]) {
        self.0 = bytes.iter().fold(self.0, |hash, byte| hash.rotate_left(8) ^ u64::from(*byte));
    }

    fn write_u32(&mut self, id: u32) {
        self.0 = u64::from(id).wrapping_mul(0x9e37_79b9_7f4a_7c15);
    }

    fn finish(&self) -> u64 {
        self.0
    }
}
