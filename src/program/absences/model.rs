//! An absence, and a stand-in.

use diesel::prelude::*;

use crate::clock::{Day, Timestamp};
use crate::db::keys::{AbsenceId, PersonId, RowVersion, StandInId, TermId};
use crate::db::schema::{absences, stand_ins};
use crate::text_enum;

/// Days on which somebody is away, both ends included.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = absences)]
pub struct Absence {
    /// Its key.
    pub id: AbsenceId,
    /// Who is away.
    pub person_id: PersonId,
    /// The first day.
    pub first_on: Day,
    /// The last day.
    pub last_on: Day,
    /// Who entered it; nobody where an import did.
    pub entered_by: Option<PersonId>,
    /// When.
    pub entered_at: Timestamp,
    /// How often it was saved.
    pub version: RowVersion,
}

text_enum! {
    /// What somebody said who was asked to stand in.
    pub enum StandInState {
        /// Nothing yet.
        Asked = "asked",
        /// Yes.
        Accepted = "accepted",
        /// No.
        Declined = "declined",
    }
}

impl StandInState {
    /// The state in words.
    pub fn label(self) -> &'static str {
        match self {
            StandInState::Asked => "waits for an answer",
            StandInState::Accepted => "stands in",
            StandInState::Declined => "declined",
        }
    }

    /// The kind of chip that shows it.
    pub fn chip(self) -> &'static str {
        match self {
            StandInState::Asked => "preflight",
            StandInState::Accepted => "open",
            StandInState::Declined => "unknown",
        }
    }
}

/// Somebody who was asked to stand in for an absent person in one of their terms.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = stand_ins)]
pub struct StandIn {
    /// Its key.
    pub id: StandInId,
    /// Meanwhile.
    pub absence_id: AbsenceId,
    /// In which term.
    pub term_id: TermId,
    /// Who.
    pub person_id: PersonId,
    /// What they said.
    pub state: StandInState,
    /// Who asked.
    pub asked_by: Option<PersonId>,
    /// When.
    pub asked_at: Timestamp,
    /// When they answered.
    pub answered_at: Option<Timestamp>,
    /// How often it was saved.
    pub version: RowVersion,
}
