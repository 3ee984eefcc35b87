//! How long whoever has a question may take, as the company says.

use jiff::SignedDuration;

use crate::calendar::WorkCalendar;
use crate::questions::model::{Turn, Urgency};

/// Working days, and minutes of working time beside them.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Target {
    days: u16,
    minutes: u16,
}

/// Days that a target may have at the most: half a year.
const DAYS: u16 = 130;
/// Minutes beside them: a day and a night.
const MINUTES: u16 = 24 * 60;

impl Target {
    const fn days(days: u16) -> Self {
        Target { days, minutes: 0 }
    }

    const fn hours(hours: u16) -> Self {
        Target { days: 0, minutes: hours * 60 }
    }

    /// Reads `1 day`, `4 hours`, `90 minutes`, `1 day 4 hours`, `2d`, `1d 30m`.
    pub fn parse(text: &str) -> Option<Self> {
        let spaced = text.chars().fold(String::new(), |mut spaced, letter| {
            let turns = spaced.ends_with(|last: char| last.is_ascii_digit()) != letter.is_ascii_digit();
            if turns && !spaced.is_empty() {
                spaced.push(' ');
            }
            spaced.push(letter);
            spaced
        });
        let words: Vec<&str> = spaced.split_whitespace().collect();
        let mut target = Target { days: 0, minutes: 0 };
        for pair in words.chunks(2) {
            let [count, unit] = pair else { return None };
            let count: u16 = count.parse().ok()?;
            match unit.to_lowercase().as_str() {
                "d" | "day" | "days" => target.days = target.days.checked_add(count)?,
                "h" | "hour" | "hours" => target.minutes = target.minutes.checked_add(count.checked_mul(60)?)?,
                "m" | "min" | "minute" | "minutes" => target.minutes = target.minutes.checked_add(count)?,
                _ => return None,
            }
        }
        let is_some = target.days > 0 || target.minutes > 0;
        (is_some && target.days <= DAYS && target.minutes <= MINUTES).then_some(target)
    }

    /// The business time that it comes to.
    pub fn time(self, calendar: &WorkCalendar) -> SignedDuration {
        calendar.business_days(i64::from(self.days)) + SignedDuration::from_mins(i64::from(self.minutes))
    }

    /// The target in words: `1 working day`, `4 working hours`.
    pub fn words(self) -> String {
        let some = |count: u16, unit: &str| format!("{count} working {unit}{}", if count == 1 { "" } else { "s" });
        let parts = [
            (self.days > 0).then(|| some(self.days, "day")),
            (self.minutes >= 60).then(|| some(self.minutes / 60, "hour")),
            (!self.minutes.is_multiple_of(60)).then(|| some(self.minutes % 60, "minute")),
        ];
        parts.into_iter().flatten().collect::<Vec<_>>().join(" and ")
    }
}

/// The targets; each names its key and default. In the environment a key is
/// upper-cased with `DRAWBRIDGE_` in front and `__` for the dot.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Targets {
    /// `questions.champion_low`: 3 days.
    pub champion_low: Target,
    /// `questions.champion_normal`: 1 day.
    pub champion_normal: Target,
    /// `questions.champion_blocked`: 4 hours.
    pub champion_blocked: Target,
    /// `questions.netsec_low`: 5 days.
    pub netsec_low: Target,
    /// `questions.netsec_normal`: 2 days.
    pub netsec_normal: Target,
    /// `questions.netsec_blocked`: 4 hours.
    pub netsec_blocked: Target,
    /// `questions.lead_after`: how long after its due time the program's lead
    /// hears of a question: 1 day.
    pub lead_after: Target,
    /// `questions.confirm_after`: how long whoever asked may say what an answer
    /// lacks before it counts as confirmed: 5 days.
    pub confirm_after: Target,
}

