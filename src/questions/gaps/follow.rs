//! The background work of the gap queue.

use std::time::Duration;

use super::gather;
use crate::clock::Clock;
use crate::db::Db;
use crate::questions::Clocks;

/// How often it is looked whether there is something new.
const EVERY: Duration = Duration::from_secs(60);
/// The pause between two steps while there is more, so that others write in between.
const BREATH: Duration = Duration::from_millis(200);

/// Starts to follow searches and questions. It ends with the runtime.
pub fn start_background(db: &Db, clock: &Clock, clocks: &Clocks) {
    let (db, clock, clocks) = (db.clone(), clock.clone(), clocks.clone());
    actix_web::rt::spawn(async move {
        loop {
            let (now, own) = (clock.now(), clocks.clone());
            let gathered = db.write(move |tx| gather(tx, &own, now)).await;
            if let Err(error) = &gathered {
                tracing::warn!(%error, "what the articles lack was not gathered; it is tried again");
            }
            actix_web::rt::time::sleep(if gathered.unwrap_or(false) { BREATH } else { EVERY }).await;
        }
    });
}
