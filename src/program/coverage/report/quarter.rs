//! Quarters of the calendar year, as addresses name them: `2026-Q4`.

use std::fmt;

use crate::clock::Day;
use crate::program::coverage::Period;

/// Three months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Quarter {
    year: i16,
    /// 1 to 4.
    number: i8,
}

impl Quarter {
    /// Reads `2026-Q4`.
    ///
    /// # Errors
    ///
    /// Words that say which form is expected.
    pub fn parse(text: &str) -> Result<Self, String> {
        let parts = text.trim().split_once("-Q").or_else(|| text.trim().split_once("-q"));
        let read = parts.and_then(|(year, number)| Some((year.parse().ok()?, number.parse().ok()?)));
        read.filter(|(year, number)| (1970..=9_000).contains(year) && (1..=4).contains(number))
            .map(|(year, number)| Quarter { year, number })
            .ok_or_else(|| format!("“{}” is not a quarter like 2026-Q4", text.trim()))
    }

    /// The quarter in which the day lies.
    pub fn of(day: Day) -> Self {
        let date = day.date();
        Quarter { year: date.year(), number: (date.month() - 1) / 3 + 1 }
    }

    /// Its first day.
    pub fn first(self) -> Day {
        Day::new(self.year, self.number * 3 - 2, 1).expect("every quarter begins on a first of a month")
    }

    /// Its last day.
    pub fn last(self) -> Day {
        self.first().plus_months(3).plus_days(-1)
    }

    /// The quarter before.
    #[must_use]
    pub fn before(self) -> Self {
        Quarter::of(self.first().plus_days(-1))
    }

    /// Its days up to `today`; none where it has not begun.
    pub fn period(self, today: Day) -> Option<Period> {
        (self.first() <= today).then(|| Period { from: self.first(), to: self.last().min(today) })
    }

    /// "the fourth quarter of 2026"
    pub fn words(self) -> String {
        let ordinal = match self.number {
            1 => "first",
            2 => "second",
            3 => "third",
            _ => "fourth",
        };
        format!("the {ordinal} quarter of {}", self.year)
    }
}

impl fmt::Display for Quarter {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{}-Q{}", self.year, self.number)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day of the table")
    }

    #[test]
    fn quarters_have_their_days() {
        for (text, first, last, before) in [
            ("2026-Q4", "2026-10-01", "2026-12-31", "2026-Q3"),
            ("2024-Q1", "2024-01-01", "2024-03-31", "2023-Q4"),
            ("2026-q2", "2026-04-01", "2026-06-30", "2026-Q1"),
        ] {
            let quarter = Quarter::parse(text).expect(text);
            assert_eq!((quarter.first(), quarter.last()), (day(first), day(last)), "{text}");
            assert_eq!(quarter.before().to_string(), before, "{text}");
            assert_eq!(Quarter::of(day(last)), quarter, "{text}");
        }
    }

    #[test]
    fn what_is_no_quarter_is_said_so() {
        for text in ["", "2026", "2026-Q5", "2026-Q0", "Q4-2026", "99999-Q1", "2026-Q-1", "2026-Q４"] {
            assert!(Quarter::parse(text).is_err(), "{text}");
        }
    }

    #[test]
    fn a_quarter_that_goes_on_ends_today_for_now() {
        let quarter = Quarter::of(day("2026-11-18"));

        assert_eq!(quarter.period(day("2026-11-18")).map(|period| period.to), Some(day("2026-11-18")));
        assert_eq!(quarter.period(day("2027-02-01")).map(|period| period.to), Some(day("2026-12-31")));
        assert_eq!(quarter.period(day("2026-09-30")), None);
    }
}
