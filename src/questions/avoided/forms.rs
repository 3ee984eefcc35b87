//! What the buttons beside the form of a question send.

use serde::Deserialize;

use super::actions::Taken;
use crate::questions::QuestionError;
use crate::questions::model::QuestionNumber;

/// `POST /questions/avoided`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct AvoidedForm {
    /// The article that was taken, by its slug.
    pub article: String,
    /// The question whose answer was taken, by its number.
    pub question: String,
    /// What was typed into the search before.
    pub searched: String,
    pub once: String,
}

impl AvoidedForm {
    /// What was taken.
    pub fn parse(&self) -> Result<Taken, QuestionError> {
        match (self.article.as_str(), self.question.parse()) {
            ("", Ok(number)) => Ok(Taken::Question(QuestionNumber(number))),
            ("", Err(_)) => Err(QuestionError::NotFound),
            (slug, _) => Ok(Taken::Article(slug.to_owned())),
        }
    }
}
