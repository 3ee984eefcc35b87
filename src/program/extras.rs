//! What other rooms know of a team, for its page.

use crate::clock::Timestamp;
use crate::db::{Connection, DbError};
use crate::program::Team;
use crate::web::Member;

/// Rooms above this one add to a team's page through this; `app` wires it in.
pub trait TeamExtras: Send + Sync {
    /// The sections that `member` may see, in order; one without rows says so.
    ///
    /// # Errors
    ///
    /// The database's own.
    fn sections(
        &self,
        connection: &mut Connection,
        member: &Member,
        team: &Team,
        now: Timestamp,
    ) -> Result<Vec<TeamSection>, DbError>;
}

/// One section of a team's page, such as its open questions.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamSection {
    /// Its title.
    pub title: String,
    /// What is in it, most urgent first.
    pub rows: Vec<TeamSectionRow>,
    /// What is said where there is nothing.
    pub empty: String,
    /// Words and address (below the base) of the link under it; empty: none.
    pub more: (String, String),
    /// Where feed readers follow it, if they can.
    pub feed: Option<TeamFeed>,
}

/// What a feed reader can follow.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamFeed {
    /// The feed, below the base, for a browser that is signed in.
    pub path: String,
    /// Where one gets its address for a feed reader, below the base.
    pub page: String,
}

/// One line of a section.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TeamSectionRow {
    /// What is read.
    pub label: String,
    /// Where it leads, below the base.
    pub path: String,
    /// One fact beside it, such as "with the champion, due tomorrow".
    pub fact: String,
}
