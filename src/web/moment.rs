//! An instant as pages show it.

use crate::clock::Timestamp;

/// Relative words with the exact time behind them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Moment {
    /// For `datetime`: RFC 3339 in UTC.
    pub iso: String,
    /// For `title`: `21 Nov 2026, 09:30 UTC`.
    pub exact: String,
    /// What is read: `4 minutes ago`.
    pub relative: String,
    /// What stands in sight where the hour counts: `Mon 23 Nov, 04:00 UTC`.
    pub near: String,
}

impl Moment {
    /// `at`, as seen at `now`.
    pub fn new(at: Timestamp, now: Timestamp) -> Self {
        Moment { iso: at.iso(), exact: at.exact(), relative: at.relative(now), near: at.near() }
    }
}
