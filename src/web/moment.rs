//! An instant as pages show it.

use crate::calendar::Zone;
use crate::clock::Timestamp;

/// Relative words with the exact time behind them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// For `datetime`: RFC 3339 in UTC.
    pub iso: String,
    /// For `title`: `21 Nov 2026, 09:30 UTC`, or with another zone's name.
    pub exact: String,
    /// What is read: `4 minutes ago`.
    pub relative: String,
    /// What stands in sight where the hour counts: `Mon 23 Nov, 04:00 UTC`.
    pub near: String,
}

impl Moment {
    /// `at`, as seen at `now`, by the clocks of `zone`, which it names.
    pub fn within(at: Timestamp, now: Timestamp, zone: &Zone) -> Self {
        let clock = zone.civil(at);
        let words = |format: &str| format!("{} {}", clock.strftime(format), zone.name());
        Moment { exact: words("%-d %b %Y, %H:%M"), near: words("%a %-d %b, %H:%M"), ..Moment::new(at, now) }
    }

    /// `at`, as seen at `now`.
    pub fn new(at: Timestamp, now: Timestamp) -> Self {
        Moment { iso: at.iso(), exact: at.exact(), relative: at.relative(now), near: at.near() }
    }
}
