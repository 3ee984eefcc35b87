//! Times and counts as pages say them.

use super::model::{Meeting, MeetingDate};
use super::store::Counts;

/// When a date is, in words.
#[derive(Debug, Clone)]
pub struct When {
    /// `Tue 24 Nov 2026, 14:00 to 15:00`.
    pub words: String,
    /// `Europe/Berlin`.
    pub zone: String,
    /// `13:00 UTC`; empty where that is the zone.
    pub utc: String,
    /// For `datetime`.
    pub iso: String,
}

impl When {
    /// The date's own.
    pub fn of(meeting: &Meeting, date: &MeetingDate) -> Self {
        let zone = &meeting.zone;
        let (from, to) = (zone.hour(date.starts_at), zone.hour(date.ends_at));
        let weekday = date.day.short();
        let weekday = weekday.split(' ').next().unwrap_or_default();
        let utc = crate::calendar::Zone::utc();
        When {
            words: format!("{weekday} {}, {from} to {to}", date.day.words()),
            zone: zone.name().to_owned(),
            utc: if zone.is_utc() { String::new() } else { format!("{} UTC", utc.hour(date.starts_at)) },
            iso: date.starts_at.iso(),
        }
    }
}

/// `4 accepted, 1 declined`; empty where nobody said anything.
pub fn counted(counts: &Counts) -> String {
    let said = [
        (counts.accepted, "accepted"),
        (counts.tentative, "perhaps"),
        (counts.declined, "declined"),
        (counts.attended, "were there"),
    ];
    let said: Vec<_> =
        said.iter().filter(|(count, _)| *count > 0).map(|(count, word)| format!("{count} {word}")).collect();
    said.join(", ")
}
