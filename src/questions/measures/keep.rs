//! Measuring what has changed.

use std::collections::HashMap;
use std::time::Duration;

use super::store::{self, Marked, Waits};
use crate::calendar::WorkCalendar;
use crate::db::keys::QuestionId;
use crate::db::{Db, DbError, Tx};
use crate::questions::clocks::{Clocks, Walk};
use crate::questions::store::list_events;

/// Questions of one transaction: others write between two of them.
const AT_ONCE: i64 = 200;
/// How often it is looked for what has changed.
const PAUSE: Duration = Duration::from_secs(5);

/// Measures all questions whose history was written to.
///
/// # Errors
///
/// The database's own.
pub async fn measure_changed(db: &Db, clocks: &Clocks) -> Result<(), DbError> {
    loop {
        let calendar = clocks.calendar();
        let measured = db
            .write(move |tx| {
                let marked = store::list_marked(tx, AT_ONCE)?;
                measure(tx, &marked, &calendar)?;
                Ok::<_, DbError>(marked.len() as i64)
            })
            .await?;
        if measured < AT_ONCE {
            return Ok(());
        }
    }
}

/// How long these questions were waited for; what was written to since it was
/// measured is measured first.
///
/// # Errors
///
/// The database's own.
pub fn list_waits(
    tx: &mut Tx,
    calendar: &WorkCalendar,
    questions: &[QuestionId],
) -> Result<HashMap<QuestionId, Waits>, DbError> {
    let marked = store::list_marked_of(tx, questions)?;
    measure(tx, &marked, calendar)?;
    store::list_waits(tx, questions)
}

fn measure(tx: &mut Tx, marked: &[Marked], calendar: &WorkCalendar) -> Result<(), DbError> {
    for question in marked {
        let events = list_events(tx, question.id)?;
        store::save(tx, question, &Walk::of(&events, calendar))?;
    }
    Ok(())
}

/// Does so every few seconds, until the runtime ends.
pub async fn keep_measuring(db: Db, clocks: Clocks) {
    loop {
        if let Err(error) = measure_changed(&db, &clocks).await {
            tracing::warn!(%error, "questions were not measured; it is tried again");
        }
        tokio::time::sleep(PAUSE).await;
    }
}
