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
        /// What a scanner reported: which of it is true, and how bad.
        ScannerTriage = "scanner-triage",
    }
}

impl ReviewKind {
    /// The kind in words.
    pub fn label(self) -> &'static str {
        match self {
            ReviewKind::PullRequest => "Pull request",
            ReviewKind::Design => "Design",
            ReviewKind::ThreatModel => "Threat model",
            ReviewKind::ScannerTriage => "Scanner triage",
        }
    }

    /// The activity that its minutes are logged as.
    pub fn activity(self) -> Activity {
        match self {
            ReviewKind::PullRequest => Activity::PullRequestReview,
            ReviewKind::Design => Activity::DesignReview,
            ReviewKind::ThreatModel => Activity::ThreatModelling,
            ReviewKind::ScannerTriage => Activity::Other,
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
        /// Nothing yet: it goes on.
        Undecided = "undecided",
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
            ReviewOutcome::Undecided => "Not decided yet",
        }
    }

    /// The kind of chip that shows it.
    pub fn chip(self) -> &'static str {
        match self {
            ReviewOutcome::NoNetworkChange => "neutral",
            ReviewOutcome::Undecided => "unknown",
            ReviewOutcome::NeedsPreflight | ReviewOutcome::ChangesAsked => "preflight",
            ReviewOutcome::Approved => "open",
        }
    }
}

text_enum! {
    /// Whether somebody still looks.
    pub enum ReviewState {
        /// It goes on; somebody has to finish it.
        InProgress = "in-progress",
        /// It is finished.
        Done = "done",
    }
}

impl ReviewState {
    /// The state in words.
    pub fn label(self) -> &'static str {
        match self {
            ReviewState::InProgress => "In progress",
            ReviewState::Done => "Done",
        }
    }
}

/// What was found, by how bad it is.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Findings {
    /// How many have to be mended at once.
    pub critical: i32,
    /// How many before it goes out.
    pub high: i32,
    /// How many soon.
    pub medium: i32,
    /// How many when there is time.
    pub low: i32,
    /// What they are, in a few words; may be empty.
    pub words: String,
}

impl Findings {
    /// `1 critical, 2 low`; empty where nothing was found.
    pub fn counted(&self) -> String {
        let counts = [(self.critical, "critical"), (self.high, "high"), (self.medium, "medium"), (self.low, "low")];
        let said: Vec<_> =
            counts.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
        said.join(", ")
    }
}

/// The words that a pre-flight starts from.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PreflightWords {
    /// One sentence of why.
    pub why: String,
    /// Who talks to whom, one flow in each line.
    pub flows: String,
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
    /// Whether somebody still looks.
    pub state: ReviewState,
    /// Findings that have to be mended at once.
    pub critical: i32,
    /// Findings to be mended before it goes out.
    pub high: i32,
    /// Findings to be mended soon.
    pub medium: i32,
    /// Findings to be mended when there is time.
    pub low: i32,
    /// The findings in a few words; may be empty.
    pub findings: String,
    /// Why a pre-flight is needed; may be empty.
    pub preflight_why: String,
    /// Which flows it is about, one in each line; may be empty.
    pub preflight_flows: String,
}

impl Review {
    /// What was found.
    pub fn found(&self) -> Findings {
        Findings {
            critical: self.critical,
            high: self.high,
            medium: self.medium,
            low: self.low,
            words: self.findings.clone(),
        }
    }

    /// Its address below the base.
    pub fn path(&self) -> String {
        format!("/reviews/{}", self.id)
    }
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
    /// Whether somebody still looks.
    pub state: ReviewState,
    /// What was found.
    pub findings: Findings,
    /// The words that a pre-flight starts from, where one is needed.
    pub preflight: PreflightWords,
    /// Whether the minutes are logged as champion work, too; used when it is made.
    pub log_minutes: bool,
}
