//! Shares and contracts, as they changed over time.

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
}

/// Minutes of a week's work that a contract says.
pub type Contract = Steps<i64>;
