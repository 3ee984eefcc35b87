//! Shares and contracts, as they changed over time.

use crate::calendar::Period;
use crate::clock::Day;

/// A value that holds from a day on, until the next one does.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Steps<T> {
    /// What holds before the first step.
    pub base: T,
    /// Each with its first day, the earliest first.
    pub steps: Vec<(Day, T)>,
}

impl<T: Copy> Steps<T> {
    /// What holds all the time.
    pub fn always(base: T) -> Self {
        Steps { base, steps: Vec::new() }
    }

    /// What holds on `day`.
    pub fn on(&self, day: Day) -> T {
        self.steps.iter().rev().find(|(from, _)| *from <= day).map_or(self.base, |(_, value)| *value)
    }
}

/// A term, as far as its time goes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Share {
    /// The first day on which it served.
    pub first: Day,
    /// The last, where it has one.
    pub last: Option<Day>,
    /// The share of working time, in percent.
    pub percent: Steps<i32>,
}

impl Share {
    /// The share on `day`; none where the term did not serve.
    pub fn on(&self, day: Day) -> i32 {
        let serves = self.first <= day && self.last.is_none_or(|last| day <= last);
        if serves { self.percent.on(day) } else { 0 }
    }

    /// Days of the period on which it served.
    pub fn days_in(&self, period: Period) -> i32 {
        let last = self.last.map_or(period.last, |last| last.min(period.last));
        (last.days_since(self.first.max(period.first)) + 1).max(0)
    }
}

/// Minutes of a week's work that a contract says.
pub type Contract = Steps<i64>;

#[cfg(test)]
mod tests {
    use super::*;

    fn day(day: i8) -> Day {
        Day::new(2026, 11, day).expect("a day of November")
    }

    #[test]
    fn a_term_counts_for_the_days_that_it_served() {
        let period = Period { first: day(10), last: day(20) };
        for (first, last, days) in [
            (1, None, 11),
            (12, None, 9),
            (20, None, 1),
            (21, None, 0),
            (1, Some(9), 0),
            (1, Some(10), 1),
            (15, Some(16), 2),
        ] {
            let share = Share { first: day(first), last: last.map(day), percent: Steps::always(10) };
            assert_eq!(share.days_in(period), days, "{first} to {last:?}");
        }
    }
}
