//! Which months are closed.

use super::model::{Closing, ClosingAction};
use crate::clock::Day;

/// Whether the month that begins on `month` is closed on `today`.
///
/// `newest` is the newest closing that speaks of the month, if any: by hand
/// goes before the calendar, so a month that was opened again stays open until
/// it is closed by hand. Where nobody did anything, a month is closed once more
/// than `after_days` days have passed since its end; none: never.
pub fn is_closed(month: Day, newest: Option<&Closing>, after_days: Option<i32>, today: Day) -> bool {
    match newest {
        Some(closing) => closing.action == ClosingAction::Closed,
        None => after_days.is_some_and(|days| today.days_since(last_day(month)) > days),
    }
}

/// Whether a closing speaks of the month.
pub fn speaks_of(closing: &Closing, month: Day) -> bool {
    match closing.action {
        ClosingAction::Closed => month <= closing.month,
        ClosingAction::Reopened => month == closing.month,
    }
}

/// The last day of the month that begins on `month`.
pub fn last_day(month: Day) -> Day {
    month.plus_months(1).plus_days(-1)
}

/// A month as a reader calls it: `October 2026`.
pub fn month_words(month: Day) -> String {
    month.date().strftime("%B %Y").to_string()
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;
    use crate::db::keys::{PersonId, TimeClosingId};

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap_or_else(|words| panic!("{words}"))
    }

    fn done(action: ClosingAction, month: &str) -> Closing {
        Closing {
            id: TimeClosingId::generate(),
            month: day(month),
            action,
            reason: String::new(),
            person_id: PersonId::generate(),
            made_at: Timestamp(0),
        }
    }

    #[test]
    fn by_hand_goes_before_the_calendar() {
        let (closed, reopened) =
            (done(ClosingAction::Closed, "2026-10-01"), done(ClosingAction::Reopened, "2026-10-01"));
        for (what, month, newest, after, today, expected) in [
            ("nothing is set", "2026-10-01", None, None, "2030-01-01", false),
            ("on the last open day", "2026-10-01", None, Some(10), "2026-11-10", false),
            ("a day later", "2026-10-01", None, Some(10), "2026-11-11", true),
            ("at once", "2026-10-01", None, Some(0), "2026-11-01", true),
            ("on its own last day", "2026-10-01", None, Some(0), "2026-10-31", false),
            ("by hand", "2026-10-01", Some(&closed), None, "2026-11-01", true),
            ("opened again", "2026-10-01", Some(&reopened), Some(0), "2030-01-01", false),
        ] {
            assert_eq!(is_closed(day(month), newest, after, day(today)), expected, "{what}");
        }
    }

    #[test]
    fn closing_speaks_of_all_months_before_and_opening_of_one() {
        for (action, month, speaks) in [
            (ClosingAction::Closed, "2026-10-01", true),
            (ClosingAction::Closed, "2026-09-01", true),
            (ClosingAction::Closed, "2026-11-01", false),
            (ClosingAction::Reopened, "2026-10-01", true),
            (ClosingAction::Reopened, "2026-09-01", false),
        ] {
            assert_eq!(speaks_of(&done(action, "2026-10-01"), day(month)), speaks, "{action:?} {month}");
        }
    }
}
