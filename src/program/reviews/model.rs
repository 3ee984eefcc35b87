//! One review: of what, and its outcome.

use diesel::prelude::*;

use crate::clock::{Day, Timestamp};
use crate::db::keys::{PersonId, ReviewId, RowVersion, TeamId};
use crate::db::schema::reviews;
use crate::program::time::Activity;
use crate::text_enum;

text_enum! {
    /// What was looked at.
    pub enum ReviewKind {
        /// A change before it was merged.
        PullRequest = "pull-request",
        /// A design before it was built.
        Design = "design",
        /// What can go wrong.
        ThreatModel = "threat-model",
    }
}

impl ReviewKind {
    /// The kind in words.
    pub fn label(self) -> &'static str {
        match self {
            ReviewKind::PullRequest => "Pull request",
            ReviewKind::Design => "Design",
            ReviewKind::ThreatModel => "Threat model",
        }
    }

    /// The activity that its minutes are logged as.
    pub fn activity(self) -> Activity {
        match self {
            ReviewKind::PullRequest => Activity::PullRequestReview,
            ReviewKind::Design => Activity::DesignReview,
            ReviewKind::ThreatModel => Activity::ThreatModelling,
        }
    }
}

text_enum! {
    /// What came of it.
    pub enum ReviewOutcome {
        /// It changes nothing about who talks to whom.
        NoNetworkChange = "no-network-change",
        /// Somebody new talks to somebody: 15 minutes before it is merged.
        NeedsPreflight = "needs-preflight",
        /// Something has to change first.
        ChangesAsked = "changes-asked",
        /// Fine as it is.
        Approved = "approved",
    }
}

impl ReviewOutcome {
    /// The outcome in words.
    pub fn label(self) -> &'static str {
        match self {
            ReviewOutcome::NoNetworkChange => "No network change",
            ReviewOutcome::NeedsPreflight => "Needs a pre-flight",
            ReviewOutcome::ChangesAsked => "Changes asked",
            ReviewOutcome::Approved => "Approved",
        }
    }

    /// The kind of chip that shows it.
    pub fn chip(self) -> &'static str {
        match self {
            ReviewOutcome::NoNetworkChange => "neutral",
            ReviewOutcome::NeedsPreflight | ReviewOutcome::ChangesAsked => "preflight",
            ReviewOutcome::Approved => "open",
        }
    }
}

/// One review.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = reviews)]
pub struct Review {
    /// Its key.
    pub id: ReviewId,
    /// Who looked.
    pub person_id: PersonId,
    /// The team whose work it was.
    pub team_id: TeamId,
    /// What was looked at.
    pub kind: ReviewKind,
    /// Its title.
    pub title: String,
    /// Where it is; may be empty.
    pub link: String,
    /// What came of it.
    pub outcome: ReviewOutcome,
    /// The day.
    pub day: Day,
    /// How long it took, in minutes, where that was said.
    pub minutes: Option<i32>,
    /// A few words; may be empty.
    pub note: String,
    /// When it was written down.
    pub created_at: Timestamp,
    /// How often it was saved.
    pub version: RowVersion,
}

/// A review with the names that lists show.
#[derive(Debug, Clone, Queryable)]
pub struct ReviewRow {
    /// The review.
    pub review: Review,
    /// The team's address and name.
    pub team: (String, String),
    /// The reviewer's handle and name.
    pub person: (String, String),
}

/// What is known of a review that is made or saved; texts are tidied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewReview {
    /// The team whose work it was.
    pub team: TeamId,
    /// What was looked at.
    pub kind: ReviewKind,
    /// Its title.
    pub title: String,
    /// Where it is; may be empty.
    pub link: String,
    /// What came of it.
    pub outcome: ReviewOutcome,
    /// The day.
    pub day: Day,
    /// How long it took, in minutes, 1 to 1,440, where that was said.
    pub minutes: Option<i32>,
    /// A few words; may be empty.
    pub note: String,
    /// Whether the minutes are logged as champion work, too; used when it is made.
    pub log_minutes: bool,
}
