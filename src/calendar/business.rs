//! Business time: the hours of working days, and nothing between them.
//!
//! Time that passes is real time: where clocks change within the hours of a
//! day, that day is longer or shorter by it.

use std::fmt;

use jiff::SignedDuration;

use super::WorkCalendar;
use crate::clock::{Day, Timestamp};

/// Minutes of a day by its clock.
const DAY: u16 = 24 * 60;
/// Days that are looked through for one that is worked on; more than any file
/// of holidays takes out of a row.
const LOOKED_THROUGH: i32 = 20_000;

/// From when until when a working day is worked, by the clocks of the company.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WorkHours {
    /// The minute of the day at which it begins, 0 to 1,439.
    from: u16,
    /// The minute at which it ends, later than `from`; 1,440 is midnight.
    to: u16,
}

impl Default for WorkHours {
    /// Nine to five.
    fn default() -> Self {
        WorkHours { from: 9 * 60, to: 17 * 60 }
    }
}

impl WorkHours {
    /// Reads `09:00-17:30`; `24:00` is the end of the day.
    pub fn parse(text: &str) -> Option<Self> {
        let (from, to) = text.split_once('-')?;
        let (from, to) = (minute(from.trim())?, minute(to.trim())?);
        (from < to).then_some(WorkHours { from, to })
    }

    /// Minutes of a day whose clocks don't change.
    pub fn minutes(self) -> i64 {
        i64::from(self.to - self.from)
    }
}

impl fmt::Display for WorkHours {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        write!(f, "{:02}:{:02}-{:02}:{:02}", self.from / 60, self.from % 60, self.to / 60, self.to % 60)
    }
}

fn minute(text: &str) -> Option<u16> {
    let (hours, minutes) = text.split_once(':')?;
    let is_number = |part: &str| part.len() == 2 && part.bytes().all(|byte| byte.is_ascii_digit());
    if !is_number(hours) || !is_number(minutes) {
        return None;
    }
    let (hours, minutes): (u16, u16) = (hours.parse().ok()?, minutes.parse().ok()?);
    (minutes < 60).then_some(hours * 60 + minutes).filter(|minute| *minute <= DAY)
}

impl WorkCalendar {
    /// Business time from one instant to another; none where the other is not later.
    pub fn business_between(&self, from: Timestamp, to: Timestamp) -> SignedDuration {
        let mut passed = SignedDuration::ZERO;
        let (mut day, last) = (self.zone.day(from), self.zone.day(to));
        while from < to && day <= last {
            if let Some((begins, ends)) = self.worked(day) {
                let (begins, ends) = (begins.max(from), ends.min(to));
                if begins < ends {
                    passed += ends.since(begins);
                }
            }
            day = day.plus_days(1);
        }
        passed
    }

    /// The first instant at which this much business time has passed since `from`.
    pub fn business_after(&self, from: Timestamp, time: SignedDuration) -> Timestamp {
        if time <= SignedDuration::ZERO {
            return from;
        }
        let (mut day, mut left, mut at) = (self.zone.day(from), time, from);
        for _ in 0..LOOKED_THROUGH {
            if let Some((begins, ends)) = self.worked(day) {
                let begins = begins.max(from);
                if begins < ends {
                    if left <= ends.since(begins) {
                        return begins.plus(left);
                    }
                    left -= ends.since(begins);
                    at = ends;
                }
            }
            day = day.plus_days(1);
        }
        at
    }

    /// The end of the last business time that lies before `at`; `at` itself within it.
    pub fn business_before(&self, at: Timestamp) -> Timestamp {
        let mut day = self.zone.day(at);
        for _ in 0..LOOKED_THROUGH {
            if let Some((begins, ends)) = self.worked(day)
                && begins < at
            {
                return ends.min(at);
            }
            day = day.plus_days(-1);
        }
        at
    }

    /// Business time of `days` working days whose clocks don't change.
    pub fn business_days(&self, days: i64) -> SignedDuration {
        SignedDuration::from_mins(days * self.hours.minutes())
    }

    /// From when until when a day is worked; none on days off, and where its
    /// clocks skip those hours.
    fn worked(&self, day: Day) -> Option<(Timestamp, Timestamp)> {
        if !self.holidays.is_worked(day) {
            return None;
        }
        let begins = self.zone.first_at(day, self.hours.from);
        let ends = match self.hours.to {
            DAY => self.zone.start(day.plus_days(1)),
            minute => self.zone.last_at(day, minute),
        };
        (begins < ends).then_some((begins, ends))
    }
}

#[cfg(test)]
mod tests;
