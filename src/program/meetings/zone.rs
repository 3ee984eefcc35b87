//! Time zones by their IANA names, and what happens in them.

use diesel::backend::Backend;
use diesel::deserialize::{self, FromSql, FromSqlRow};
use diesel::expression::AsExpression;
use diesel::serialize::{self, Output, ToSql};
use diesel::sql_types::Text;
use jiff::tz::TimeZone;

use crate::clock::{Day, Timestamp};

/// Zones that a form offers; any other name is taken, too.
pub const OFFERED: &[&str] = &[
    "UTC",
    "Europe/London",
    "Europe/Lisbon",
    "Europe/Berlin",
    "Europe/Madrid",
    "Europe/Paris",
    "Europe/Athens",
    "Europe/Helsinki",
    "Africa/Cairo",
    "Africa/Johannesburg",
    "Africa/Lagos",
    "America/New_York",
    "America/Chicago",
    "America/Denver",
    "America/Los_Angeles",
    "America/Toronto",
    "America/Mexico_City",
    "America/Sao_Paulo",
    "Asia/Dubai",
    "Asia/Kolkata",
    "Asia/Singapore",
    "Asia/Shanghai",
    "Asia/Tokyo",
    "Asia/Seoul",
    "Australia/Sydney",
    "Pacific/Auckland",
];

/// Days before a span whose change of the clocks may still hold in it; a zone
/// that changes them does so within a year.
const LOOK_BACK: i32 = 400;

/// A zone, by its IANA name.
#[derive(Debug, Clone, PartialEq, Eq, Hash, AsExpression, FromSqlRow)]
#[diesel(sql_type = Text)]
pub struct Zone(String);

/// A change of the clocks in a zone, as `VTIMEZONE` of RFC 5545 describes it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Observance {
    /// Whether it is daylight saving.
    pub is_daylight: bool,
    /// What the clocks showed when it began, by the offset before: day and seconds from midnight on.
    pub onset: jiff::civil::DateTime,
    /// Seconds east of UTC before it.
    pub from: i32,
    /// Seconds east of UTC from then on.
    pub to: i32,
    /// What it is called, such as `CET`.
    pub name: String,
}

impl Zone {
    /// Coordinated universal time.
    pub fn utc() -> Self {
        Zone("UTC".into())
    }

    /// The zone of this name.
    ///
    /// # Errors
    ///
    /// Words that give examples.
    pub fn parse(text: &str) -> Result<Self, String> {
        let wanted = text.trim();
        let unknown = || format!("“{wanted}” is no time zone; write one like Europe/Berlin or America/New_York");
        if wanted.eq_ignore_ascii_case("utc") {
            return Ok(Zone::utc());
        }
        // `posix/…` and the like name files, not zones.
        let zone = TimeZone::get(wanted).map_err(|_| unknown())?;
        zone.iana_name().filter(|name| name.contains('/')).map(|name| Zone(name.to_owned())).ok_or_else(unknown)
    }

    /// Its name.
    pub fn name(&self) -> &str {
        &self.0
    }

    /// Whether it is UTC, which no calendar needs to be told of.
    pub fn is_utc(&self) -> bool {
        self.0 == "UTC"
    }

    /// The instant at which its clocks show this. An hour that the clocks leave
    /// out is read by the offset before it, one that they show twice is the
    /// first (RFC 5545, section 3.3.5).
    pub fn instant(&self, day: Day, minute: i32) -> Timestamp {
        let (hour, rest) = ((minute / 60) as i8, (minute % 60) as i8);
        let shown = day.date().at(hour, rest, 0, 0);
        let zoned = shown.to_zoned(self.time_zone());
        zoned.map_or_else(|_| day.start_utc(), |zoned| Timestamp(zoned.timestamp().as_microsecond()))
    }

    /// The day that it is there.
    pub fn day(&self, at: Timestamp) -> Day {
        Day::from(self.shown(at).date())
    }

    /// What its clocks show: `14:30`.
    pub fn hour(&self, at: Timestamp) -> String {
        self.shown(at).strftime("%H:%M").to_string()
    }

    /// What its clocks show, in the basic form of ISO 8601: `20261124T143000`.
    pub fn stamp(&self, at: Timestamp) -> String {
        self.shown(at).strftime("%Y%m%dT%H%M%S").to_string()
    }

