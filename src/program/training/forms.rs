//! What the forms of courses and completions send.

use serde::Deserialize;

use super::model::{Course, NewCourse};
use crate::clock::Day;
use crate::db::keys::RowVersion;
use crate::program::fields::{Fields, number};
use crate::program::{ProgramError, web_link};
use crate::web::fold::{line, optional_line};

/// Characters of a title.
const TITLE_LIMIT: usize = 120;
/// Characters of a provider, and of evidence.
const WORDS_LIMIT: usize = 300;
/// Minutes of a course: a week of forty hours at the most.
const MINUTES_LIMIT: i32 = 40 * 60;
/// Months for which a completion may count: ten years.
const MONTHS_LIMIT: i32 = 120;

/// `POST /training`, `POST /training/{slug}`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct CourseForm {
    pub title: String,
    pub provider: String,
    pub link: String,
    pub minutes: String,
    pub required: String,
    pub valid_months: String,
    pub version: i32,
    pub once: String,
}

impl CourseForm {
    /// The form for a course that exists.
    pub fn of(course: &Course) -> Self {
        CourseForm {
            title: course.title.clone(),
            provider: course.provider.clone(),
            link: course.link.clone(),
            minutes: course.minutes.to_string(),
            required: if course.required { "yes".into() } else { String::new() },
            valid_months: course.valid_months.map(|months| months.to_string()).unwrap_or_default(),
            version: course.version.0,
            once: String::new(),
        }
    }

    /// The course as it is to be.
    pub fn parse(&self) -> Result<NewCourse, ProgramError> {
        let mut fields = Fields::default();
        let title = fields.keep("title", line(&self.title, TITLE_LIMIT));
        let provider = fields.keep("provider", optional_line(&self.provider, WORDS_LIMIT));
        let link = fields.keep("link", web_link(&self.link));
        let minutes = fields.keep("minutes", number(&self.minutes, 1, MINUTES_LIMIT));
        let months = match self.valid_months.trim() {
            "" => Ok(None),
            text => number(text, 1, MONTHS_LIMIT).map(Some),
        };
        let months = fields.keep("valid_months", months);
        match (title, provider, link, minutes, months) {
            (Some(title), Some(provider), Some(link), Some(minutes), Some(valid_months)) => {
                Ok(NewCourse { title, provider, link, minutes, required: self.required == "yes", valid_months })
            }
            _ => Err(fields.refuse()),
        }
    }

    pub fn seen(&self) -> RowVersion {
        RowVersion(self.version)
    }
}

/// `POST /completions`, `POST /completions/{id}/delete`; the course by its address.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct CompletionForm {
    pub course: String,
    /// Who completed it; empty: whoever sends the form.
    pub person: String,
    pub completed_on: String,
    pub evidence: String,
    pub once: String,
    pub confirmed: String,
    #[serde(rename = "return")]
    pub target: String,
}

impl CompletionForm {
    /// The day, and the evidence.
    pub fn parse(&self, today: Day) -> Result<(Day, String), ProgramError> {
        let mut fields = Fields::default();
        let day = if self.completed_on.trim().is_empty() { Ok(today) } else { Day::parse(&self.completed_on) };
        let day = fields.keep("completed_on", day);
        let evidence = fields.keep("evidence", optional_line(&self.evidence, WORDS_LIMIT));
        match (day, evidence) {
            (Some(day), Some(evidence)) => Ok((day, evidence)),
            _ => Err(fields.refuse()),
        }
    }
}
