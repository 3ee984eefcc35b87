//! What a reader says of an article.

use crate::clock::Timestamp;
use crate::db::keys::FeedbackId;

crate::text_enum! {
    /// Why an article was not the answer.
    pub enum Reason {
        /// It answers something else.
        NotMyCase = "not_my_case",
        /// It can't be understood.
        Unclear = "unclear",
        /// It is not true, or not true any more.
        Outdated = "outdated",
        /// The answer is too far down.
        TooLong = "too_long",
    }
}

impl Reason {
    /// The reason as its reader chooses it.
    pub fn label(self) -> &'static str {
        match self {
            Reason::NotMyCase => "It is not my case",
            Reason::Unclear => "It is unclear",
            Reason::Outdated => "It is out of date or wrong",
            Reason::TooLong => "It is too long",
        }
    }
}

/// A reader's word.
#[derive(Debug, Clone)]
pub struct Feedback {
    /// Comes with the page, so that a repeated send is known as one.
    pub id: FeedbackId,
    /// Whether it was the answer.
    pub helpful: bool,
    /// Why it was not.
    pub reason: Option<Reason>,
    /// Why, in the reader's own words; may be empty.
    pub words: String,
}

/// What readers said of one article, for those who look after it.
#[derive(Debug, Clone, Default)]
pub struct HelpfulCounts {
    /// Readers whose answer it was.
    pub yes: i64,
    /// Readers whose answer it was not.
    pub no: i64,
    /// How often each reason was given, the most frequent first.
    pub reasons: Vec<(Reason, i64)>,
    /// The latest words, the newest first.
    pub latest: Vec<SaidWords>,
}

/// One reader's words.
#[derive(Debug, Clone)]
pub struct SaidWords {
    /// When.
    pub at: Timestamp,
    /// Whether it was the answer.
    pub helpful: bool,
    /// Their words.
    pub words: String,
}

impl HelpfulCounts {
    /// Whole percent of those who said yes; none where nobody said anything.
    pub fn share(&self) -> Option<i64> {
        crate::knowledge::insight::percent(self.yes, self.yes + self.no)
    }
}
