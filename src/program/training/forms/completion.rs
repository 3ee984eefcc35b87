//! A completion, its evidence, and what a lead says of it, as forms have them.

use serde::Deserialize;

use super::WORDS_LIMIT;
use crate::clock::Day;
use crate::db::keys::RowVersion;
use crate::program::ProgramError;
use crate::program::fields::{Fields, number};
use crate::program::training::model::NewCompletion;
use crate::web::fold::{optional_line, text};

/// Characters of what a lead says to a completion that is sent back.
const JUDGEMENT_LIMIT: usize = 1_000;

/// `POST /completions`, `POST /completions/{id}/delete`; the course by its address.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct CompletionForm {
    pub course: String,
    /// Who completed it; empty: whoever sends the form.
    pub person: String,
    pub completed_on: String,
    pub result: String,
    pub evidence: String,
    pub once: String,
    pub confirmed: String,
    #[serde(rename = "return")]
    pub target: String,
}

impl CompletionForm {
    /// What was completed when.
    pub fn parse(&self, today: Day) -> Result<NewCompletion, ProgramError> {
        let mut fields = Fields::default();
        let day = if self.completed_on.trim().is_empty() { Ok(today) } else { Day::parse(&self.completed_on) };
        let day = fields.keep("completed_on", day);
        let result = fields.keep("result", percent(&self.result));
        let evidence = fields.keep("evidence", optional_line(&self.evidence, WORDS_LIMIT));
        match (day, result, evidence) {
            (Some(day), Some(result), Some(evidence)) => {
                Ok(NewCompletion { completed_on: Some(day), evidence, result, ..NewCompletion::default() })
            }
            _ => Err(fields.refuse()),
        }
    }
}

/// A result in percent, that may be left empty.
pub fn percent(text: &str) -> Result<Option<i32>, String> {
    if text.trim().is_empty() { Ok(None) } else { number(text, 0, 100).map(Some) }
}

/// `POST /completions/{id}/evidence`, with a file or without.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct EvidenceForm {
    pub evidence: String,
    pub result: String,
    pub version: i32,
}

impl EvidenceForm {
    /// The words or link, and the result.
    pub fn parse(&self) -> Result<(String, Option<i32>), ProgramError> {
        let mut fields = Fields::default();
        let evidence = fields.keep("evidence", optional_line(&self.evidence, WORDS_LIMIT));
        let result = fields.keep("result", percent(&self.result));
        match (evidence, result) {
            (Some(evidence), Some(result)) => Ok((evidence, result)),
            _ => Err(fields.refuse()),
        }
    }

    pub fn seen(&self) -> RowVersion {
        RowVersion(self.version)
    }
}

/// `POST /completions/{id}/verification`, `POST /completions/{id}/return`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct JudgementForm {
    pub words: String,
    pub version: i32,
    /// Where to go on: the list, or the completion.
    #[serde(rename = "return")]
    pub target: String,
}

impl JudgementForm {
    /// What the person has to read.
    pub fn parse(&self) -> Result<String, ProgramError> {
        let words = text(&self.words, JUDGEMENT_LIMIT).map_err(|words| ProgramError::field("words", words))?;
        if words.is_empty() {
            return Err(ProgramError::field("words", "say what is missing, so that they can mend it"));
        }
        Ok(words)
    }

    pub fn seen(&self) -> RowVersion {
        RowVersion(self.version)
    }
}
