//! Until when a completion counts.

use crate::clock::Day;

/// The last day on which a completion of `completed_on` counts: the day before
/// it is `months` old; none where it counts for good.
pub fn valid_until(completed_on: Day, months: Option<i32>) -> Option<Day> {
    months.map(|months| completed_on.plus_months(months).plus_days(-1))
}

/// Whether it counts on `today`.
pub fn is_valid(until: Option<Day>, today: Day) -> bool {
    until.is_none_or(|last| today <= last)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_completion_counts_for_its_months() {
        for (on, months, today, valid) in [
            ("2025-11-21", None, "2040-01-01", true),
            ("2025-11-21", Some(12), "2026-11-20", true),
            ("2025-11-21", Some(12), "2026-11-21", false),
            ("2025-08-31", Some(6), "2026-02-27", true),
            ("2025-08-31", Some(6), "2026-02-28", false),
        ] {
            let day = |text: &str| Day::parse(text).expect("a day of the table");
            assert_eq!(is_valid(valid_until(day(on), months), day(today)), valid, "{on} {months:?} {today}");
        }
    }
}
