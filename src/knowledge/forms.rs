//! What forms of this room send.

use serde::Deserialize;

use super::KnowledgeError;
use super::actions::Feedback;
use crate::db::keys::FeedbackId;
use crate::web::{FieldProblem, fold};

/// "Was this your answer?", with a word why.
#[derive(Debug, Deserialize)]
pub struct FeedbackForm {
    /// A key that came with the page; made here where a script sends none.
    #[serde(default)]
    pub key: String,
    /// `yes` or `no`.
    #[serde(default)]
    pub helpful: String,
    /// Why; may be empty.
    #[serde(default)]
    pub words: String,
}

impl FeedbackForm {
    /// The reader's word.
    ///
    /// # Errors
    ///
    /// [`KnowledgeError::Invalid`] where it says neither yes nor no, or too much.
    pub(super) fn parse(&self) -> Result<Feedback, KnowledgeError> {
        let wrong = |words: String| KnowledgeError::Invalid(vec![FieldProblem::new("words", words)]);
        let helpful = match self.helpful.as_str() {
            "yes" => true,
            "no" => false,
            _ => return Err(wrong("press yes or no".into())),
        };
        let words = fold::optional_line(&self.words, 500).map_err(wrong)?;
        let id = FeedbackId::parse(&self.key).unwrap_or_else(FeedbackId::generate);
        Ok(Feedback { id, helpful, words })
    }
}
