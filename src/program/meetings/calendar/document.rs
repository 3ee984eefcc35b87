//! The lines around events: the calendar itself, its clocks, and times.

use icalendar::{Component, Event, Property};

use super::Zone;
use crate::clock::Timestamp;
use crate::program::meetings::zone::{observances, stamp};

/// What a calendar is meant to do with what it reads (RFC 5546, section 1.4).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Method {
    /// Invites, or says what changed.
    Request,
    /// Takes back.
    Cancel,
    /// Tells.
    Publish,
}

impl Method {
    /// The word.
    pub fn as_str(self) -> &'static str {
        match self {
            Method::Request => "REQUEST",
            Method::Cancel => "CANCEL",
            Method::Publish => "PUBLISH",
        }
    }
}

/// A whole calendar. `spans` are the zones of its events with the time between
/// which they lie. A calendar that only tells is followed, and says its name
/// and how often to look.
pub fn document(method: Method, spans: &[(&Zone, Timestamp, Timestamp)], events: &[Event]) -> String {
    let mut text = String::from("BEGIN:VCALENDAR\r\n");
    let mut heads = vec![
        Property::new("VERSION", "2.0"),
        Property::new("PRODID", "-//Drawbridge//Meetings//EN"),
        Property::new("CALSCALE", "GREGORIAN"),
        Property::new("METHOD", method.as_str()),
    ];
    if method == Method::Publish {
        heads.push(Property::new("NAME", "Drawbridge"));
        heads.push(Property::new("X-WR-CALNAME", "Drawbridge"));
        let mut interval = Property::new("REFRESH-INTERVAL", "PT1H");
        interval.add_parameter("VALUE", "DURATION");
        heads.push(interval);
        heads.push(Property::new("X-PUBLISHED-TTL", "PT1H"));
    }
    heads.into_iter().for_each(|head| push(&mut text, head));
    for (zone, from, to) in joined(spans) {
        push_zone(&mut text, zone, from, to);
    }
    for event in events {
        // Writing into a text can't fail; a part that could would be left out.
        text.push_str(&event.try_into_string().unwrap_or_default());
    }
    text.push_str("END:VCALENDAR\r\n");
    text
}

/// A time in a zone; of UTC it is known without a name.
pub(super) fn date_time(key: &str, zone: &Zone, at: Timestamp) -> Property {
    date_time_list(key, zone, &[at])
}

/// Several times in one property.
pub(super) fn date_time_list(key: &str, zone: &Zone, at: &[Timestamp]) -> Property {
    let shown = |at: &Timestamp| if zone.is_utc() { utc(*at) } else { stamp(zone, *at) };
    let mut property = Property::new(key, at.iter().map(shown).collect::<Vec<_>>().join(","));
    if !zone.is_utc() {
        property.add_parameter("TZID", zone.name());
    }
    property
}

/// An instant in the basic form of ISO 8601: `20261124T130000Z`.
pub(super) fn utc(at: Timestamp) -> String {
    format!("{}Z", stamp(&Zone::utc(), at))
}

/// Each zone once, with the span of all its events.
fn joined<'z>(spans: &[(&'z Zone, Timestamp, Timestamp)]) -> Vec<(&'z Zone, Timestamp, Timestamp)> {
    let mut joined: Vec<(&Zone, Timestamp, Timestamp)> = Vec::new();
    for (zone, from, to) in spans.iter().filter(|(zone, ..)| !zone.is_utc()) {
        match joined.iter_mut().find(|(known, ..)| known == zone) {
            Some((_, first, last)) => (*first, *last) = ((*first).min(*from), (*last).max(*to)),
            None => joined.push((zone, *from, *to)),
        }
    }
    joined
}

fn push_zone(text: &mut String, zone: &Zone, from: Timestamp, to: Timestamp) {
    text.push_str("BEGIN:VTIMEZONE\r\n");
    push(text, Property::new("TZID", zone.name()));
    for observance in observances(zone, from, to) {
        let kind = if observance.is_daylight { "DAYLIGHT" } else { "STANDARD" };
        text.push_str(&format!("BEGIN:{kind}\r\n"));
        push(text, Property::new("DTSTART", observance.onset.strftime("%Y%m%dT%H%M%S").to_string()));
        push(text, Property::new("TZOFFSETFROM", offset(observance.from)));
        push(text, Property::new("TZOFFSETTO", offset(observance.to)));
        push(text, Property::new("TZNAME", observance.name));
        text.push_str(&format!("END:{kind}\r\n"));
    }
    text.push_str("END:VTIMEZONE\r\n");
}

/// Seconds east of UTC as `+0130`, with seconds where there are any.
fn offset(seconds: i32) -> String {
    let (sign, of) = (if seconds < 0 { '-' } else { '+' }, seconds.abs());
    let (hours, minutes, rest) = (of / 3_600, of / 60 % 60, of % 60);
    if rest == 0 { format!("{sign}{hours:02}{minutes:02}") } else { format!("{sign}{hours:02}{minutes:02}{rest:02}") }
}

fn push(text: &mut String, property: Property) {
    let line: Result<String, std::fmt::Error> = property.try_into();
    text.push_str(&line.unwrap_or_default());
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn offsets_are_signed_hours_and_minutes() {
        for (seconds, text) in
            [(0, "+0000"), (3_600, "+0100"), (-12_600, "-0330"), (19_800, "+0530"), (-1_172, "-001932")]
        {
            assert_eq!(offset(seconds), text, "{seconds}");
        }
    }
}
