//! Searches by week: how many, and how they ended.

use super::store::DayCounts;
use crate::clock::Day;

/// Weeks that are looked back on, the present one included.
pub const WEEKS: i32 = 12;

/// What happened in one week.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Week {
    /// Its Monday.
    pub monday: Day,
    /// What happened in it.
    pub counts: DayCounts,
}

impl Week {
    /// Percent of the searches that were answered; none without searches.
    pub fn answered(&self) -> Option<i64> {
        percent(self.counts.answered, self.counts.times)
    }

    /// Percent of the searches from which an article was opened; none without searches.
    pub fn clicked(&self) -> Option<i64> {
        percent(self.counts.clicked, self.counts.times)
    }
}

/// The Monday of the first week.
pub fn first_monday(today: Day) -> Day {
    today.monday().plus_days(-7 * (WEEKS - 1))
}

/// The weeks up to the one of `today`, the oldest first, those without a search too.
pub fn by_week(days: &[(Day, DayCounts)], today: Day) -> Vec<Week> {
    let first = first_monday(today);
    let mut weeks: Vec<Week> =
        (0..WEEKS).map(|index| Week { monday: first.plus_days(7 * index), counts: DayCounts::default() }).collect();
    for (day, counts) in days {
        let index = usize::try_from(day.monday().days_since(first) / 7).unwrap_or(usize::MAX);
        if let Some(week) = weeks.get_mut(index) {
            week.counts.add(counts);
        }
    }
    weeks
}

impl DayCounts {
    /// Adds another day's.
    pub fn add(&mut self, other: &DayCounts) {
        self.times += other.times;
        self.answered += other.answered;
        self.clicked += other.clicked;
        self.asks += other.asks;
    }
}

/// Whole percent, rounded, but 100 only where all are and 0 only where none is;
/// nothing of nothing.
pub fn percent(part: i64, whole: i64) -> Option<i64> {
    if whole <= 0 {
        return None;
    }
    let rounded = (part * 200 + whole) / (2 * whole);
    Some(if part <= 0 || part >= whole { rounded.clamp(0, 100) } else { rounded.clamp(1, 99) })
}

/// A share in words: `83 %`, or `–` of nothing.
pub fn share_words(share: Option<i64>) -> String {
    share.map_or_else(|| "–".to_owned(), |percent| format!("{percent} %"))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_fall_into_their_weeks() {
        let today = Day::new(2026, 11, 18).expect("a day");
        let counts = |times| DayCounts { times, answered: 1, ..DayCounts::default() };

        let weeks = by_week(
            &[
                (first_monday(today).plus_days(-1), counts(100)),
                (first_monday(today), counts(2)),
                (today.plus_days(-3), counts(3)),
                (today.monday(), counts(4)),
                (today, counts(5)),
            ],
            today,
        );

        let found: Vec<i64> = weeks.iter().map(|week| week.counts.times).collect();
        assert_eq!(found, [2, 0, 0, 0, 0, 0, 0, 0, 0, 0, 3, 9]);
        assert_eq!(weeks[11].monday, Day::new(2026, 11, 16).expect("a day"));
        assert_eq!((weeks[11].answered(), weeks[1].answered()), (Some(22), None));
    }

    #[test]
    fn percent_says_all_only_where_all_are() {
        for (part, whole, expected) in
            [(0, 0, None), (0, 9, Some(0)), (1, 1_000, Some(1)), (999, 1_000, Some(99)), (4, 4, Some(100))]
        {
            assert_eq!(percent(part, whole), expected, "{part} of {whole}");
        }
    }
}
