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

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;
    use crate::db::keys::TeamId;

    #[test]
    fn who_asked_confirms_an_answer_once() {
        let question = |state| Question::sample(state, Some(TeamId::generate()));
        let confirmation = |confirmed_at| Confirmation { confirms_at: None, confirmed_at, confirmed_by: None };
        for (state, confirmed, waits) in [
            (QuestionState::Answered, None, true),
            (QuestionState::Answered, Some(None), true),
            (QuestionState::Answered, Some(Some(Timestamp(1))), false),
            (QuestionState::WithNetSec, None, false),
            (QuestionState::Published, Some(None), false),
        ] {
            let (question, confirmation) = (question(state), confirmed.map(confirmation));
            let asker = Member { id: question.asker.id, ..Member::sample(&[]) };
            let stranger = Member::sample(&[crate::web::Grant::NetSec]);
            assert_eq!(awaits(&question, confirmation.as_ref()), waits, "{state:?} {confirmed:?}");
            assert_eq!(offers(&asker, &question, confirmation.as_ref()), waits, "{state:?} {confirmed:?}");
            assert!(!offers(&stranger, &question, confirmation.as_ref()));
            assert!(may_confirm(&asker, &question) && !may_confirm(&stranger, &question));
        }
    }
}
