//! What is owed.

use super::model::{Contract, Share};
use crate::calendar::{Holidays, Period};
use crate::clock::Day;

/// The least and the largest share that can be set, in percent.
pub const SHARES: std::ops::RangeInclusive<i32> = 0..=50;
/// Hours of a week that a contract can say.
pub const HOURS: std::ops::RangeInclusive<i32> = 0..=80;

/// Minutes that are owed for a period.
///
/// Each working day counts for its part of the week: the hours of the contract
/// on that day, times the share of each term that serves on it. Holidays and
/// days away count for nothing, so a week with a holiday owes four fifths. What
/// is left of a minute is dropped at the very end, once for the whole period.
pub fn owed(period: Period, shares: &[Share], contract: &Contract, away: &[(Day, Day)], holidays: &Holidays) -> i64 {
    owed_on(&holidays.list_worked(period), shares, contract, away, holidays.days_per_week())
}

/// Minutes that are owed for these working days, of which a week has
/// `days_per_week`: for thousands of people they are looked up once.
pub fn owed_on(worked: &[Day], shares: &[Share], contract: &Contract, away: &[(Day, Day)], days_per_week: i64) -> i64 {
    let is_away = |day: Day| away.iter().any(|(first, last)| *first <= day && day <= *last);
    let mut hundredths_of_weeks = 0;
    for day in worked.iter().copied().filter(|day| !is_away(*day)) {
        let percent: i32 = shares.iter().map(|share| share.on(day)).sum();
        hundredths_of_weeks += contract.on(day) * i64::from(percent);
    }
    hundredths_of_weeks / (100 * days_per_week.max(1))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::program::time::owed::Steps;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap_or_else(|words| panic!("{words}"))
    }

    fn share(first: &str, last: Option<&str>, base: i32, steps: &[(&str, i32)]) -> Share {
        let steps = steps.iter().map(|(from, percent)| (day(from), *percent)).collect();
        Share { first: day(first), last: last.map(day), percent: Steps { base, steps } }
    }

    #[test]
    fn a_week_owes_its_share_of_the_contract() {
        // 16 to 22 November 2026 is Monday to Sunday.
        let year = share("2026-01-01", None, 10, &[]);
        let christmas = "[[holiday]]\nname = \"H\"\non = \"2026-11-18\"\n";
        for (what, shares, hours, away, holidays, minutes) in [
            ("ten percent of forty hours", vec![year.clone()], 40, vec![], "", 240),
            ("nobody serves", vec![], 40, vec![], "", 0),
            ("two teams", vec![year.clone(), year.clone()], 40, vec![], "", 480),
            ("part time", vec![year.clone()], 30, vec![], "", 180),
            ("two days away", vec![year.clone()], 40, vec![("2026-11-10", "2026-11-17")], "", 144),
            ("a weekend away", vec![year.clone()], 40, vec![("2026-11-21", "2026-11-22")], "", 240),
            ("a holiday", vec![year.clone()], 40, vec![], christmas, 192),
            ("away on the holiday", vec![year.clone()], 40, vec![("2026-11-18", "2026-11-18")], christmas, 192),
            ("began on Thursday", vec![share("2026-11-19", None, 10, &[])], 40, vec![], "", 96),
            ("ended on Monday", vec![share("2026-01-01", Some("2026-11-16"), 10, &[])], 40, vec![], "", 48),
            ("doubled on Wednesday", vec![share("2026-01-01", None, 10, &[("2026-11-18", 20)])], 40, vec![], "", 384),
            ("doubled on Saturday", vec![share("2026-01-01", None, 10, &[("2026-11-21", 20)])], 40, vec![], "", 240),
            ("seven percent", vec![share("2026-01-01", None, 7, &[])], 37, vec![], "", 155),
        ] {
            let week = Period { first: day("2026-11-16"), last: day("2026-11-22") };
            let away: Vec<(Day, Day)> = away.iter().map(|(first, last)| (day(first), day(last))).collect();
            let holidays = Holidays::parse(holidays).unwrap_or_else(|faults| panic!("{faults:?}"));
            assert_eq!(owed(week, &shares, &Steps::always(hours * 60), &away, &holidays), minutes, "{what}");
        }
    }

    #[test]
    fn a_contract_that_changes_holds_from_its_day_on() {
        let shares = [share("2026-01-01", None, 10, &[])];
        let contract = Steps { base: 2_400, steps: vec![(day("2026-11-18"), 1_200), (day("2026-11-20"), 2_400)] };

        let week = Period { first: day("2026-11-16"), last: day("2026-11-22") };

        assert_eq!(owed(week, &shares, &contract, &[], &Holidays::default()), 3 * 48 + 2 * 24);
    }
}
