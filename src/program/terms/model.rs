//! A term and the words of its states.

use diesel::prelude::*;

use crate::clock::{Day, Timestamp};
use crate::db::keys::{PersonId, RowVersion, ScopeId, TeamId, TermId};
use crate::db::schema::terms;
use crate::text_enum;

text_enum! {
    /// What somebody serves a team as.
    pub enum TermRole {
        /// The first to turn to.
        Champion = "champion",
        /// Stands in.
        Deputy = "deputy",
    }
}

impl TermRole {
    /// The role in words.
    pub fn label(self) -> &'static str {
        match self {
            TermRole::Champion => "Champion",
            TermRole::Deputy => "Deputy",
        }
    }
}

text_enum! {
    /// Where a term stands.
    pub enum TermState {
        /// Proposed; a manager, the lead or an admin has to agree.
        Nominated = "nominated",
        /// Agreed to; the nominee has to answer.
        Approved = "approved",
        /// The manager said no.
        Rejected = "rejected",
        /// The nominee said yes; the first day may lie ahead.
        Accepted = "accepted",
        /// The nominee said no.
        Declined = "declined",
        /// Under way.
        Active = "active",
        /// Over, or taken back before it began.
        Ended = "ended",
    }
}

/// The states of which a person may have one term per team.
pub const OPEN_STATES: [TermState; 4] =
    [TermState::Nominated, TermState::Approved, TermState::Accepted, TermState::Active];

impl TermState {
    /// The state in words.
    pub fn label(self) -> &'static str {
        match self {
            TermState::Nominated => "waits for approval",
            TermState::Approved => "waits for an answer",
            TermState::Rejected => "not approved",
            TermState::Accepted => "begins soon",
            TermState::Declined => "declined",
            TermState::Active => "active",
            TermState::Ended => "ended",
        }
    }

    /// The kind of chip that shows it.
    pub fn chip(self) -> &'static str {
        match self {
            TermState::Nominated | TermState::Approved => "preflight",
            TermState::Accepted => "baseline",
            TermState::Active => "open",
            TermState::Rejected | TermState::Declined | TermState::Ended => "unknown",
        }
    }

    /// Whether it can still become, or is, a service.
    pub fn is_open(self) -> bool {
        OPEN_STATES.contains(&self)
    }
}

/// One person serving one team.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = terms)]
pub struct Term {
    /// Its key, and its address: `/terms/{id}`.
    pub id: TermId,
    /// The team.
    pub team_id: TeamId,
    /// The person.
    pub person_id: PersonId,
    /// What they serve as.
    pub role: TermRole,
    /// Where it stands.
    pub state: TermState,
    /// Share of working time that is granted, in percent, 1 to 100.
    pub allocation_percent: i32,
    /// Who proposed it.
    pub nominated_by: PersonId,
    /// When.
    pub nominated_at: Timestamp,
    /// Who agreed, or refused.
    pub approved_by: Option<PersonId>,
    /// When.
    pub approved_at: Option<Timestamp>,
    /// When the nominee said yes or no.
    pub answered_at: Option<Timestamp>,
    /// Why it was rejected or declined; may be empty.
    pub decline_reason: String,
    /// The first day; proposed until it is accepted.
    pub starts_on: Option<Day>,
    /// The last day, where one is set.
    pub ends_on: Option<Day>,
    /// When it was ended.
    pub ended_at: Option<Timestamp>,
    /// Why; may be empty.
    pub end_reason: String,
    /// How often it was saved.
    pub version: RowVersion,
    /// The words that the person said yes to.
    pub scope_id: Option<ScopeId>,
    /// The term of the same person that this one continues.
    pub renews_id: Option<TermId>,
    /// The term of somebody else that this one follows.
    pub follows_id: Option<TermId>,
    /// Thanks at its end; may be empty.
    pub thanks: String,
    /// Whose thanks they are.
    pub thanked_by: Option<PersonId>,
    /// The last day that was agreed, where one was: it stays when the term is
    /// given an earlier one.
    pub agreed_until: Option<Day>,
    /// Who ended it, or gave it its last day.
    pub ended_by: Option<PersonId>,
    /// When the thanks were said.
    pub thanked_at: Option<Timestamp>,
}

impl Term {
    /// The day since which the next word on a nomination is waited for.
    pub fn asked_on(&self) -> Day {
        self.approved_at.unwrap_or(self.nominated_at).day()
    }

    /// The day up to which it counts: the one on which it was ended, where that
    /// was before its last.
    pub fn through(&self) -> Option<Day> {
        let ended = self.ended_at.filter(|_| self.answered_at.is_some()).map(Timestamp::day);
        [self.ends_on, ended].into_iter().flatten().min()
    }
}
