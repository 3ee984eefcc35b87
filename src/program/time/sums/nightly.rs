//! The check that runs by itself.

use std::time::Duration;

use super::check::check;
use crate::clock::{Clock, Timestamp};
use crate::db::Db;

/// The hour of the night, in UTC, at which all entries are added up again.
const HOUR: i64 = 3;

/// Compares all sums with their entries each night and logs what does not
/// agree. Runs until the runtime ends.
pub async fn check_each_night(db: Db, clock: Clock) {
    loop {
        tokio::time::sleep(until_next(clock.now())).await;
        match db.read(check).await {
            Ok(checked) if checked.wrong == 0 => {
                tracing::info!(entries = checked.entries, sums = checked.sums, "the monthly sums of time agree");
            }
            Ok(checked) => {
                for fault in &checked.faults {
                    tracing::error!("a monthly sum of time is wrong: {fault}");
                }
                tracing::error!(wrong = checked.wrong, "monthly sums of time do not agree with their entries");
            }
            Err(error) => {
                tracing::warn!(%error, "the monthly sums of time were not checked; it is tried again tomorrow")
            }
        }
    }
}

/// Time until the next such hour, at least a minute.
fn until_next(now: Timestamp) -> Duration {
    let today = now.day().start_utc().plus(jiff::SignedDuration::from_hours(HOUR));
    let next = if today.since(now).is_positive() { today } else { today.plus(jiff::SignedDuration::from_hours(24)) };
    Duration::from_micros(next.since(now).as_micros().unsigned_abs() as u64).max(Duration::from_secs(60))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn the_next_night_is_waited_for() {
        for (now, hours) in [("2026-11-22T02:00:00Z", 1), ("2026-11-22T03:00:00Z", 24), ("2026-11-22T12:00:00Z", 15)] {
            let now = Timestamp::parse(now).expect("a time of the table");
            assert_eq!(until_next(now), Duration::from_secs(hours * 3_600), "{now:?}");
        }
    }
}
