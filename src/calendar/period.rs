//! Weeks, months and quarters.

use crate::clock::Day;

/// The day on which weeks begin: Monday 0 to Sunday 6.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct WeekStart(i32);

/// The names of the days, Monday first.
pub(super) const DAYS: [&str; 7] = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];

impl WeekStart {
    /// ISO 8601's Monday.
    pub const MONDAY: WeekStart = WeekStart(0);

    /// The day that an English name names, such as `sunday`.
    pub fn parse(name: &str) -> Option<Self> {
        let name = name.trim().to_lowercase();
        DAYS.iter().position(|known| *known == name).map(|place| WeekStart(place as i32))
    }

    /// Its English name in small letters.
    pub fn as_str(self) -> &'static str {
        DAYS[self.0.rem_euclid(7) as usize]
    }

    /// The first day of the week that `day` lies in.
    pub fn week_of(self, day: Day) -> Day {
        day.plus_days(-(day.weekday() - self.0).rem_euclid(7))
    }
}

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Span {
    /// Seven days from the day on which the company's weeks begin.
    Week,
    /// A calendar month.
    Month,
    /// Three months from January, April, July or October on.
    Quarter,
}

impl Span {
    /// Every span, the shortest first.
    pub const ALL: [Span; 3] = [Span::Week, Span::Month, Span::Quarter];

    /// The word in addresses.
    pub fn as_str(self) -> &'static str {
        match self {
            Span::Week => "week",
            Span::Month => "month",
            Span::Quarter => "quarter",
        }
    }

    /// The span that a word of an address names.
    pub fn parse(word: &str) -> Option<Self> {
        Span::ALL.into_iter().find(|span| span.as_str() == word)
    }

    /// The period of this span that `day` lies in.
    pub fn around(self, day: Day, weeks: WeekStart) -> Period {
        match self {
            Span::Week => {
                let first = weeks.week_of(day);
                Period { first, last: first.plus_days(6) }
            }
            Span::Month => Period::months(day.month_start(), 1),
            Span::Quarter => {
                let into = i32::from((day.date().month() - 1) % 3);
                Period::months(day.month_start().plus_months(-into), 3)
            }
        }
    }

    /// The periods up to the one that `day` lies in, `count` of them, the oldest first.
    pub fn up_to(self, day: Day, weeks: WeekStart, count: usize) -> Vec<Period> {
        let mut periods = vec![self.around(day, weeks)];
        while periods.len() < count {
            let before = periods[periods.len() - 1].first.plus_days(-1);
            periods.push(self.around(before, weeks));
        }
        periods.reverse();
        periods
    }
}

/// Days from a first to a last, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub first: Day,
    /// The last day.
    pub last: Day,
}

impl Period {
    fn months(first: Day, count: i32) -> Self {
        Period { first, last: first.plus_months(count).plus_days(-1) }
    }

    /// Whether the day lies in it.
    pub fn holds(self, day: Day) -> bool {
        self.first <= day && day <= self.last
    }

    /// The days that lie in both; none where they do not touch.
    pub fn within(self, other: Period) -> Option<Period> {
        let both = Period { first: self.first.max(other.first), last: self.last.min(other.last) };
        (both.first <= both.last).then_some(both)
    }

    /// Its days, the first first.
    pub fn days(self) -> impl Iterator<Item = Day> {
        (0..=self.last.days_since(self.first)).map(move |days| self.first.plus_days(days))
    }

    /// What a reader calls it: `16–22 Nov`, `November 2026`, `Q4 2026`.
    pub fn words(self, span: Span) -> String {
        let (first, last) = (self.first.date(), self.last.date());
        match span {
            Span::Week if first.month() == last.month() => format!("{}–{}", first.day(), last.strftime("%-d %b")),
            Span::Week => format!("{} – {}", first.strftime("%-d %b"), last.strftime("%-d %b")),
            Span::Month => first.strftime("%B %Y").to_string(),
            Span::Quarter => format!("Q{} {}", (first.month() + 2) / 3, first.year()),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap_or_else(|words| panic!("{words}"))
    }

    #[test]
    fn a_week_begins_where_the_company_says() {
        // 22 November 2026 is a Sunday.
        for (starts, on, first) in [
            ("monday", "2026-11-22", "2026-11-16"),
            ("sunday", "2026-11-22", "2026-11-22"),
            ("saturday", "2026-11-22", "2026-11-21"),
            ("Monday", "2026-11-23", "2026-11-23"),
            ("sunday", "2024-03-01", "2024-02-25"),
            ("friday", "2027-01-02", "2027-01-01"),
        ] {
            let starts = WeekStart::parse(starts).unwrap_or(WeekStart::MONDAY);
            let week = Span::Week.around(day(on), starts);
            assert_eq!((week.first, week.last), (day(first), day(first).plus_days(6)), "{starts:?} {on}");
        }
        assert_eq!(WeekStart::parse("noday"), None);
    }

    #[test]
    fn months_and_quarters_end_on_their_last_day() {
        for (span, on, first, last, words) in [
            (Span::Month, "2024-02-10", "2024-02-01", "2024-02-29", "February 2024"),
            (Span::Month, "2026-12-31", "2026-12-01", "2026-12-31", "December 2026"),
            (Span::Quarter, "2026-11-22", "2026-10-01", "2026-12-31", "Q4 2026"),
            (Span::Quarter, "2024-01-01", "2024-01-01", "2024-03-31", "Q1 2024"),
            (Span::Week, "2026-11-22", "2026-11-16", "2026-11-22", "16–22 Nov"),
            (Span::Week, "2026-12-01", "2026-11-30", "2026-12-06", "30 Nov – 6 Dec"),
        ] {
            let period = span.around(day(on), WeekStart::MONDAY);
            assert_eq!((period.first, period.last), (day(first), day(last)), "{span:?} {on}");
            assert_eq!(period.words(span), words);
        }
    }

    #[test]
    fn periods_follow_each_other_without_a_gap() {
        for span in Span::ALL {
            let periods = span.up_to(day("2026-03-01"), WeekStart(6), 9);
            assert_eq!(periods.len(), 9);
            assert!(periods[8].holds(day("2026-03-01")));
            for pair in periods.windows(2) {
                assert_eq!(pair[0].last.plus_days(1), pair[1].first, "{span:?}");
            }
        }
    }
}
