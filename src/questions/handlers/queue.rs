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
    let (questions, total, mut reasons) = db
        .read(move |connection| {
            let (questions, total) = store::list_queue(connection, LINES)?;
            let ids: Vec<_> = questions.iter().map(|question| question.id).collect();
            let reasons = store::list_reasons(connection, &ids)?;
            Ok::<_, QuestionError>((questions, total, reasons))
        })
        .await?;
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
                why: reasons.remove(&question.id).map(|reason| reason.words).unwrap_or_default(),
                is_mine: is_mine(question),
                claim_action: shell.to(&format!("{}/claim", question.number.path())),
            })
            .collect(),
        total,
        shell,
    })
}
