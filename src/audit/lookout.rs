//! Writing down what was seen at the doors: soon, together, and never so much
//! that somebody who hammers at one would fill the disk.

use std::collections::HashMap;
use std::sync::{Arc, Mutex, PoisonError};
use std::time::Duration;

use serde_json::json;

use super::{Entry, record};
use crate::clock::Clock;
use crate::db::origin;
use crate::db::{Db, DbError};
use crate::web::{Sighting, Watch};

/// How long what was seen waits to be written together.
const EVERY: Duration = Duration::from_secs(1);
/// Different sightings in one writing; what is more is counted only.
const KEPT: usize = 200;

/// Keeps what was seen until it is written. The last second of it is lost where
/// the process is killed; what changed anything is in the record already.
#[derive(Clone, Default)]
pub struct Lookout(Arc<Mutex<Seen>>);

#[derive(Default)]
struct Seen {
    times: HashMap<Sighting, u32>,
    beyond: u32,
}

impl Watch for Lookout {
    fn saw(&self, sighting: Sighting) {
        let mut seen = self.0.lock().unwrap_or_else(PoisonError::into_inner);
        if let Some(times) = seen.times.get_mut(&sighting) {
            *times += 1;
        } else if seen.times.len() < KEPT {
            seen.times.insert(sighting, 1);
        } else {
            seen.beyond += 1;
        }
    }
}

impl Lookout {
    fn take(&self) -> Seen {
        std::mem::take(&mut self.0.lock().unwrap_or_else(PoisonError::into_inner))
    }

    /// Writes down what was seen since the last time.
    ///
    /// # Errors
    ///
    /// The database's own; what was seen is lost to the record then, not to the log.
    pub async fn write_down(&self, db: &Db, clock: &Clock) -> Result<(), DbError> {
        let Seen { times, beyond } = self.take();
        if times.is_empty() {
            return Ok(());
        }
        let now = clock.now();
        for (sighting, times) in &times {
            let Sighting { action, subject, status, .. } = sighting;
            let actor = sighting.actor.map(|actor| actor.to_string());
            tracing::info!(action, actor, subject = subject.1, status, times, "seen at a door");
        }
        db.write(move |tx| {
            for (sighting, times) in &times {
                let Sighting { actor, action, subject, status, why, origin } = sighting;
                let mut detail = json!({ "status": status, "times": times });
                if !why.is_empty() {
                    detail["why"] = json!(why);
                }
                let entry = Entry { actor: *actor, action, subject: (subject.0, &subject.1), detail };
                origin::during(Some(origin), || record(tx, now, entry))?;
            }
            if beyond > 0 {
                let detail = json!({ "times": beyond });
                let subject = ("address", "more addresses than are written down at once");
                record(tx, now, Entry { actor: None, action: "door.crowded", subject, detail })?;
            }
            Ok(())
        })
        .await
    }
}

/// Writes down what was seen, once a second. Runs until the runtime ends.
pub async fn keep_writing_down(lookout: Lookout, db: Db, clock: Clock) {
    loop {
        tokio::time::sleep(EVERY).await;
        if let Err(error) = lookout.write_down(&db, &clock).await {
            tracing::warn!(%error, "what was seen at the doors was not written down");
        }
    }
}
