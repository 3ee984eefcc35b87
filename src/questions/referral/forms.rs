//! What the form of a referral sends.

use serde::Deserialize;

use super::Referral;
use crate::db::keys::QuestionEventId;
use crate::knowledge::Slug;
use crate::questions::QuestionError;
use crate::questions::forms::{BODY_LIMIT, checked_text, version};
use crate::web::FieldProblem;

/// `POST /questions/{number}/article`, and the query of `GET`.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct ReferralForm {
    /// What is looked for.
    pub q: String,
    /// The slug of the article that answers.
    pub article: String,
    /// What is said with it.
    pub words: String,
    pub version: String,
    /// The newest line of the history when the form was drawn.
    pub read: String,
    /// `yes` where what looks like a password is none.
    pub checked: String,
    pub once: String,
}

impl ReferralForm {
    /// The referral.
    pub fn parse(&self) -> Result<Referral, QuestionError> {
        let mut problems = Vec::new();
        if Slug::parse(&self.article).is_none() {
            problems.push(FieldProblem::new("article", "choose the article that answers"));
        }
        let words = if self.words.trim().is_empty() {
            String::new()
        } else {
            checked_text(&self.words, BODY_LIMIT, "", &self.checked).unwrap_or_else(|wrong| {
                problems.push(FieldProblem::new("words", wrong));
                String::new()
            })
        };
        if !problems.is_empty() {
            return Err(QuestionError::Invalid(problems));
        }
        let read = QuestionEventId::parse(&self.read);
        Ok(Referral { slug: self.article.clone(), words, seen: version(&self.version), read })
    }
}
