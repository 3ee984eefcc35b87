//! When a message goes: quiet hours, the daily digest, and how long to wait
//! after each time that the receiver did not take it. Nothing here reads a clock.

use jiff::SignedDuration;
use sha2::{Digest, Sha256};

use crate::calendar::Zone;
use crate::clock::Timestamp;

/// The pause after the first try; each further one is twice as long …
const FIRST_PAUSE: SignedDuration = SignedDuration::from_secs(30);
/// … up to this, so that a receiver that comes back is found within it.
const LONGEST_PAUSE: SignedDuration = SignedDuration::from_hours(1);
/// The pause after a server could not be reached at all. It is one probe for
/// everything that waits, so it may come oftener.
const FIRST_PROBE: SignedDuration = SignedDuration::from_secs(5);
const LONGEST_PROBE: SignedDuration = SignedDuration::from_mins(5);
/// For how long a message is tried: a weekend night with a day to spare, less
/// than the four days that mail servers take (RFC 5321, section 4.5.4.1), since
/// what waits here is a question.
pub const GIVE_UP_AFTER: SignedDuration = SignedDuration::from_hours(72);
/// … and how often at the least. A site that stood still for a week has tried
/// nothing meanwhile: the pauses after seven tries come to an hour, in which a
/// receiver that stood still beside it is up again.
pub const FEWEST_TRIES: i32 = 8;
/// The longest pause that a receiver may ask for.
const LONGEST_WISH: SignedDuration = SignedDuration::from_hours(6);

/// When somebody is not to be disturbed, and when they get what is kept for
/// once a day; minutes of the day by the clocks where they work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Hours {
    /// From when until when there is quiet, over midnight where it ends earlier
    /// than it begins; none: never.
    pub quiet: Option<(i32, i32)>,
    /// When the digest goes.
    pub digest_at: i32,
}

impl Default for Hours {
    fn default() -> Self {
        Hours { quiet: None, digest_at: 8 * 60 }
    }
}

impl Hours {
    /// The first instant from `now` on at which they may be disturbed.
    pub fn first_loud(self, zone: &Zone, now: Timestamp) -> Timestamp {
        let Some((from, until)) = self.quiet.filter(|(from, until)| from != until) else { return now };
        let shown = zone.civil(now).time();
        let minute = i32::from(shown.hour()) * 60 + i32::from(shown.minute());
        let is_quiet = if from < until { (from..until).contains(&minute) } else { minute >= from || minute < until };
        if is_quiet { next_at(zone, until, now) } else { now }
    }

    /// When what is kept at `now` goes with a digest.
    pub fn next_digest(self, zone: &Zone, now: Timestamp) -> Timestamp {
        self.first_loud(zone, next_at(zone, self.digest_at, now))
    }
}

/// The next time after `now` that clocks there show this minute of the day.
fn next_at(zone: &Zone, minute: i32, now: Timestamp) -> Timestamp {
    let today = zone.day(now);
    // The day after tomorrow, for a place that leaves a whole day out.
    (0..=2)
        .map(|days| zone.instant(today.plus_days(days), minute))
        .find(|at| *at > now)
        .unwrap_or_else(|| now.plus(SignedDuration::from_hours(24)))
}

/// How long to wait after try number `tries` of the message `key`. The pauses
/// grow, and differ a little from message to message so that not all come at
/// once; the difference follows from the key, so that it is the same each time.
pub fn pause(key: &str, tries: i32) -> SignedDuration {
    let grown = doubled(FIRST_PAUSE, LONGEST_PAUSE, tries);
    grown + spread(grown, key, tries)
}

/// How long to leave a server alone that could not be reached this many times.
pub fn probe_pause(key: &str, times: i32) -> SignedDuration {
    let grown = doubled(FIRST_PROBE, LONGEST_PROBE, times);
    grown + spread(grown, key, times)
}

/// What a receiver asked for, within reason; at least our own pause.
pub fn wished(asked: SignedDuration, own: SignedDuration) -> SignedDuration {
    asked.min(LONGEST_WISH).max(own)
}

fn doubled(first: SignedDuration, longest: SignedDuration, times: i32) -> SignedDuration {
    let doublings = times.saturating_sub(1).clamp(0, 20);
    (first * 2_i32.pow(doublings as u32)).min(longest)
}

/// Up to a fifth of the pause.
fn spread(pause: SignedDuration, key: &str, times: i32) -> SignedDuration {
    let hash = Sha256::digest(format!("{key}/{times}"));
    let part = i64::from(u16::from_be_bytes([hash[0], hash[1]]));
    SignedDuration::from_millis(pause.as_millis() as i64 / 5 * part / i64::from(u16::MAX))
}

