//! Measuring what has changed.

use std::time::Duration;

use super::{Measure, store};
use crate::db::{Db, DbError};
use crate::questions::clocks::Clocks;
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
                for question in &marked {
                    let events = list_events(tx, question.0)?;
                    store::save(tx, *question, &Measure::of(&events, &calendar))?;
                }
                Ok::<_, DbError>(marked.len() as i64)
            })
            .await?;
        if measured < AT_ONCE {
            return Ok(());
        }
    }
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
