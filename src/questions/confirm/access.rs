//! Who says whether an answer is one.

use super::Confirmation;
use crate::questions::model::{Question, QuestionState};
use crate::web::Member;

/// Whether it is for them to say: they asked, for themselves or for another.
pub fn may_confirm(member: &Member, question: &Question) -> bool {
    question.is_asked_by(member.id)
}

/// Whether there is an answer that is not confirmed yet.
pub fn awaits(question: &Question, confirmation: Option<&Confirmation>) -> bool {
    question.state == QuestionState::Answered && confirmation.is_none_or(|one| one.confirmed_at.is_none())
}

/// Whether to offer it on the question's page.
pub fn offers(member: &Member, question: &Question, confirmation: Option<&Confirmation>) -> bool {
    may_confirm(member, question) && awaits(question, confirmation)
}