/// Whether a message that may go since `ready_at`, and was tried so often, is
/// given up at `now`.
pub fn is_given_up(ready_at: Timestamp, tries: i32, now: Timestamp) -> bool {
    tries >= FEWEST_TRIES && now.since(ready_at) > GIVE_UP_AFTER
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn quiet_ends_by_the_clocks_of_whoever_is_quiet() {
        let berlin = Zone::parse("Europe/Berlin").unwrap_or_else(|words| panic!("{words}"));
        let night = Some((22 * 60, 7 * 60));
        for (quiet, now, loud) in [
            (night, "2026-11-18T10:00:00Z", "2026-11-18T10:00:00Z"),
            (night, "2026-11-18T20:59:59Z", "2026-11-18T20:59:59Z"),
            (night, "2026-11-18T21:00:00Z", "2026-11-19T06:00:00Z"),
            (night, "2026-11-19T05:59:00Z", "2026-11-19T06:00:00Z"),
            (night, "2026-11-19T06:00:00Z", "2026-11-19T06:00:00Z"),
            // The night in which the clocks go back is an hour longer, the other an hour shorter.
            (night, "2026-10-24T21:00:00Z", "2026-10-25T06:00:00Z"),
            (night, "2027-03-27T22:00:00Z", "2027-03-28T05:00:00Z"),
            (Some((12 * 60, 13 * 60)), "2026-11-18T11:30:00Z", "2026-11-18T12:00:00Z"),
            (Some((8 * 60, 8 * 60)), "2026-11-18T07:00:00Z", "2026-11-18T07:00:00Z"),
            (None, "2026-11-18T23:00:00Z", "2026-11-18T23:00:00Z"),
        ] {
            let hours = Hours { quiet, ..Hours::default() };
            assert_eq!(hours.first_loud(&berlin, at(now)), at(loud), "{quiet:?} {now}");
        }
    }

    #[test]
    fn a_digest_goes_once_a_day_and_not_into_the_quiet() {
        let berlin = Zone::parse("Europe/Berlin").unwrap_or_else(|words| panic!("{words}"));
        for (quiet, now, goes) in [
            (None, "2026-11-18T06:59:00Z", "2026-11-18T07:00:00Z"),
            (None, "2026-11-18T07:00:00Z", "2026-11-19T07:00:00Z"),
            (None, "2026-10-24T12:00:00Z", "2026-10-25T07:00:00Z"),
            (Some((20 * 60, 9 * 60)), "2026-11-18T12:00:00Z", "2026-11-19T08:00:00Z"),
        ] {
            let hours = Hours { quiet, ..Hours::default() };
            assert_eq!(hours.next_digest(&berlin, at(now)), at(goes), "{quiet:?} {now}");
        }
    }

    #[test]
    fn pauses_grow_and_differ_and_are_the_same_each_time() {
        let mut last = SignedDuration::ZERO;
        for tries in 1..=8 {
            let pause = pause("a", tries);
            assert!(pause > last && pause <= LONGEST_PAUSE * 6 / 5, "{tries}: {pause:?}");
            assert_eq!(pause, super::pause("a", tries));
            last = pause;
        }
        assert_ne!(pause("a", 3), pause("b", 3));
        assert!(pause("a", i32::MAX) >= LONGEST_PAUSE && probe_pause("a", 99) <= LONGEST_PROBE * 6 / 5);
        assert!(pause("a", 0) >= FIRST_PAUSE);
        let own = SignedDuration::from_secs(30);
        assert_eq!(wished(SignedDuration::from_secs(1), own), own);
        assert_eq!(wished(SignedDuration::from_hours(100), own), LONGEST_WISH);
    }

    #[test]
    fn r16_a_day_is_waited_for() {
        let written = at("2026-11-18T10:00:00Z");
        for (hours, tries, is_over) in [
            (0, 99, false),
            (24, 99, false),
            (72, 99, false),
            (73, 99, true),
            (73, 8, true),
            (999, 7, false),
            (999, 1, false),
        ] {
            let now = written.plus(SignedDuration::from_hours(hours));
            assert_eq!(is_given_up(written, tries, now), is_over, "{hours} {tries}");
        }
    }

    #[test]
    fn the_fewest_tries_take_an_hour() {
        let pauses: SignedDuration = (1..FEWEST_TRIES).map(|tries| doubled(FIRST_PAUSE, LONGEST_PAUSE, tries)).sum();
        assert!(pauses >= SignedDuration::from_hours(1), "{pauses:?}");
    }
}
