//! The states of a term, and what a term may say.

use super::model::{Term, TermState};
use crate::clock::Day;

/// Share of working time that a term gets unless the nomination says
/// otherwise: the 10 % of the Security Champion program.
pub const USUAL_ALLOCATION_PERCENT: i32 = 10;
/// More than half of somebody's time is another job and not this one.
pub const HIGHEST_ALLOCATION_PERCENT: i32 = 50;

/// What can happen to a term.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Step {
    /// Somebody who may decide agrees.
    Approve,
    /// Somebody who may decide does not.
    Reject,
    /// The nominee says yes.
    Accept,
    /// The nominee says no.
    Decline,
    /// The first day has come.
    Begin,
    /// It is ended, or a proposal is taken back.
    End,
}

/// The state after `step`; none where a term in `state` can't take it.
///
/// A nominee may decline before anybody has agreed: why wait for a manager.
pub fn next_state(state: TermState, step: Step) -> Option<TermState> {
    use TermState::{Accepted, Active, Approved, Declined, Ended, Nominated, Rejected};
    match (state, step) {
        (Nominated, Step::Approve) => Some(Approved),
        (Nominated, Step::Reject) => Some(Rejected),
        (Approved, Step::Accept) => Some(Accepted),
        (Nominated | Approved, Step::Decline) => Some(Declined),
        (Accepted, Step::Begin) => Some(Active),
        (Nominated | Approved | Accepted | Active, Step::End) => Some(Ended),
        _ => None,
    }
}

/// Whether the term serves its team on `day`; the query `serving_on` says the same.
pub fn is_serving(term: &Term, day: Day) -> bool {
    matches!(term.state, TermState::Accepted | TermState::Active)
        && term.starts_on.is_some_and(|first| first <= day)
        && term.ends_on.is_none_or(|last| day <= last)
}

/// Checks the days and the share of a nomination that is made on `today`.
///
/// Returns the field and the words for what does not fit.
pub fn check_nomination(
    percent: i32,
    starts_on: Option<Day>,
    ends_on: Option<Day>,
    today: Day,
) -> Result<(), (&'static str, String)> {
    if !(1..=HIGHEST_ALLOCATION_PERCENT).contains(&percent) {
        return Err((
            "percent",
            format!(
                "{percent} % can't be granted; choose 1 to {HIGHEST_ALLOCATION_PERCENT}, usually {USUAL_ALLOCATION_PERCENT}"
            ),
        ));
    }
    if let Some(last) = ends_on.filter(|last| *last < today) {
        return Err(("ends_on", format!("the last day, {}, has passed already", last.words())));
    }
    let first = starts_on.unwrap_or(today);
    if let Some(last) = ends_on.filter(|last| *last < first) {
        return Err(("ends_on", format!("the last day, {}, lies before the first, {}", last.words(), first.words())));
    }
    let furthest = today.plus_months(FURTHEST_MONTHS);
    for (field, day) in [("starts_on", starts_on), ("ends_on", ends_on)] {
        if let Some(day) = day.filter(|day| *day > furthest) {
            return Err((field, format!("{} is too far ahead; five years are allowed", day.words())));
        }
    }
    Ok(())
}

/// Whether the term served, or serves: it was accepted and its first day came.
pub fn has_served(term: &Term) -> bool {
    let accepted = matches!(term.state, TermState::Accepted | TermState::Active | TermState::Ended);
    accepted && term.answered_at.is_some() && term.starts_on.is_some()
}

/// Checks the last day that is set for a term under way, on `today`.
///
/// Returns the field and the words for what does not fit.
pub fn check_ending(term: &Term, on: Day, today: Day) -> Result<(), (&'static str, String)> {
    let first = term.starts_on.unwrap_or(today);
    // A term that was accepted and has yet to begin can be ended all the same.
    if on < first && on < today {
        let words = format!("{} lies before the first day, {}", on.words(), first.words());
        return Err(("on", words));
    }
    if on > today && on < first {
        return Err(("on", format!("the term begins on {}; choose that day or a later one", first.words())));
    }
    let furthest = today.plus_months(FURTHEST_MONTHS);
    if on > furthest {
        return Err(("on", format!("{} is too far ahead; leave the term without a last day instead", on.words())));
    }
    Ok(())
}

