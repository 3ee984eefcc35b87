//! The forms of one date.

use serde::Deserialize;

use super::AGENDA_LIMIT;
use super::hours::{hour_words, length_of, minute_of};
use crate::clock::Day;
use crate::program::ProgramError;
use crate::program::fields::Fields;
use crate::program::meetings::actions::NewDate;
use crate::program::meetings::model::MeetingDate;
use crate::web::fold::{optional_line, text};

/// Characters of notes.
pub const NOTES_LIMIT: usize = 50_000;
/// Characters of a reason.
pub const REASON_LIMIT: usize = 300;

/// `POST /meetings/{number}/dates/{day}`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct DateForm {
    pub day: String,
    pub start: String,
    pub length: String,
    pub agenda: String,
    pub version: i32,
}

impl DateForm {
    /// The form for a date that exists.
    pub fn of(date: &MeetingDate) -> Self {
        DateForm {
            day: date.day.to_string(),
            start: hour_words(date.starts_minute),
            length: date.minutes.to_string(),
            agenda: date.agenda.clone(),
            version: date.version.0,
        }
    }

    /// When it is to be, and what it is about.
    pub fn parse(&self) -> Result<NewDate, ProgramError> {
        let mut fields = Fields::default();
        let day = fields.keep("day", Day::parse(&self.day));
        let starts_minute = fields.keep("start", minute_of(&self.start));
        let minutes = fields.keep("length", length_of(&self.length));
        let agenda = fields.keep("agenda", text(&self.agenda, AGENDA_LIMIT));
        match (day, starts_minute, minutes, agenda) {
            (Some(day), Some(starts_minute), Some(minutes), Some(agenda)) => {
                Ok(NewDate { day, starts_minute, minutes, agenda })
            }
            _ => Err(fields.refuse()),
        }
    }
}

/// `POST …/cancellation`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct ReasonForm {
    pub reason: String,
    pub confirmed: String,
}

impl ReasonForm {
    /// Why; may be empty.
    pub fn parse(&self) -> Result<String, ProgramError> {
        optional_line(&self.reason, REASON_LIMIT).map_err(|words| ProgramError::field("reason", words))
    }
}

/// `POST …/notes`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct NotesForm {
    pub notes: String,
    pub version: i32,
}

/// `POST …/answer`, `POST …/presence`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    pub answer: String,
    /// `yes`: for all dates to come.
    pub all: String,
    /// `yes` or `no`: whether they were there.
    pub there: String,
}
