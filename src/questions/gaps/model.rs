//! Something that the articles lack.

use std::fmt;

use serde::Deserialize;

use crate::accounts::PersonName;
use crate::clock::Timestamp;
use crate::db::keys::{GapId, RowVersion};
use crate::text_enum;

/// What people cite: `/gaps/{number}`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Deserialize)]
#[serde(transparent)]
pub struct GapNumber(pub i64);

impl GapNumber {
    /// The gap's page, below the site's base.
    pub fn path(self) -> String {
        format!("/gaps/{self}")
    }
}

impl fmt::Display for GapNumber {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}", self.0)
    }
}

text_enum! {
    /// Whether somebody has to write something.
    pub enum GapState {
        /// Yes.
        Open = "open",
        /// An article answers, or there is a reason why none will.
        Closed = "closed",
    }
}

/// One entry of the queue. Its sums are over what everyone may read.
#[derive(Debug, Clone)]
pub struct Gap {
    /// Its key.
    pub id: GapId,
    /// What people cite.
    pub number: GapNumber,
    /// What it is called; empty where only few may read what is in it.
    pub words: String,
    /// Whether somebody has to write something.
    pub state: GapState,
    /// Searches without an answer.
    pub searches: i64,
    /// Questions that went to Network Security.
    pub questions: i64,
    /// Minutes of working time that they were waited for.
    pub waited_minutes: i64,
    /// By what it is ranked.
    pub weight: i64,
    /// When it came up last.
    pub latest_at: Timestamp,
    /// When it was closed last.
    pub closed_at: Option<Timestamp>,
    /// By whom.
    pub closed_by: Option<PersonName>,
    /// The article that closed it.
    pub closed_slug: Option<String>,
    /// Or why.
    pub closed_why: String,
    /// When it came up again after that.
    pub reopened_at: Option<Timestamp>,
    /// How often it was saved.
    pub version: RowVersion,
}

impl Gap {
    /// Whether anything in it is for more than Network Security.
    pub fn is_for_others(&self) -> bool {
        self.searches > 0 || self.questions > 0
    }
}

/// Words that were searched for without an answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Search {
    /// The words.
    pub words: String,
    /// How often.
    pub times: i64,
}

/// A search that an article does not answer yet.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Still {
    /// What was looked for.
    pub words: String,
    /// Title and slug of what came instead.
    pub instead: Option<(String, String)>,
    /// Whether that was believed to answer.
    pub answered: bool,
}