/// How far ahead the last day of a term may lie, in months.
pub const FURTHEST_MONTHS: i32 = 60;

#[cfg(test)]
pub(crate) mod tests {
    use super::*;
    use crate::clock::Timestamp;
    use crate::db::keys::{PersonId, RowVersion, TeamId, TermId};
    use crate::program::TermRole;

    pub(crate) fn term(state: TermState) -> Term {
        let person = PersonId::generate();
        Term {
            id: TermId::generate(),
            team_id: TeamId::generate(),
            person_id: person,
            role: TermRole::Champion,
            state,
            allocation_percent: 10,
            nominated_by: person,
            nominated_at: Timestamp(0),
            approved_by: None,
            approved_at: None,
            answered_at: None,
            decline_reason: String::new(),
            starts_on: Some(day(10)),
            ends_on: None,
            ended_at: None,
            end_reason: String::new(),
            version: RowVersion::FIRST,
            scope_id: None,
            renews_id: None,
            follows_id: None,
            thanks: String::new(),
            thanked_by: None,
            agreed_until: None,
            ended_by: None,
            thanked_at: None,
        }
    }

    pub(crate) fn day(day: i8) -> Day {
        Day::new(2026, 11, day).expect("a day of November")
    }

    #[test]
    fn a_term_takes_each_step_from_its_own_states_only() {
        use TermState as S;
        const STEPS: [Step; 6] = [Step::Approve, Step::Reject, Step::Accept, Step::Decline, Step::Begin, Step::End];
        let table = [
            (S::Nominated, [Some(S::Approved), Some(S::Rejected), None, Some(S::Declined), None, Some(S::Ended)]),
            (S::Approved, [None, None, Some(S::Accepted), Some(S::Declined), None, Some(S::Ended)]),
            (S::Rejected, [None; 6]),
            (S::Accepted, [None, None, None, None, Some(S::Active), Some(S::Ended)]),
            (S::Declined, [None; 6]),
            (S::Active, [None, None, None, None, None, Some(S::Ended)]),
            (S::Ended, [None; 6]),
        ];
        assert_eq!(table.len(), S::ALL.len());
        for (state, expected) in table {
            for (step, expected) in STEPS.into_iter().zip(expected) {
                assert_eq!(next_state(state, step), expected, "{state:?} {step:?}");
            }
        }
    }

    #[test]
    fn a_term_serves_between_its_first_and_its_last_day() {
        for (state, last, today, serves) in [
            (TermState::Active, None, 9, false),
            (TermState::Active, None, 10, true),
            (TermState::Accepted, None, 10, true),
            (TermState::Approved, None, 11, false),
            (TermState::Ended, None, 11, false),
            (TermState::Active, Some(12), 12, true),
            (TermState::Active, Some(12), 13, false),
        ] {
            let term = Term { ends_on: last.map(day), ..term(state) };
            assert_eq!(is_serving(&term, day(today)), serves, "{state:?} until {last:?} on {today}");
        }
    }

    #[test]
    fn a_last_day_lies_neither_before_the_first_nor_too_far_ahead() {
        // The term begins on the 10th.
        for (on, today, fits) in [
            (day(20), 20, true),
            (day(10), 20, true),
            (day(9), 20, false),
            (day(30), 20, true),
            (day(5), 5, true),
            (day(7), 5, false),
            (day(10), 5, true),
            (day(20).plus_months(61), 20, false),
        ] {
            let checked = check_ending(&term(TermState::Active), on, day(today));
            assert_eq!(checked.is_ok(), fits, "{on} on {today}: {checked:?}");
        }
    }

    #[test]
    fn a_nomination_names_the_field_that_does_not_fit() {
        for (percent, first, last, field) in [
            (10, None, None, None),
            (0, None, None, Some("percent")),
            (51, None, None, Some("percent")),
            (10, None, Some(19), Some("ends_on")),
            (10, None, Some(20), None),
            (10, Some(25), Some(24), Some("ends_on")),
            (10, Some(10), Some(15), Some("ends_on")),
            (10, Some(10), Some(20), None),
        ] {
            let checked = check_nomination(percent, first.map(day), last.map(day), day(20));
            assert_eq!(checked.err().map(|(field, _)| field), field, "{percent} {first:?} {last:?}");
        }
    }
}
