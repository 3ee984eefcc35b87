//! How the figures follow from the rows.

use std::collections::BTreeMap;

use crate::clock::Day;
use crate::program::coverage::model::{CoverageRow, TermFact};
use crate::program::coverage::overview::{self, Share};
use crate::program::time::rules::Band;

/// So many terms make a middle; fewer would say what one person did.
pub const FEWEST_TERMS: usize = 5;
/// Days before its end from which on a term is said to end.
pub const ENDING_DAYS: i32 = 30;

/// Days that a figure looks at, both included.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Period {
    /// The first day.
    pub from: Day,
    /// The last day; what is counted on a day is counted on this one.
    pub to: Day,
}

impl Period {
    /// Twelve months up to a day.
    pub fn year_to(day: Day) -> Self {
        Period { from: day.plus_months(-12).plus_days(1), to: day }
    }

    /// Whether the day is in it.
    pub fn holds(self, day: Day) -> bool {
        self.from <= day && day <= self.to
    }
}

/// How long terms took to their first piece of work.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub struct FirstWork {
    /// Terms that began in the period.
    pub begun: usize,
    /// Those of them with a review, an answer or a time entry.
    pub worked: usize,
    /// Half of these took at most so many days; none without any.
    pub median: Option<i32>,
}

impl FirstWork {
    /// What these terms took that began in the period.
    pub fn of<'t>(terms: impl Iterator<Item = &'t TermFact>, period: Period) -> Self {
        let mut days = Vec::new();
        let mut begun = 0;
        let new = |term: &&TermFact| !term.is_renewal && period.holds(term.service.from) && has_served(term);
        for term in terms.filter(new) {
            begun += 1;
            days.extend(term.first_work.filter(|day| *day <= period.to).map(|day| day.days_since(term.service.from)));
        }
        FirstWork { begun, worked: days.len(), median: median(&mut days) }
    }
}

impl FirstWork {
    /// "9 days"; that there are too few, where a middle would be one person's.
    pub fn words(self) -> String {
        match self.median {
            Some(1) if self.worked >= FEWEST_TERMS => "1 day".into(),
            Some(days) if self.worked >= FEWEST_TERMS => format!("{days} days"),
            _ => "too few to say".into(),
        }
    }
}

/// Whether it served for a day at least: one that was taken back before it began did not.
fn has_served(term: &TermFact) -> bool {
    term.service.until.is_none_or(|until| until > term.service.from)
}

/// The middle of these numbers; of the two in the middle the smaller. None where there are none.
pub fn median(numbers: &mut [i32]) -> Option<i32> {
    numbers.sort_unstable();
    numbers.get(numbers.len().checked_sub(1)? / 2).copied()
}

/// The numbers over some teams.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub struct Figures {
    /// Teams on the last day, and those with a champion.
    pub share: Share,
    /// Teams whose champion's term ends within the calendar month.
    pub ending_this_month: usize,
    /// Terms that end within 30 days.
    pub ending: usize,
    /// Nominations that wait for a word.
    pub waiting: usize,
    /// Teams without a champion for whom somebody is nominated.
    pub nominated: usize,
    /// Required courses in date, and all.
    pub training: (i64, i64),
    /// Teams that were given their time, and those of which it can be said.
    pub given: (usize, usize),
    /// Of each team and each meeting of all champions: those where it was there, and all.
    pub attendance: (usize, usize),
    /// Terms that ended early, and all that served in the period.
    pub ended_early: (usize, usize),
    /// Reasons of those that ended early, the most frequent first.
    pub reasons: Vec<(String, usize)>,
    /// How long terms took to their first piece of work.
    pub first_work: FirstWork,
    /// People who serve as champion, and people in all.
    pub people: (usize, usize),
}

impl Figures {
    /// The figures of `rows`; what happened is counted in `period`, everything
    /// else as the rows say it stands.
    pub fn over(rows: &[&CoverageRow], period: Period) -> Self {
        let next_month = period.to.month_start().plus_months(1);
        let terms = || rows.iter().flat_map(|row| &row.terms);
        let count = |fits: &dyn Fn(&CoverageRow) -> bool| rows.iter().filter(|row| fits(row)).count();
        Figures {
            share: Share { teams: rows.len(), covered: count(&|row| row.state.is_covered()) },
            ending_this_month: count(&|row| {
                row.state.is_covered() && row.ends_on.is_some_and(|last| last < next_month)
            }),
            ending: terms().filter(|term| is_ending(term, period.to)).count(),
            waiting: rows.iter().map(|row| row.waiting.len()).sum(),
            nominated: overview::count(rows, crate::program::coverage::CoverageState::Nominated),
            training: rows.iter().fold((0, 0), |sum, row| (sum.0 + row.training.0, sum.1 + row.training.1)),
            given: (count(&|row| row.band == Some(Band::Given)), count(&|row| row.band.is_some())),
            attendance: attendance(rows, period),
            ended_early: (
                terms().filter(|term| ended_early_in(term, period)).count(),
                terms().filter(|term| served_in(term, period)).count(),
            ),
            reasons: reasons(terms().filter(|term| ended_early_in(term, period))),
            first_work: FirstWork::of(terms(), period),
            people: (overview::champions(rows, period.to), overview::people(rows)),
        }
    }
}

/// How often these teams were at the meetings of the period, and how often they could have been.
pub fn attendance(rows: &[&CoverageRow], period: Period) -> (usize, usize) {
    let meetings = rows.iter().flat_map(|row| &row.meetings).filter(|(day, _)| period.holds(*day));
    meetings.fold((0, 0), |(there, all), (_, was)| (there + usize::from(*was), all + 1))
}

