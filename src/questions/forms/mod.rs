//! What the forms about questions send, turned into what actions take.

mod ask;
mod said;
mod working;

use serde::Deserialize;

pub use ask::{AskContext, AskForm};
pub use said::{CommentForm, EscalationForm, HandingForm, InquiryForm, LinkForm, NoteForm, ReopeningForm, Said};
pub use working::{InsertForm, MergerForm, ReplyForm, ReplyInput, SplitForm, UnlinkForm};

use super::model::AnswerInput;
use super::{QuestionError, secrets};
use crate::db::keys::{QuestionEventId, RowVersion};
use crate::web::FieldProblem;
use crate::web::fold::text;

/// Characters of a question's sentence.
pub const TITLE_LIMIT: usize = 160;
/// Characters of what is said with a question.
pub const BODY_LIMIT: usize = 20_000;
/// Characters of an answer, and of an article made of it.
pub(super) const ANSWER_LIMIT: usize = 50_000;

/// `POST /questions/{number}/answer`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct AnswerForm {
    pub answer: String,
    pub version: String,
    /// The newest line of the history when the form was drawn.
    pub read: String,
    pub preview: String,
    /// Whether the next question of the queue is wanted after it.
    pub next: String,
    /// `yes` where what looks like a password is none.
    pub checked: String,
    pub once: String,
}

/// `POST /questions/preview`: whichever field the form beside it has.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct PreviewForm {
    pub body: String,
    pub answer: String,
}

/// `POST /questions/{number}/claim` and `…/release`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct ClaimForm {
    pub once: String,
}

/// Gathers what is wrong, field by field.
#[derive(Default)]
pub(super) struct Problems(Vec<FieldProblem>);

impl Problems {
    pub fn keep<T: Default>(&mut self, field: &'static str, result: Result<T, String>) -> T {
        result.unwrap_or_else(|words| {
            self.0.push(FieldProblem::new(field, words));
            T::default()
        })
    }

    pub fn settle<T>(self, value: T) -> Result<T, QuestionError> {
        if self.0.is_empty() { Ok(value) } else { Err(QuestionError::Invalid(self.0)) }
    }
}

impl AnswerForm {
    /// The answer.
    pub fn parse(&self) -> Result<AnswerInput, QuestionError> {
        let mut problems = Problems::default();
        let words =
            problems.keep("answer", checked_text(&self.answer, ANSWER_LIMIT, "write the answer first", &self.checked));
        problems.settle(AnswerInput { words, seen: version(&self.version), read: QuestionEventId::parse(&self.read) })
    }
}

/// A text of somebody that others will read: it holds no secret, or they said
/// in `checked` that it is none.
pub(super) fn checked_text(given: &str, limit: usize, missing: &str, checked: &str) -> Result<String, String> {
    let words = some_text(given, limit, missing)?;
    secrets::check(&words, checked).map(|()| words)
}

pub(super) fn some_text(given: &str, limit: usize, missing: &str) -> Result<String, String> {
    let tidy = text(given, limit)?;
    if tidy.is_empty() { Err(missing.into()) } else { Ok(tidy) }
}

/// The version that a form was drawn from. What is no number fits no row, so
/// its sender is shown both texts.
pub(super) fn version(text: &str) -> RowVersion {
    RowVersion(text.trim().parse().unwrap_or(0))
}
