//! Levels, what they ask for, and who asked to be raised to one.

use diesel::prelude::*;

use crate::clock::{Day, Timestamp};
use crate::db::keys::{CompletionId, PersonId, PromotionId, RowVersion};
use crate::db::schema::belt_promotions;
use crate::program::ladder::PromotionState;
use crate::program::meetings::MeetingKind;
use crate::program::reviews::ReviewKind;
use crate::text_enum;

/// One thing that a level asks for.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Criterion {
    /// Months of service, all terms together.
    Months(usize),
    /// These courses in date, by their addresses; none: all that are required.
    Training(Vec<String>),
    /// Finished reviews of these kinds; none: of any.
    Reviews(Vec<ReviewKind>, usize),
    /// Questions answered.
    Answers(usize),
    /// Meetings of these kinds that were attended; none: of any.
    Meetings(Vec<MeetingKind>, usize),
}

/// A level that somebody can reach.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Level {
    /// What is stored; it stays when the name changes.
    pub key: String,
    /// Its name: `Green belt`.
    pub name: String,
    /// What it stands for, in one sentence.
    pub about: String,
    /// What it asks for.
    pub criteria: Vec<Criterion>,
}

/// A record that counts: what is read, where it is, the day that it is of.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Record {
    /// What is read.
    pub label: String,
    /// Its page below the base; empty where it has none.
    pub path: String,
    /// The day.
    pub day: Day,
}

/// An answer that somebody gave in another room.
pub type GivenAnswer = Record;

/// A term as evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ServiceRecord {
    /// Its days up to today, both included.
    pub span: (Day, Day),
    /// The record.
    pub record: Record,
}

/// A review as evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ReviewRecord {
    /// What was looked at.
    pub kind: ReviewKind,
    /// The record.
    pub record: Record,
}

/// A meeting as evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct MeetingRecord {
    /// What kind of meeting it was.
    pub kind: MeetingKind,
    /// The record.
    pub record: Record,
}

/// A course as evidence.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CourseRecord {
    /// Its address.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Whether every champion has to have it.
    pub required: bool,
    /// The completion that counts today; none where it is missing or ran out.
    pub completed: Option<(CompletionId, Day)>,
}

/// All that is on record of one person.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Evidence {
    /// Service, the latest first.
    pub served: Vec<ServiceRecord>,
    /// All courses, completed or not.
    pub courses: Vec<CourseRecord>,
    /// Finished reviews, the latest first.
    pub reviews: Vec<ReviewRecord>,
    /// Answers, the latest first.
    pub answers: Vec<Record>,
    /// Meetings, the latest first.
    pub meetings: Vec<MeetingRecord>,
}

text_enum! {
    /// What a promotion rests on.
    pub enum Ground {
        /// What is on record.
        Evidence = "evidence",
        /// The word of a lead, who signed for it.
        Override = "override",
    }
}

/// That somebody is raised to a level, or asked to be.
#[derive(Debug, Clone, PartialEq, Eq, Queryable, Insertable)]
#[diesel(table_name = belt_promotions)]
pub struct Promotion {
    /// Its key.
    pub id: PromotionId,
    /// Whose.
    pub person_id: PersonId,
    /// The level's key.
    pub level: String,
    /// How far it is.
    pub state: PromotionState,
    /// What it rests on.
    pub ground: Ground,
    /// Who asked.
    pub asked_by: PersonId,
    /// When.
    pub asked_at: Timestamp,
    /// The manager who agreed.
    pub manager_id: Option<PersonId>,
    /// The lead who agreed, or gave it.
    pub lead_id: Option<PersonId>,
    /// Who said no, or took it back.
    pub refused_by: Option<PersonId>,
    /// Why: of a no, of an override, of taking back.
    pub words: String,
    /// When it was decided.
    pub settled_at: Option<Timestamp>,
    /// How often it was saved.
    pub version: RowVersion,
}
