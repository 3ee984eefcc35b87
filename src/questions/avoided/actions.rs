//! Taking what is shown in place of asking.

use super::store::{self, Avoided};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::knowledge::{KnowledgeError, Library};
use crate::questions::clocks::Clocks;
use crate::questions::model::{QuestionNumber, QuestionState, Visibility};
use crate::questions::{QuestionError, Reader};
use crate::web::Member;

/// What somebody takes for their answer.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Taken {
    /// An article, by its slug.
    Article(String),
    /// The answer to a question.
    Question(QuestionNumber),
}

/// Counts that `member` took this in place of asking, and returns where it is
/// read. A question that has no answer any more is not counted.
///
/// # Errors
///
/// [`QuestionError::NotFound`] for what they may not read, and
/// [`KnowledgeError::NotFound`] for an article that is gone.
pub fn take(
    tx: &mut Tx,
    (library, clocks): (&Library, &Clocks),
    member: &Member,
    now: Timestamp,
    taken: &Taken,
) -> Result<String, QuestionError> {
    let today = clocks.calendar().today(now);
    match taken {
        Taken::Article(slug) => {
            let article = library.article(slug).ok_or(KnowledgeError::NotFound)?;
            store::add(tx, today, Avoided::Article, true)?;
            Ok(format!("/faq/{}", article.slug))
        }
        Taken::Question(number) => {
            let question = crate::questions::store::find(tx, &Reader::of(member), *number)?;
            if matches!(question.state, QuestionState::Answered | QuestionState::Published) {
                store::add(tx, today, Avoided::Question, question.visibility == Visibility::Everyone)?;
            }
            Ok(number.path())
        }
    }
}