impl Default for Targets {
    fn default() -> Self {
        Targets {
            champion_low: Target::days(3),
            champion_normal: Target::days(1),
            champion_blocked: Target::hours(4),
            netsec_low: Target::days(5),
            netsec_normal: Target::days(2),
            netsec_blocked: Target::hours(4),
            lead_after: Target::days(1),
            confirm_after: Target::days(5),
        }
    }
}

impl Targets {
    /// The keys of the settings.
    pub const KEYS: [&str; 8] = [
        "questions.champion_low",
        "questions.champion_normal",
        "questions.champion_blocked",
        "questions.netsec_low",
        "questions.netsec_normal",
        "questions.netsec_blocked",
        "questions.lead_after",
        "questions.confirm_after",
    ];

    /// The target that one of the keys names.
    pub fn named(&mut self, key: &str) -> Option<&mut Target> {
        Some(match key {
            "questions.champion_low" => &mut self.champion_low,
            "questions.champion_normal" => &mut self.champion_normal,
            "questions.champion_blocked" => &mut self.champion_blocked,
            "questions.netsec_low" => &mut self.netsec_low,
            "questions.netsec_normal" => &mut self.netsec_normal,
            "questions.netsec_blocked" => &mut self.netsec_blocked,
            "questions.lead_after" => &mut self.lead_after,
            "questions.confirm_after" => &mut self.confirm_after,
            _ => return None,
        })
    }

    /// The targets in words for whoever asks, with the hours that count.
    pub fn words(&self, calendar: &WorkCalendar) -> String {
        format!(
            "Champions answer within {}, Network Security within {} more; where work stands still both have it at \
             once, and answer within {}. Working hours are {} in {}, weekends and holidays left out.",
            self.champion_normal.words(),
            self.netsec_normal.words(),
            self.champion_blocked.words(),
            calendar.hours,
            calendar.zone.name(),
        )
    }

    /// How long whoever has the turn may take; none where nobody's clock runs.
    /// Where two have it, the shorter time.
    pub fn of(&self, turn: Turn, urgency: Urgency, calendar: &WorkCalendar) -> Option<SignedDuration> {
        let (champion, netsec) = match urgency {
            Urgency::Low => (self.champion_low, self.netsec_low),
            Urgency::Normal => (self.champion_normal, self.netsec_normal),
            Urgency::Blocked => (self.champion_blocked, self.netsec_blocked),
        };
        let (champion, netsec) = (champion.time(calendar), netsec.time(calendar));
        match turn {
            Turn::Champion => Some(champion),
            Turn::NetSec => Some(netsec),
            Turn::Both => Some(champion.min(netsec)),
            Turn::Asker | Turn::Nobody => None,
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn targets_are_read_as_people_write_them() {
        for (text, days, minutes) in [
            ("1 day", 1, 0),
            ("4 hours", 0, 240),
            ("2d", 2, 0),
            ("1d 4h", 1, 240),
            ("1 day 30 minutes", 1, 30),
            ("90m", 0, 90),
        ] {
            assert_eq!(Target::parse(text), Some(Target { days, minutes }), "{text}");
        }
        for text in ["", "4", "day", "0 days", "4 weeks", "-1 day", "131 days", "1 day 4", "99999 hours", "1.5 days"] {
            assert_eq!(Target::parse(text), None, "{text}");
        }
    }

    #[test]
    fn targets_are_said_in_words() {
        for (text, words) in [
            ("1d", "1 working day"),
            ("240m", "4 working hours"),
            ("2d 1h 5m", "2 working days and 1 working hour and 5 working minutes"),
        ] {
            assert_eq!(Target::parse(text).map(Target::words).as_deref(), Some(words));
        }
    }

    #[test]
    fn every_key_names_a_target_of_its_own() {
        let mut targets = Targets::default();
        for (index, key) in Targets::KEYS.iter().enumerate() {
            let target = targets.named(key).unwrap_or_else(|| panic!("{key}"));
            *target = Target::days(index as u16 + 1);
        }
        assert_eq!((targets.champion_low, targets.confirm_after), (Target::days(1), Target::days(8)));
        assert_eq!(targets.named("questions.mood"), None);
    }
}
