//! How much time is granted, how full it is, and which entries can be written.

use crate::clock::{Day, Timestamp};
use crate::web::Member;

/// Days that somebody serves before a band says anything about them.
pub const EARLY_DAYS: i32 = 14;
/// From this share of the granted time on it counts as given, in percent.
const GIVEN_PERCENT: i64 = 80;
/// From this share on it counts as partly given, in percent.
const PARTLY_PERCENT: i64 = 30;

/// How much of its granted time a team's champions gave. Only bands are shown,
/// so that the program's figures never become a ranking of people.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Band {
    /// Less than 30 %.
    Hardly,
    /// 30 % up to 80 %.
    Partly,
    /// 80 % and more.
    Given,
}

impl Band {
    /// The band in one word.
    pub fn label(self) -> &'static str {
        match self {
            Band::Given => "given",
            Band::Partly => "partly",
            Band::Hardly => "hardly",
        }
    }
}

/// The band; none where no time was granted.
pub fn band(given: i64, granted: i64) -> Option<Band> {
    if granted <= 0 {
        return None;
    }
    let percent = given * 100 / granted;
    Some(match percent {
        _ if percent >= GIVEN_PERCENT => Band::Given,
        _ if percent >= PARTLY_PERCENT => Band::Partly,
        _ => Band::Hardly,
    })
}

/// Whether an entry of `day` can be made, changed or taken away on `today`, for
/// which a company gives `window` days: what was reported before stays as it was.
pub fn is_open(day: Day, today: Day, window: i32) -> bool {
    (0..=window).contains(&today.days_since(day))
}

/// The days for which a member can log time now, the first and the last.
pub fn open_days(member: &Member, now: Timestamp) -> (Day, Day) {
    let today = member.today(now);
    (today.plus_days(-member.calendar.open_days), today)
}

/// Minutes as people say them: `45 min`, `1 h`, `1 h 30`.
pub fn duration_words(minutes: i64) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes} min"),
        (hours, 0) => format!("{hours} h"),
        (hours, minutes) => format!("{hours} h {minutes:02}"),
    }
}

/// Minutes as somebody types them, and [`parse_length`](super::parse_length) reads
/// them: `45m`, `1h`, `1h30`.
pub fn typed_length(minutes: i32) -> String {
    match (minutes / 60, minutes % 60) {
        (0, minutes) => format!("{minutes}m"),
        (hours, 0) => format!("{hours}h"),
        (hours, minutes) => format!("{hours}h{minutes:02}"),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: i8) -> Day {
        Day::new(2026, 11, day).expect("a day of November")
    }

    #[test]
    fn bands_are_wide() {
        for (given, granted, expected) in [
            (0, 0, None),
            (0, 100, Some(Band::Hardly)),
            (29, 100, Some(Band::Hardly)),
            (30, 100, Some(Band::Partly)),
            (79, 100, Some(Band::Partly)),
            (80, 100, Some(Band::Given)),
            (500, 100, Some(Band::Given)),
        ] {
            assert_eq!(band(given, granted), expected, "{given} of {granted}");
        }
    }

    #[test]
    fn entries_stay_open_for_a_month() {
        let today = Day::new(2026, 12, 2).expect("a day");
        for (then, open) in [(day(1), true), (day(1).plus_days(-1), false), (today, true), (today.plus_days(1), false)]
        {
            assert_eq!(is_open(then, today, 31), open, "{then}");
        }
        assert!(!is_open(day(1), today, 30));
    }

    #[test]
    fn a_typed_length_is_read_again() {
        for minutes in 1..=1_440 {
            let typed = typed_length(minutes);
            assert_eq!(super::super::parse_length(&typed), Ok(minutes), "{typed}");
        }
    }
}
