//! What day it is somewhere, and how long that day is.

use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};

use crate::clock::{Day, Timestamp};

/// Microseconds of a second.
const MICROS: i64 = 1_000_000;

/// A zone by its IANA name, such as `Europe/Berlin`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Zone(TimeZone);

impl Default for Zone {
    fn default() -> Self {
        Zone(TimeZone::UTC)
    }
}

impl Zone {
    /// The zone of this name.
    ///
    /// # Errors
    ///
    /// Words that say which names are meant.
    pub fn parse(name: &str) -> Result<Self, String> {
        let name = name.trim();
        let unknown = || format!("“{name}” is no time zone; write it as Europe/Berlin, America/New_York or UTC");
        if name.is_empty() || name.len() > 64 {
            return Err(unknown());
        }
        TimeZone::get(name).map(Zone).map_err(|_| unknown())
    }

    /// Its name.
    pub fn name(&self) -> &str {
        self.0.iana_name().unwrap_or("UTC")
    }

    /// The day that it is there at this instant.
    pub fn day(&self, at: Timestamp) -> Day {
        let instant = jiff::Timestamp::from_microsecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        Day::from(self.0.to_datetime(instant).date())
    }

    /// The instant at which a day begins there: midnight, or the first moment
    /// after it where clocks skip midnight.
    pub fn start(&self, day: Day) -> Timestamp {
        let date: Date = day.date();
        let start = date.to_zoned(self.0.clone()).map(|zoned| zoned.timestamp().as_microsecond());
        start.map_or(day.start_utc(), Timestamp)
    }

    /// What calendar and clock show there at this instant.
    pub fn civil(&self, at: Timestamp) -> DateTime {
        self.0.to_datetime(jiff::Timestamp::from_microsecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH))
    }

    /// The instant at which the clock there shows this minute of a day (0 to
    /// 1,439) for the first time; where it skips that minute, when it does so.
    pub fn first_at(&self, day: Day, minute: u16) -> Timestamp {
        self.shown(day, minute).0
    }

    /// As [`Zone::first_at`], for the last time.
    pub fn last_at(&self, day: Day, minute: u16) -> Timestamp {
        self.shown(day, minute).1
    }

    /// Words for a reader there: `Thu 19 Nov 2026, 02:00 (Europe/Berlin)`.
    pub fn words(&self, at: Timestamp) -> String {
        format!("{} ({})", self.civil(at).strftime("%a %-d %b %Y, %H:%M"), self.name())
    }

    fn shown(&self, day: Day, minute: u16) -> (Timestamp, Timestamp) {
        let time = Time::new((minute / 60) as i8, (minute % 60) as i8, 0, 0).unwrap_or(Time::midnight());
        let clock = day.date().to_datetime(time);
        let instant =
            |offset: jiff::tz::Offset| offset.to_timestamp(clock).ok().map(|at| Timestamp(at.as_microsecond()));
        let both = match self.0.to_ambiguous_timestamp(clock).offset() {
            AmbiguousOffset::Unambiguous { offset } => (instant(offset), instant(offset)),
            AmbiguousOffset::Fold { before, after } => (instant(before), instant(after)),
            AmbiguousOffset::Gap { after, .. } => {
                // By the clock of afterwards, the change is still to come.
                let change = offset_change(&self.0, after.to_timestamp(clock).ok());
                (change, change)
            }
        };
        (both.0.unwrap_or(day.start_utc()), both.1.unwrap_or(day.start_utc()))
    }

    /// Every name that the system knows, by name.
    pub fn names() -> Vec<String> {
        let mut names: Vec<String> = jiff::tz::db().available().map(|name| name.to_string()).collect();
        names.retain(|name| name.contains('/') || name == "UTC");
        names.sort_unstable();
        names
    }
}

/// When the clocks change next.
fn offset_change(zone: &TimeZone, from: Option<jiff::Timestamp>) -> Option<Timestamp> {
    zone.following(from?).next().map(|change| Timestamp(change.timestamp().as_microsecond()))
}

/// How long a day is there, in seconds: 86,400, an hour less or more where the
/// clocks change, and none where a day was left out.
pub fn day_seconds(zone: &Zone, day: Day) -> i64 {
    (zone.start(day.plus_days(1)).0 - zone.start(day).0) / MICROS
}

/// The seconds from one instant to a later one, by the days that they fall on
/// there; days without any are left out.
pub fn seconds_by_day(zone: &Zone, from: Timestamp, to: Timestamp) -> Vec<(Day, i64)> {
    let mut days = Vec::new();
    let (mut day, last) = (zone.day(from), zone.day(to));
    while day <= last {
        let begins = zone.start(day).max(from);
        let ends = zone.start(day.plus_days(1)).min(to);
        if ends > begins {
            days.push((day, (ends.0 - begins.0) / MICROS));
        }
        day = day.plus_days(1);
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> Zone {
        Zone::parse(name).unwrap_or_else(|words| panic!("{words}"))
    }

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap_or_else(|words| panic!("{words}"))
    }

    #[test]
    fn a_day_is_as_long_as_its_clocks_say() {
        for (name, on, hours) in [
            ("Europe/Berlin", "2026-03-29", 23),
            ("Europe/Berlin", "2026-10-25", 25),
            ("Europe/Berlin", "2024-02-29", 24),
            ("UTC", "2026-03-29", 24),
            ("America/New_York", "2026-03-08", 23),
            // Clocks skip midnight itself.
            ("America/Sao_Paulo", "2018-11-04", 23),
            // Samoa left the whole day out when it crossed the date line.
            ("Pacific/Apia", "2011-12-30", 0),
        ] {
            assert_eq!(day_seconds(&zone(name), day(on)), hours * 3_600, "{name} {on}");
        }
        assert_eq!(day_seconds(&zone("Australia/Lord_Howe"), day("2026-10-04")), 23 * 3_600 + 1_800);
    }

    #[test]
    fn it_is_another_day_elsewhere() {
        let at = Timestamp::parse("2026-11-22T23:30:00Z").unwrap_or(Timestamp(0));
        for (name, on) in [
            ("UTC", "2026-11-22"),
            ("Europe/Berlin", "2026-11-23"),
            ("America/Los_Angeles", "2026-11-22"),
            ("Pacific/Kiritimati", "2026-11-23"),
        ] {
            assert_eq!(zone(name).day(at), day(on), "{name}");
        }
    }

    #[test]
    fn names_that_are_none_are_said() {
        for name in ["", "Berlin", "Europe/Nowhere", "../etc/passwd", "Mars/Olympus"] {
            assert!(Zone::parse(name).is_err(), "{name}");
        }
        assert_eq!(zone("Europe/Berlin").name(), "Europe/Berlin");
    }
}
