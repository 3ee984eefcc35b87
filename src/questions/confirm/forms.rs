//! What the forms of confirming send.

use serde::Deserialize;

use crate::questions::QuestionError;
use crate::questions::forms::{BODY_LIMIT, checked_text};
use crate::web::FieldProblem;

/// `POST /questions/{number}/missing`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct MissingForm {
    /// What the answer lacks.
    pub missing: String,
    /// `yes` where what looks like a password is none.
    pub checked: String,
    pub once: String,
}

impl MissingForm {
    /// What is missing.
    pub fn parse(&self) -> Result<String, QuestionError> {
        checked_text(&self.missing, BODY_LIMIT, "say what is missing, so that it can be answered", &self.checked)
            .map_err(|words| QuestionError::Invalid(vec![FieldProblem::new("missing", words)]))
    }
}
