//! What the form under an article sends.

use serde::Deserialize;

use super::model::{Feedback, Reason};
use crate::db::keys::FeedbackId;
use crate::knowledge::KnowledgeError;
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
    /// Why not, one of [`Reason`]; may be empty.
    #[serde(default)]
    pub reason: String,
    /// Why, in words; may be empty.
    #[serde(default)]
    pub words: String,
}

impl FeedbackForm {
    /// The reader's word.
    ///
    /// # Errors
    ///
    /// [`KnowledgeError::Invalid`] where it says neither yes nor no, or too much.
    pub fn parse(&self) -> Result<Feedback, KnowledgeError> {
        let wrong = |field, words: String| KnowledgeError::Invalid(vec![FieldProblem::new(field, words)]);
        let helpful = match self.helpful.as_str() {
            "yes" => true,
            "no" => false,
            _ => return Err(wrong("words", "press yes or no".into())),
        };
        let reason = match self.reason.as_str() {
            "" => None,
            _ if helpful => None,
            word => Some(Reason::parse(word).ok_or_else(|| wrong("reason", "choose one of the list".into()))?),
        };
        let words = fold::optional_line(&self.words, 500).map_err(|words| wrong("words", words))?;
        let id = FeedbackId::parse(&self.key).unwrap_or_else(FeedbackId::generate);
        Ok(Feedback { id, helpful, reason, words })
    }
}
