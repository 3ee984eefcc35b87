//! Minutes of champion work on a day.

use diesel::prelude::*;

use crate::clock::{Day, Timestamp};
use crate::db::keys::{PersonId, RowVersion, TeamId, TimeEntryId};
use crate::db::schema::time_entries;
use crate::text_enum;

text_enum! {
    /// What the time went into.
    pub enum Activity {
        /// Looking at a change before it is merged.
        PullRequestReview = "pull-request-review",
        /// Looking at a design before it is built.
        DesignReview = "design-review",
        /// Asking what can go wrong.
        ThreatModelling = "threat-modelling",
        /// Answering the team's questions.
        Answering = "answering",
        /// Learning.
        Training = "training",
        /// Meeting other champions and NetSec.
        Meeting = "meeting",
        /// Anything else.
        Other = "other",
    }
}

impl Activity {
    /// The activity in words.
    pub fn label(self) -> &'static str {
        match self {
            Activity::PullRequestReview => "Pull-request review",
            Activity::DesignReview => "Design review",
            Activity::ThreatModelling => "Threat modelling",
            Activity::Answering => "Answering",
            Activity::Training => "Training",
            Activity::Meeting => "Meeting",
            Activity::Other => "Other",
        }
    }
}

/// One entry.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = time_entries)]
pub struct TimeEntry {
    /// Its key, and its address: `/time/{id}`.
    pub id: TimeEntryId,
    /// Whose time it was.
    pub person_id: PersonId,
    /// The team that it was for.
    pub team_id: TeamId,
    /// The day of the work.
    pub day: Day,
    /// Minutes, 1 to 1,440.
    pub minutes: i32,
    /// What it went into.
    pub activity: Activity,
    /// A few words; may be empty.
    pub note: String,
    /// When it was written down.
    pub created_at: Timestamp,
    /// How often it was saved.
    pub version: RowVersion,
}

/// An entry with its team's address and name.
#[derive(Debug, Clone, Queryable)]
pub struct EntryRow {
    /// The entry.
    pub entry: TimeEntry,
    /// The team's address and name.
    pub team: (String, String),
}

/// What is known of an entry that is made or saved.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct NewEntry {
    /// The team that it was for.
    pub team: TeamId,
    /// The day of the work.
    pub day: Day,
    /// Minutes, 1 to 1,440.
    pub minutes: i32,
    /// What it went into.
    pub activity: Activity,
    /// A few words, tidied; may be empty.
    pub note: String,
}
