//! What holds for absences.

use super::model::Absence;
use crate::clock::Day;

/// Days of one absence at the most: a longer one is an end, not a leave.
pub const LONGEST_DAYS: i32 = 400;
/// How long ago an absence may have ended that is still entered.
pub const LATEST_DAYS: i32 = 92;

/// Checks the days of an absence that is entered on `today`, beside those that
/// the person has. Returns the field and the words for what does not fit.
pub fn check_days(first: Day, last: Day, others: &[Absence], today: Day) -> Result<(), (&'static str, String)> {
    if last < first {
        return Err(("last_on", format!("the last day, {}, lies before the first, {}", last.words(), first.words())));
    }
    let length = last.days_since(first) + 1;
    if length > LONGEST_DAYS {
        return Err((
            "last_on",
            format!("these are {length} days; for more than {LONGEST_DAYS}, end the term instead"),
        ));
    }
    if last < today.plus_days(-LATEST_DAYS) {
        return Err(("last_on", format!("{} is too long ago; {LATEST_DAYS} days are allowed", last.words())));
    }
    let taken = others.iter().find(|other| other.first_on <= last && first <= other.last_on);
    match taken {
        None => Ok(()),
        Some(other) => Err((
            "first_on",
            format!(
                "an absence from {} to {} is there already; change that one instead",
                other.first_on.words(),
                other.last_on.words()
            ),
        )),
    }
}

/// Days of `first` to `last` on which somebody works and is not away. `spans`
/// are absences, which never overlap.
pub fn workdays_present(first: Day, last: Day, spans: &[(Day, Day)]) -> i32 {
    let mut days = 0;
    let mut day = first;
    while day <= last {
        if day.is_workday() && !spans.iter().any(|(from, to)| *from <= day && day <= *to) {
            days += 1;
        }
        day = day.plus_days(1);
    }
    days
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::clock::Timestamp;
    use crate::db::keys::{AbsenceId, PersonId, RowVersion};

    fn day(month: i8, day: i8) -> Day {
        Day::new(2026, month, day).unwrap_or_else(|| panic!("{month}-{day}"))
    }

    fn absence(first_on: Day, last_on: Day) -> Absence {
        Absence {
            id: AbsenceId::generate(),
            person_id: PersonId::generate(),
            first_on,
            last_on,
            entered_by: None,
            entered_at: Timestamp(0),
            version: RowVersion::FIRST,
        }
    }

    #[test]
    fn an_absence_names_the_field_that_does_not_fit() {
        let known = [absence(day(12, 20), day(12, 31))];
        for (first, last, field) in [
            (day(12, 1), day(12, 19), None),
            (day(12, 1), day(12, 1), None),
            (day(12, 2), day(12, 1), Some("last_on")),
            (day(12, 1), day(12, 20), Some("first_on")),
            (day(12, 31), day(12, 31), Some("first_on")),
            (day(12, 1), day(12, 31), Some("first_on")),
            (day(8, 1), day(8, 21), Some("last_on")),
            (day(11, 1), day(11, 21), None),
            (day(11, 1), day(11, 1).plus_days(400), Some("last_on")),
        ] {
            let checked = check_days(first, last, &known, day(11, 22));
            assert_eq!(checked.err().map(|(field, _)| field), field, "{first} {last}");
        }
    }

    #[test]
    fn days_away_and_weekends_are_no_days_present() {
        // 16 to 22 November 2026 is Monday to Sunday.
        for (spans, expected) in [
            (vec![], 5),
            (vec![(day(11, 16), day(11, 17))], 3),
            (vec![(day(11, 1), day(11, 30))], 0),
            (vec![(day(11, 21), day(11, 22))], 5),
            (vec![(day(11, 10), day(11, 16)), (day(11, 20), day(11, 25))], 3),
        ] {
            assert_eq!(workdays_present(day(11, 16), day(11, 22), &spans), expected, "{spans:?}");
        }
    }
}