/// Whether it serves on `day` and ends within 30 days.
pub fn is_ending(term: &TermFact, day: Day) -> bool {
    !term.is_renewed && term.service.covers(day) && term.last.is_some_and(|last| last.days_since(day) <= ENDING_DAYS)
}

/// Whether it was ended in the period before the last day that was agreed.
pub fn ended_early_in(term: &TermFact, period: Period) -> bool {
    term.ended_early() && has_served(term) && term.left_on().is_some_and(|day| period.holds(day))
}

fn served_in(term: &TermFact, period: Period) -> bool {
    has_served(term) && term.service.from <= period.to && term.service.until.is_none_or(|until| until >= period.from)
}

/// Reasons without their case, the most frequent first, then by name.
fn reasons<'t>(terms: impl Iterator<Item = &'t TermFact>) -> Vec<(String, usize)> {
    let mut counts: BTreeMap<String, (String, usize)> = BTreeMap::new();
    for term in terms {
        let words = reason_words(term);
        counts.entry(words.to_lowercase()).or_insert_with(|| (words.to_owned(), 0)).1 += 1;
    }
    let mut counts: Vec<_> = counts.into_values().collect();
    counts.sort_by_key(|(_, count)| std::cmp::Reverse(*count));
    counts
}

/// Why it ended, or that nobody said why.
pub fn reason_words(term: &TermFact) -> &str {
    if term.reason.trim().is_empty() { "no reason given" } else { term.reason.trim() }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::keys::{PersonId, TermId};
    use crate::program::TermRole;
    use crate::program::coverage::rules::Service;

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day of the table")
    }

    fn term(from: &str, last: Option<&str>, ended: Option<&str>, first: Option<&str>) -> TermFact {
        let (from, last, ended_on) = (day(from), last.map(day), ended.map(day));
        let until = [last.map(|last| last.plus_days(1)), ended_on].into_iter().flatten().min();
        TermFact {
            id: TermId::generate(),
            person: PersonId::generate(),
            role: TermRole::Champion,
            service: Service { from, until },
            last,
            agreed: last,
            ended_on,
            is_renewal: false,
            is_renewed: false,
            reason: String::new(),
            first_work: first.map(day),
        }
    }

    #[test]
    fn the_middle_of_some_days_is_one_of_them() {
        for (numbers, expected) in [
            (vec![], None),
            (vec![7], Some(7)),
            (vec![9, 1], Some(1)),
            (vec![5, 1, 9], Some(5)),
            (vec![4, 1, 2, 3], Some(2)),
        ] {
            assert_eq!(median(&mut numbers.clone()), expected, "{numbers:?}");
        }
    }

    #[test]
    fn a_term_ends_early_where_it_is_ended_before_its_last_day_or_has_none() {
        let year = Period::year_to(day("2026-11-18"));
        for (last, ended, expected) in [
            (None, None, false),
            (None, Some("2026-10-01"), true),
            (None, Some("2025-10-01"), false),
            (Some("2026-12-31"), Some("2026-10-01"), true),
            (Some("2026-10-01"), Some("2026-10-01"), false),
            // It ran out: written down as ended at midnight after its last day.
            (Some("2026-10-01"), Some("2026-10-02"), false),
        ] {
            let term = term("2025-06-01", last, ended, None);
            assert_eq!(ended_early_in(&term, year), expected, "{last:?} {ended:?}");
        }
        assert!(!ended_early_in(&term("2026-10-01", None, Some("2026-10-01"), None), year), "it never served");
    }

    #[test]
    fn a_term_that_was_given_another_last_day_is_held_against_the_agreed_one() {
        let year = Period::year_to(day("2026-11-18"));
        for (agreed, last, ended, expected) in [
            (Some("2026-12-08"), "2026-11-01", "2026-11-02", true),
            (Some("2026-11-02"), "2026-11-01", "2026-11-02", true),
            (Some("2026-11-01"), "2026-11-01", "2026-11-02", false),
            (None, "2026-11-01", "2026-11-02", true),
            (Some("2026-12-08"), "2025-11-18", "2025-11-19", false),
        ] {
            let term = TermFact { agreed: agreed.map(day), ..term("2025-06-01", Some(last), Some(ended), None) };
            assert_eq!(ended_early_in(&term, year), expected, "{agreed:?} {last} {ended}");
        }
    }

    #[test]
    fn first_work_counts_terms_that_began_in_the_period() {
        let terms = [
            term("2026-10-01", None, None, Some("2026-10-04")),
            term("2026-10-01", None, None, Some("2026-10-11")),
            term("2026-10-01", None, None, None),
            term("2024-10-01", None, None, Some("2024-10-02")),
            term("2026-10-05", None, Some("2026-10-05"), None),
        ];

        let first = FirstWork::of(terms.iter(), Period::year_to(day("2026-11-18")));

        assert_eq!(first, FirstWork { begun: 3, worked: 2, median: Some(3) });
    }

    #[test]
    fn a_term_is_ending_for_its_last_thirty_days() {
        for (last, expected) in
            [(None, false), (Some("2026-12-18"), true), (Some("2026-12-19"), false), (Some("2026-11-17"), false)]
        {
            assert_eq!(is_ending(&term("2026-01-01", last, None, None), day("2026-11-18")), expected, "{last:?}");
        }
    }
}
