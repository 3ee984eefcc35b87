//! What an invitation says of a zone (RFC 5545), and the zones that forms offer.

use crate::calendar::Zone;
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

/// What a zone's clocks show, in the basic form of ISO 8601: `20261124T143000`.
pub fn stamp(zone: &Zone, at: Timestamp) -> String {
    zone.civil(at).strftime("%Y%m%dT%H%M%S").to_string()
}

/// The changes of the clocks that hold somewhere between two instants, the
/// earliest first; at least one.
pub fn observances(zone: &Zone, from: Timestamp, to: Timestamp) -> Vec<Observance> {
    let zone = zone.rules();
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
    fn the_changes_of_a_span_begin_with_the_one_before_it() {
        let berlin = zone("Europe/Berlin");
        let found = observances(&berlin, day("2026-10-01").start_utc(), day("2027-04-30").start_utc());
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
        assert_eq!(observances(&zone("UTC"), Timestamp(0), Timestamp(1)).len(), 1);
    }
}
