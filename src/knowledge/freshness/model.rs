//! A reader's report, somebody's review, and what both say of an article.

use crate::clock::{Day, Timestamp};
use crate::db::keys::{FlagId, PersonId, ReviewedId};

crate::text_enum! {
    /// What became of a report.
    pub enum FlagOutcome {
        /// Nothing yet. Once the text is changed it counts as settled.
        Open = "open",
        /// The article was read through and found right.
        StillRight = "still_right",
        /// It was put aside, with a word why.
        Dismissed = "dismissed",
    }
}

/// That a reader says that an article is no longer true.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Flag {
    /// Its key.
    pub id: FlagId,
    /// The article's slug.
    pub slug: String,
    /// Which text it was said of.
    pub fingerprint: String,
    /// When.
    pub reported_at: Timestamp,
    /// By whom; nobody where the reader was not signed in.
    pub person: Option<PersonId>,
    /// Why; may be empty.
    pub words: String,
    /// What became of it.
    pub outcome: FlagOutcome,
    /// Why it was put aside.
    pub outcome_words: String,
    /// When that was.
    pub settled_at: Option<Timestamp>,
}

/// That somebody read an article through and found it right.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reviewed {
    /// Its key.
    pub id: ReviewedId,
    /// The article's slug.
    pub slug: String,
    /// Which text was read.
    pub fingerprint: String,
    /// By whom.
    pub by: PersonId,
    /// Their name.
    pub by_name: String,
    /// When, to the microsecond: the reports that it settled carry the same instant.
    pub at: Timestamp,
    /// The day of it.
    pub reviewed_on: Day,
    /// After this day the article wants to be read through again.
    pub review_after: Day,
    /// What the article said before: reviewed on, review after.
    pub before: (Day, Day),
}

/// How up to date an article is.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Standing {
    /// When it was last read through.
    pub reviewed_on: Day,
    /// After this day it wants to be read through again.
    pub review_after: Day,
    /// The name of who read it through, where that was done here.
    pub reviewed_by: Option<String>,
    /// Open reports on the text as it is.
    pub open: Vec<Flag>,
    /// Whether readers are told that somebody doubts it.
    pub is_doubted: bool,
}

impl Standing {
    /// Whether it wants to be read through again.
    pub fn is_stale(&self, today: Day) -> bool {
        self.review_after < today
    }
}
