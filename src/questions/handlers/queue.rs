//! What Network Security owes answers to.

use actix_web::HttpResponse;
use actix_web::web::Data;

use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::questions::model::Question;
use crate::questions::pages::{Line, QueueLine, QueuePage};
use crate::questions::{QuestionError, store};
use crate::web::{Member, Shell, page};

/// Lines that are shown; whoever owes more starts at the top anyway.
const LINES: i64 = 200;

/// `GET /queue`
pub async fn queue(shell: Shell, member: Member, db: Data<Db>, clock: Data<Clock>) -> Result<HttpResponse, AppError> {
    let now = clock.now();
    let (questions, total) =
        db.read(move |connection| Ok::<_, QuestionError>(store::list_queue(connection, LINES)?)).await?;
    let count = |fits: &dyn Fn(&Question) -> bool| questions.iter().filter(|question| fits(question)).count() as i64;
    let is_mine = |question: &Question| question.claimed_by.as_ref().is_some_and(|person| person.id == member.id);
    page(&QueuePage {
        overdue: count(&|question| question.is_overdue(now)),
        unclaimed: count(&|question| question.claimed_by.is_none()),
        mine: count(&is_mine),
        lines: questions
            .iter()
            .map(|question| QueueLine {
                line: Line::new(&shell.base, question, now),
                is_mine: is_mine(question),
                claim_action: shell.to(&format!("{}/claim", question.number.path())),
            })
            .collect(),
        total,
        shell,
    })
}