    /// The changes of the clocks that hold somewhere between two instants, the
    /// earliest first; at least one.
    pub fn observances(&self, from: Timestamp, to: Timestamp) -> Vec<Observance> {
        let zone = self.time_zone();
        let instant = |at: Timestamp| jiff::Timestamp::from_microsecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        // A second on, so that a change at the very beginning counts.
        let (first, last) = (instant(from.plus(jiff::SignedDuration::from_secs(1))), instant(to));
        let mut changes: Vec<_> = zone.preceding(first).take(1).collect();
        changes.extend(zone.following(first).take_while(|change| change.timestamp() <= last));
        let mut found = Vec::new();
        for change in changes {
            let before = zone.to_offset_info(change.timestamp() - jiff::SignedDuration::from_secs(1)).offset();
            found.push(Observance {
                is_daylight: change.dst().is_dst(),
                onset: before.to_datetime(change.timestamp()),
                from: before.seconds(),
                to: change.offset().seconds(),
                name: change.abbreviation().to_owned(),
            });
        }
        if found.is_empty() {
            let info = zone.to_offset_info(first);
            found.push(Observance {
                is_daylight: false,
                onset: Day::from(info.offset().to_datetime(first).date()).plus_days(-LOOK_BACK).date().at(0, 0, 0, 0),
                from: info.offset().seconds(),
                to: info.offset().seconds(),
                name: info.abbreviation().to_owned(),
            });
        }
        found
    }

    fn shown(&self, at: Timestamp) -> jiff::civil::DateTime {
        let instant = jiff::Timestamp::from_microsecond(at.0).unwrap_or(jiff::Timestamp::UNIX_EPOCH);
        self.time_zone().to_datetime(instant)
    }

    fn time_zone(&self) -> TimeZone {
        // The name was known when it was parsed; a machine that has lost its
        // zones still shows meetings, by UTC.
        if self.is_utc() { TimeZone::UTC } else { TimeZone::get(&self.0).unwrap_or(TimeZone::UTC) }
    }
}

impl<B: Backend> ToSql<Text, B> for Zone
where
    str: ToSql<Text, B>,
{
    fn to_sql<'b>(&'b self, out: &mut Output<'b, '_, B>) -> serialize::Result {
        self.0.as_str().to_sql(out)
    }
}

impl<B: Backend> FromSql<Text, B> for Zone
where
    String: FromSql<Text, B>,
{
    fn from_sql(bytes: B::RawValue<'_>) -> deserialize::Result<Self> {
        String::from_sql(bytes).map(Zone)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn zone(name: &str) -> Zone {
        Zone::parse(name).expect("a zone")
    }

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    #[test]
    fn only_names_of_zones_are_taken() {
        for (text, name) in [
            ("Europe/Berlin", Some("Europe/Berlin")),
            (" europe/berlin ", Some("Europe/Berlin")),
            ("utc", Some("UTC")),
            ("Mars/Olympus", None),
            ("", None),
            ("../etc/passwd", None),
            ("CET", None),
        ] {
            assert_eq!(Zone::parse(text).ok().map(|zone| zone.0), name.map(str::to_owned), "{text:?}");
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
            assert_eq!(zone(name).instant(day(on), minute).iso(), iso, "{name} {on} {minute}");
        }
    }

    #[test]
    fn the_changes_of_a_span_begin_with_the_one_before_it() {
        let berlin = zone("Europe/Berlin");
        let found = berlin.observances(day("2026-10-01").start_utc(), day("2027-04-30").start_utc());
        let told: Vec<_> =
            found.iter().map(|one| (one.name.as_str(), one.onset.to_string(), one.from, one.to)).collect();

        assert_eq!(
            told,
            [
                ("CEST", "2026-03-29T02:00:00".to_owned(), 3_600, 7_200),
                ("CET", "2026-10-25T03:00:00".to_owned(), 7_200, 3_600),
                ("CEST", "2027-03-28T02:00:00".to_owned(), 3_600, 7_200),
            ]
        );
        assert_eq!(zone("UTC").observances(Timestamp(0), Timestamp(1)).len(), 1);
    }
}
