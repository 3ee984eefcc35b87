//! How a team's coverage follows from its terms.

use super::model::CoverageState;
use super::overview::Share;
use crate::clock::Day;

/// Days before its end from which on a term is said to end: enough to find a successor.
const ENDING_DAYS: i32 = 30;

/// How a team stands on `today`. `champion_until`: none without a champion,
/// otherwise the last day of the term that goes on longest (none: open end).
pub fn state(champion_until: Option<Option<Day>>, is_nominated: bool, today: Day) -> CoverageState {
    match champion_until {
        Some(Some(last)) if last.days_since(today) <= ENDING_DAYS && !is_nominated => CoverageState::Ending,
        Some(_) => CoverageState::Covered,
        None if is_nominated => CoverageState::Nominated,
        None => CoverageState::Uncovered,
    }
}

/// The one sentence that a manager came for.
pub fn sentence(share: Share, ending_this_month: usize) -> String {
    let Share { teams, covered } = share;
    let are = match (covered, teams) {
        (_, 0) => return "There are no teams here yet.".into(),
        (1, 1) => "The one team is covered".to_owned(),
        (0, 1) => "The one team is not covered".to_owned(),
        (covered, teams) if covered == teams => format!("All {teams} teams are covered"),
        (1, teams) => format!("1 of {teams} teams is covered"),
        (covered, teams) => format!("{covered} of {teams} teams are covered"),
    };
    match ending_this_month {
        0 => format!("{are}; no term ends this month."),
        1 => format!("{are}; 1 term ends this month."),
        terms => format!("{are}; {terms} terms end this month."),
    }
}

/// "1 team", "3 teams".
pub fn counted(number: usize, one: &str, more: &str) -> String {
    format!("{number} {}", if number == 1 { one } else { more })
}

/// When somebody served as champion: the first day, and the day on which they did no more.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Service {
    /// The first day.
    pub from: Day,
    /// The first day on which it did not count any more; none: it goes on.
    pub until: Option<Day>,
}

impl Service {
    /// Whether it counted on `day`.
    pub fn covers(&self, day: Day) -> bool {
        self.from <= day && self.until.is_none_or(|until| day < until)
    }
}

/// The days at which the trend is drawn: the end of each of the eleven months
/// before, and `today`, the oldest first.
pub fn month_ends(today: Day) -> Vec<Day> {
    let month = today.month_start();
    (0..11).rev().map(|back| month.plus_months(-back).plus_days(-1)).chain([today]).collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day of the table")
    }

    #[test]
    fn a_team_stands_as_its_terms_do() {
        use CoverageState as S;
        let today = day("2026-11-21");
        for (until, nominated, expected) in [
            (None, false, S::Uncovered),
            (None, true, S::Nominated),
            (Some(None), false, S::Covered),
            (Some(Some("2026-12-21")), false, S::Ending),
            (Some(Some("2026-12-22")), false, S::Covered),
            (Some(Some("2026-11-21")), false, S::Ending),
            (Some(Some("2026-11-30")), true, S::Covered),
        ] {
            let until = until.map(|until| until.map(day));
            assert_eq!(state(until, nominated, today), expected, "{until:?} {nominated}");
        }
    }

    #[test]
    fn the_sentence_counts() {
        for (teams, covered, ending, words) in [
            (0, 0, 0, "There are no teams here yet."),
            (41, 34, 3, "34 of 41 teams are covered; 3 terms end this month."),
            (41, 41, 1, "All 41 teams are covered; 1 term ends this month."),
            (2, 1, 0, "1 of 2 teams is covered; no term ends this month."),
            (1, 0, 0, "The one team is not covered; no term ends this month."),
        ] {
            assert_eq!(sentence(Share { teams, covered }, ending), words);
        }
    }

    #[test]
    fn the_trend_is_drawn_at_the_ends_of_months() {
        let ends = month_ends(day("2026-03-15"));

        assert_eq!(ends.len(), 12);
        assert_eq!(ends[0], day("2025-04-30"));
        assert_eq!(ends[10], day("2026-02-28"));
        assert_eq!(ends[11], day("2026-03-15"));
    }

    #[test]
    fn a_service_counts_until_the_day_on_which_it_ended() {
        let service = Service { from: day("2026-01-10"), until: Some(day("2026-02-10")) };
        for (on, covers) in [("2026-01-09", false), ("2026-01-10", true), ("2026-02-09", true), ("2026-02-10", false)] {
            assert_eq!(service.covers(day(on)), covers, "{on}");
        }
    }
}
