//! What day and hour it is somewhere, and how long a day is there.

use std::hash::{Hash, Hasher};

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;
use jiff::civil::{Date, DateTime, Time};
use jiff::tz::{AmbiguousOffset, TimeZone};

use crate::clock::{Day, Timestamp};

/// Microseconds of a second.
const MICROS: i64 = 1_000_000;

/// A zone by its IANA name, such as `Europe/Berlin`.
#[derive(Debug, Clone, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Zone {
    /// As it is written down: a machine that has lost its zones keeps the name,
    /// and shows times by UTC meanwhile.
    name: String,
    zone: TimeZone,
}

impl Default for Zone {
    fn default() -> Self {
        Zone::utc()
    }
}

impl PartialEq for Zone {
    fn eq(&self, other: &Self) -> bool {
        self.name == other.name
    }
}

impl Eq for Zone {}

impl Hash for Zone {
    fn hash<H: Hasher>(&self, state: &mut H) {
        self.name.hash(state);
    }
}

impl Zone {
    /// Coordinated universal time.
    pub fn utc() -> Self {
        Zone { name: "UTC".into(), zone: TimeZone::UTC }
    }

    /// The zone of this name, in whatever case.
    ///
    /// # Errors
    ///
    /// Words that say which names are meant.
    pub fn parse(name: &str) -> Result<Self, String> {
        let name = name.trim();
        let unknown = || format!("“{name}” is no time zone; write it as Europe/Berlin, America/New_York or UTC");
        if name.eq_ignore_ascii_case("utc") {
            return Ok(Zone::utc());
        }
        let zone = TimeZone::get(name).map_err(|_| unknown())?;
        // `posix/…` and the like name files, not zones.
        let name = zone.iana_name().filter(|name| name.contains('/')).ok_or_else(unknown)?.to_owned();
        Ok(Zone { name, zone })
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.name
    }

    /// Whether it is UTC, which no calendar needs to be told of.
    pub fn is_utc(&self) -> bool {
        self.name == "UTC"
    }

    /// Its rules.
    pub fn rules(&self) -> &TimeZone {
        &self.zone
    }

    /// What its clocks show: `14:30`.
    pub fn hour(&self, at: Timestamp) -> String {
        self.civil(at).strftime("%H:%M").to_string()
    }

    /// The instant at which its clocks show this minute of a day. An hour that
    /// the clocks leave out is read by the offset before it, one that they show
    /// twice is the first (RFC 5545, section 3.3.5).
    pub fn instant(&self, day: Day, minute: i32) -> Timestamp {
        let (hour, rest) = ((minute / 60) as i8, (minute % 60) as i8);
        let zoned = day.date().at(hour, rest, 0, 0).to_zoned(self.zone.clone());
        zoned.map_or_else(|_| day.start_utc(), |zoned| Timestamp(zoned.timestamp().as_microsecond()))
    }

    /// The day that it is there at this instant.
    pub fn day(&self, at: Timestamp) -> Day {
        Day::from(self.civil(at).date())
    }

    /// The instant at which a day begins there: midnight, or the first moment
    /// after it where clocks skip midnight.
    pub fn start(&self, day: Day) -> Timestamp {
        let date: Date = day.date();
        let start = date.to_zoned(self.zone.clone()).map(|zoned| zoned.timestamp().as_microsecond());
        start.map_or(day.start_utc(), Timestamp)
    }

    /// What calendar and clock show there at this instant.
    pub fn civil(&self, at: Timestamp) -> DateTime {
        self.zone.to_datetime(jiff::Timestamp::from_microsecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH))
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
        let both = match self.zone.to_ambiguous_timestamp(clock).offset() {
            AmbiguousOffset::Unambiguous { offset } => (instant(offset), instant(offset)),
            AmbiguousOffset::Fold { before, after } => (instant(before), instant(after)),
            AmbiguousOffset::Gap { after, .. } => {
                // By the clock of afterwards, the change is still to come.
                let change = offset_change(&self.zone, after.to_timestamp(clock).ok());
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

impl<B: Backend> ToSql<Text, B> for Zone
where
    str: ToSql<Text, B>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, B>) -> serialize::Result {
        self.name.as_str().to_sql(out)
    }
}

impl<B: Backend> FromSql<Text, B> for Zone
where
    String: FromSql<Text, B>,
{
    fn from_sql(bytes: B::RawValue<'_>) -> deserialize::Result<Self> {
        let name = String::from_sql(bytes)?;
        let zone = TimeZone::get(&name).unwrap_or(TimeZone::UTC);
        Ok(Zone { name, zone })
    }
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
        for name in ["", "Berlin", "Europe/Nowhere", "../etc/passwd", "Mars/Olympus", "CET"] {
            assert!(Zone::parse(name).is_err(), "{name}");
        }
        for (typed, name) in [("Europe/Berlin", "Europe/Berlin"), (" europe/berlin ", "Europe/Berlin"), ("utc", "UTC")]
        {
            assert_eq!(zone(typed).name(), name);
        }
    }

    #[test]
    fn hours_are_those_of_the_place() {
        for (name, on, minute, iso) in [
            ("Europe/Berlin", "2026-10-24", 14 * 60, "2026-10-24T12:00:00Z"),
            ("Europe/Berlin", "2026-10-26", 14 * 60, "2026-10-26T13:00:00Z"),
            // Left out by the clocks, and shown twice.
            ("Europe/Berlin", "2027-03-28", 150, "2027-03-28T01:30:00Z"),
            ("Europe/Berlin", "2026-10-25", 150, "2026-10-25T00:30:00Z"),
            ("America/New_York", "2026-11-02", 9 * 60, "2026-11-02T14:00:00Z"),
            ("Asia/Kolkata", "2026-11-02", 9 * 60 + 30, "2026-11-02T04:00:00Z"),
            ("UTC", "2028-02-29", 0, "2028-02-29T00:00:00Z"),
        ] {
            let at = zone(name).instant(day(on), minute);
            assert_eq!(at.iso(), iso, "{name} {on} {minute}");
        }
        let at = zone("Asia/Kolkata").instant(day("2026-11-02"), 9 * 60 + 30);
        assert_eq!(zone("Asia/Kolkata").hour(at), "09:30");
    }
}
