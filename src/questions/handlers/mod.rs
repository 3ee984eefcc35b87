//! The requests about questions.

mod acts;
mod answer;
mod ask;
mod list;
mod publication;
mod queue;
mod show;

pub use acts::{create_claim, create_comment, create_escalation, delete_claim};
pub use answer::{create_answer, preview};
pub use ask::{create, list_similar, new};
pub use list::list;
pub use publication::{create_publication, new_publication};
pub use queue::queue;
pub use show::show;

use super::QuestionError;
use super::model::QuestionNumber;
use crate::clock::Timestamp;
use crate::db::{Db, Tx, once::once};
use crate::web::Member;

/// Makes one change to a question, once for each token.
async fn change<F>(
    db: &Db,
    member: &Member,
    now: Timestamp,
    token: &str,
    number: QuestionNumber,
    job: F,
) -> Result<(), QuestionError>
where
    F: Fn(&mut Tx, &Member) -> Result<(), QuestionError> + Send + 'static,
{
    let (member, token) = (member.clone(), token.to_owned());
    db.write(move |tx| {
        once(tx, member.id, &token, now, |tx| {
            job(tx, &member)?;
            Ok::<_, QuestionError>(number.path())
        })
        .map(drop)
    })
    .await
}
