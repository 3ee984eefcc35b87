//! What the forms of absences send.

use serde::Deserialize;

use super::actions::NewAbsence;
use crate::clock::Day;
use crate::db::keys::RowVersion;
use crate::program::ProgramError;
use crate::program::fields::Fields;

/// `POST /people/{handle}/leave`, `POST /leave/{id}`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct AbsenceForm {
    pub first_on: String,
    pub last_on: String,
    pub version: i32,
    pub once: String,
    pub confirmed: String,
}

impl AbsenceForm {
    /// The days.
    pub fn parse(&self) -> Result<NewAbsence, ProgramError> {
        let mut fields = Fields::default();
        let first = fields.keep("first_on", Day::parse(&self.first_on));
        let last = fields.keep("last_on", Day::parse(&self.last_on));
        match (first, last) {
            (Some(first_on), Some(last_on)) => Ok(NewAbsence { first_on, last_on }),
            _ => Err(fields.refuse()),
        }
    }

    pub fn seen(&self) -> RowVersion {
        RowVersion(self.version)
    }
}

/// `POST /leave/{id}/stand-ins`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct StandInForm {
    pub term: String,
    pub person: String,
}

/// `POST /stand-ins/{id}/answer`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    pub answer: String,
}
