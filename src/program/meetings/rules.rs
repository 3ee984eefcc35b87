//! When meetings happen, and what can be done at which moment.

use jiff::SignedDuration;

use super::model::{DateState, MeetingDate, Repeats, Timing};
use crate::clock::{Day, Timestamp};

/// Days that a series may go on for: two years.
pub const SERIES_DAYS: i32 = 2 * 366;
/// Days after a meeting in which somebody may say that they were there.
pub const ATTENDANCE_DAYS: i64 = 31;
/// Days for which a meeting that nobody had called may be entered: a year.
pub const HELD_DAYS: i64 = 366;

/// Which weekday of its month a day is: 1 to 4, or -1 for a fifth, which not
/// every month has and which therefore means the last.
pub fn week_of_month(day: Day) -> i32 {
    let nth = (i32::from(day.date().day()) - 1) / 7 + 1;
    if nth > 4 { -1 } else { nth }
}

/// The days on which a meeting happens, the first always among them.
pub fn days(timing: &Timing) -> Vec<Day> {
    let first = timing.first_day;
    let last = timing.last_day.max(first).min(first.plus_days(SERIES_DAYS));
    let step = match timing.repeats {
        Repeats::Once => return vec![first],
        Repeats::Weekly => 7,
        Repeats::Fortnightly => 14,
        Repeats::Monthly => return monthly(first, last),
    };
    (0..).map(|number| first.plus_days(number * step)).take_while(|day| *day <= last).collect()
}

fn monthly(first: Day, last: Day) -> Vec<Day> {
    let nth = week_of_month(first);
    let months = (0..).map(|number| first.month_start().plus_months(number));
    months.map(|month| in_month(month, first.weekday(), nth)).take_while(|day| *day <= last).collect()
}

/// The day of a month, given by its first day, that is its `nth` such weekday.
fn in_month(month: Day, weekday: i32, nth: i32) -> Day {
    if nth > 0 {
        let ahead = (weekday - month.weekday()).rem_euclid(7);
        return month.plus_days(ahead + 7 * (nth - 1));
    }
    let end = month.plus_months(1).plus_days(-1);
    end.plus_days(-(end.weekday() - weekday).rem_euclid(7))
}

/// Refuses to note what is not over yet, and what was too long ago for anybody
/// to remember who came.
///
/// # Errors
///
/// Words that say which.
pub fn check_held(timing: &Timing, now: Timestamp) -> Result<(), &'static str> {
    let begins = timing.zone.instant(timing.first_day, timing.starts_minute);
    if begins.plus(SignedDuration::from_mins(timing.minutes.into())) > now {
        return Err("this is not over yet; call the meeting instead, or say who was there afterwards");
    }
    if begins < now.plus(-SignedDuration::from_hours(24 * HELD_DAYS)) {
        return Err("this is more than a year ago");
    }
    Ok(())
}

/// Whether answers to a date still mean something.
pub fn is_answerable(date: &MeetingDate, now: Timestamp) -> bool {
    date.state == DateState::Planned && now < date.ends_at
}

/// Whether somebody may say of a date that they were there: from its beginning
/// on, for a month.
pub fn is_attendable(date: &MeetingDate, now: Timestamp) -> bool {
    date.state == DateState::Planned
        && date.starts_at <= now
        && now <= date.ends_at.plus(SignedDuration::from_hours(24 * ATTENDANCE_DAYS))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Zone;
    use crate::db::keys::{MeetingDateId, MeetingId, RowVersion};

    fn timing(first: &str, repeats: Repeats, last: &str) -> Timing {
        Timing {
            zone: Zone::utc(),
            first_day: Day::parse(first).expect("a day"),
            starts_minute: 600,
            minutes: 60,
            repeats,
            last_day: Day::parse(last).expect("a day"),
        }
    }

    #[test]
    fn series_keep_their_weekday() {
        for (first, repeats, last, expected) in [
            ("2026-11-24", Repeats::Once, "2027-11-24", "2026-11-24"),
            ("2026-11-24", Repeats::Weekly, "2026-12-08", "2026-11-24 2026-12-01 2026-12-08"),
            ("2026-11-24", Repeats::Fortnightly, "2026-12-21", "2026-11-24 2026-12-08"),
            // The fourth Tuesday.
            ("2026-11-24", Repeats::Monthly, "2027-01-31", "2026-11-24 2026-12-22 2027-01-26"),
            // A fifth Thursday is the last of its month.
            ("2026-10-29", Repeats::Monthly, "2027-02-28", "2026-10-29 2026-11-26 2026-12-31 2027-01-28 2027-02-25"),
            ("2027-12-31", Repeats::Monthly, "2028-03-01", "2027-12-31 2028-01-28 2028-02-25"),
            ("2028-02-29", Repeats::Weekly, "2028-03-07", "2028-02-29 2028-03-07"),
            ("2026-11-24", Repeats::Weekly, "2026-11-01", "2026-11-24"),
        ] {
            let days: Vec<_> = days(&timing(first, repeats, last)).iter().map(ToString::to_string).collect();
            assert_eq!(days.join(" "), expected, "{first} {repeats:?} {last}");
        }
    }

    #[test]
    fn a_series_ends_after_two_years() {
        assert_eq!(days(&timing("2026-11-24", Repeats::Weekly, "2199-01-01")).len(), 105);
    }

    #[test]
    fn what_was_held_is_over_and_not_long_ago() {
        // It begins at 10:00 UTC and takes an hour.
        let held = timing("2026-11-18", Repeats::Once, "2026-11-18");
        for (now, may) in [
            ("2026-11-18T10:59:59Z", false),
            ("2026-11-18T11:00:00Z", true),
            ("2027-11-19T10:00:00Z", true),
            ("2027-11-19T10:00:01Z", false),
        ] {
            let now = Timestamp::parse(now).expect("an instant");
            assert_eq!(check_held(&held, now).is_ok(), may, "{now:?}");
        }
    }

    #[test]
    fn presence_is_said_from_the_beginning_on_for_a_month() {
        let begins = Timestamp::parse("2026-11-24T12:00:00Z").expect("an instant");
        let date = |state| MeetingDate {
            id: MeetingDateId::generate(),
            meeting_id: MeetingId::generate(),
            planned_on: begins.day(),
            day: begins.day(),
            starts_minute: 720,
            minutes: 60,
            starts_at: begins,
            ends_at: begins.plus(SignedDuration::from_hours(1)),
            agenda: String::new(),
            state,
            call_off_reason: String::new(),
            notes: String::new(),
            notes_by: None,
            notes_at: None,
            notes_version: RowVersion::FIRST,
            version: RowVersion::FIRST,
        };
        for (minutes, state, answers, attends) in [
            (-1, DateState::Planned, true, false),
            (0, DateState::Planned, true, true),
            (59, DateState::Planned, true, true),
            (60, DateState::Planned, false, true),
            (60 + 31 * 24 * 60, DateState::Planned, false, true),
            (61 + 31 * 24 * 60, DateState::Planned, false, false),
            (-1, DateState::CalledOff, false, false),
            (30, DateState::CalledOff, false, false),
        ] {
            let (now, date) = (begins.plus(SignedDuration::from_mins(minutes)), date(state));
            assert_eq!(is_answerable(&date, now), answers, "{minutes} {state:?}");
            assert_eq!(is_attendable(&date, now), attends, "{minutes} {state:?}");
        }
    }
}
