//! What forms of this room send.

use serde::Deserialize;

use super::actions::Feedback;
use crate::db::keys::FeedbackId;
use crate::error::AppError;
use crate::web::fold;

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
    /// [`AppError::BadRequest`] where it says neither yes nor no,
    /// [`AppError::Unprocessable`] where it is too long.
    pub(super) fn parse(&self) -> Result<Feedback, AppError> {
        let helpful = match self.helpful.as_str() {
            "yes" => true,
            "no" => false,
            other => return Err(AppError::BadRequest(format!("helpful is “{other}”; it is yes or no"))),
        };
        let words = fold::optional_line(&self.words, 500).map_err(AppError::Unprocessable)?;
        let id = FeedbackId::parse(&self.key).unwrap_or_else(FeedbackId::generate);
        Ok(Feedback { id, helpful, words })
    }
}
