//! Courses and completions.

use diesel::prelude::*;

use crate::clock::Day;
use crate::db::keys::{CompletionId, CourseId, RowVersion};

/// What can be learnt.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct Course {
    /// Its key.
    pub id: CourseId,
    /// Its address: `/training/{slug}`.
    pub slug: String,
    /// Its title.
    pub title: String,
    /// Who gives it; may be empty.
    pub provider: String,
    /// Where it is; may be empty.
    pub link: String,
    /// How long it takes, in minutes.
    pub minutes: i32,
    /// Whether every champion has to have it.
    pub required: bool,
    /// Months for which a completion counts; none: for good.
    pub valid_months: Option<i32>,
    /// How often it was saved.
    pub version: RowVersion,
}

/// What is known of a course that is made or saved; texts are tidied.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NewCourse {
    /// Its title.
    pub title: String,
    /// Who gives it; may be empty.
    pub provider: String,
    /// Where it is; may be empty.
    pub link: String,
    /// How long it takes, in minutes, 1 to 10,080.
    pub minutes: i32,
    /// Whether every champion has to have it.
    pub required: bool,
    /// Months for which a completion counts, 1 to 120; none: for good.
    pub valid_months: Option<i32>,
}

/// That somebody completed a course.
#[derive(Debug, Clone, PartialEq, Eq, Queryable)]
pub struct CompletionRow {
    /// Its key.
    pub id: CompletionId,
    /// The course's address.
    pub course_slug: String,
    /// The course's title.
    pub course: String,
    /// The day on which it was completed.
    pub completed_on: Day,
    /// The last day on which it counts; none: for good.
    pub valid_until: Option<Day>,
    /// A link or a word on where the certificate is; may be empty.
    pub evidence: String,
}
