//! Business time against tables, and against counting each minute.

use std::sync::Arc;

use super::*;
use crate::calendar::{Holidays, Zone};

fn at(text: &str) -> Timestamp {
    Timestamp::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
}

fn calendar(zone: &str, hours: &str, holidays: &str) -> WorkCalendar {
    WorkCalendar {
        zone: Zone::parse(zone).unwrap_or_else(|words| panic!("{words}")),
        hours: WorkHours::parse(hours).unwrap_or_else(|| panic!("{hours}")),
        holidays: Arc::new(Holidays::parse(holidays).unwrap_or_else(|faults| panic!("{faults:?}"))),
        ..WorkCalendar::default()
    }
}

#[test]
fn hours_are_read_as_they_are_written() {
    for (text, minutes) in [
        ("09:00-17:00", Some(480)),
        ("07:30 - 16:15", Some(525)),
        ("00:00-24:00", Some(1_440)),
        ("17:00-09:00", None),
        ("09:00-09:00", None),
        ("9:00-17:00", None),
        ("09:00-24:01", None),
        ("09:60-17:00", None),
        ("09:00", None),
        ("+9:00-17:00", None),
        ("", None),
    ] {
        let hours = WorkHours::parse(text);
        assert_eq!(hours.map(WorkHours::minutes), minutes, "{text:?}");
        assert!(hours.is_none_or(|hours| WorkHours::parse(&hours.to_string()) == Some(hours)), "{text:?}");
    }
}

#[test]
fn nights_weekends_and_holidays_do_not_count() {
    const NEW_YEAR: &str = "[[holiday]]\nname = \"New Year\"\nevery = \"01-01\"\n";
    const SUNDAYS: &str = "working_days = [\"sunday\", \"monday\"]\n";
    // 16 November 2026 was a Monday.
    for (zone, holidays, from, hours, to) in [
        ("UTC", "", "2026-11-16T10:00:00Z", 8, "2026-11-17T10:00:00Z"),
        ("UTC", "", "2026-11-16T10:00:00Z", 7, "2026-11-16T17:00:00Z"),
        ("UTC", "", "2026-11-16T18:30:00Z", 8, "2026-11-17T17:00:00Z"),
        ("UTC", "", "2026-11-20T16:00:00Z", 2, "2026-11-23T10:00:00Z"),
        ("UTC", "", "2026-11-21T12:00:00Z", 1, "2026-11-23T10:00:00Z"),
        ("UTC", NEW_YEAR, "2026-12-31T16:00:00Z", 2, "2027-01-04T10:00:00Z"),
        ("UTC", SUNDAYS, "2026-11-16T16:00:00Z", 2, "2026-11-22T10:00:00Z"),
        ("America/New_York", "", "2026-11-16T14:00:00Z", 1, "2026-11-16T15:00:00Z"),
        ("America/New_York", "", "2026-11-16T09:00:00Z", 1, "2026-11-16T15:00:00Z"),
        // The clocks of Berlin change in the night to Sunday, 25 October 2026.
        ("Europe/Berlin", "", "2026-10-23T14:00:00Z", 2, "2026-10-26T09:00:00Z"),
        ("Asia/Kathmandu", "", "2026-11-16T03:15:00Z", 8, "2026-11-16T11:15:00Z"),
    ] {
        let calendar = calendar(zone, "09:00-17:00", holidays);
        let time = SignedDuration::from_hours(hours);
        assert_eq!(calendar.business_after(at(from), time), at(to), "{zone} {from} {hours}");
        assert_eq!(calendar.business_between(at(from), at(to)), time, "{zone} {from} {to}");
        assert_eq!(calendar.business_between(at(to), at(from)), SignedDuration::ZERO, "backwards");
    }
}

#[test]
fn a_day_whose_clocks_change_is_as_long_as_it_is() {
    let all =
        "working_days = [\"monday\", \"tuesday\", \"wednesday\", \"thursday\", \"friday\", \"saturday\", \"sunday\"]";
    for (zone, hours, from, to, minutes) in [
        ("Europe/Berlin", "00:00-24:00", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 23 * 60),
        ("Europe/Berlin", "00:00-24:00", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 25 * 60),
        // The clock never shows 02:30 on that day: the hours begin, or end, with the change.
        ("Europe/Berlin", "02:30-04:00", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 60),
        ("Europe/Berlin", "01:00-02:30", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 60),
        ("Europe/Berlin", "02:10-02:50", "2026-03-28T23:00:00Z", "2026-03-29T22:00:00Z", 0),
        // It shows it twice: the hours last from the first time to the last.
        ("Europe/Berlin", "02:30-04:00", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 150),
        ("Europe/Berlin", "01:00-02:30", "2026-10-24T22:00:00Z", "2026-10-25T23:00:00Z", 150),
        ("America/Sao_Paulo", "00:00-24:00", "2018-11-04T02:00:00Z", "2018-11-05T02:00:00Z", 24 * 60),
        // Samoa left that day out.
        ("Pacific/Apia", "09:00-17:00", "2011-12-30T03:00:00Z", "2011-12-30T19:00:00Z", 0),
    ] {
        let passed = calendar(zone, hours, all).business_between(at(from), at(to));
        assert_eq!(passed, SignedDuration::from_mins(minutes), "{zone} {hours} {from}");
    }
}

#[test]
fn the_last_working_hour_before_an_instant_is_found() {
    for (instant, before) in [
        ("2026-11-19T02:00:00Z", "2026-11-18T17:00:00Z"),
        ("2026-11-23T02:00:00Z", "2026-11-20T17:00:00Z"),
        ("2026-11-19T12:00:00Z", "2026-11-19T12:00:00Z"),
        ("2026-11-19T09:00:00Z", "2026-11-18T17:00:00Z"),
    ] {
        assert_eq!(calendar("UTC", "09:00-17:00", "").business_before(at(instant)), at(before), "{instant}");
    }
}

/// Numbers that look random and are the same each time.
struct Scatter(u64);

impl Scatter {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_mul(6_364_136_223_846_793_005).wrapping_add(1_442_695_040_888_963_407);
        ((self.0 >> 33) as usize) % limit
    }
}

#[test]
fn ten_thousand_intervals_agree_with_counting_each_minute() {
    const HOLIDAYS: &str = "[[holiday]]\nname = \"Labour Day\"\nevery = \"05-01\"\n\
                            [[holiday]]\nname = \"A Monday\"\non = \"2026-10-26\"\n";
    let first = at("2026-03-01T00:00:00Z");
    for (zone, hours) in
        [("Europe/Berlin", "09:00-17:00"), ("America/New_York", "00:00-24:00"), ("Australia/Lord_Howe", "07:30-19:15")]
    {
        let calendar = calendar(zone, hours, HOLIDAYS);
        // Business minutes before each minute of 260 days: both changes of clocks lie in them.
        let mut before = vec![0_i64];
        for minute in 0..260 * 24 * 60 {
            let then = first.plus(SignedDuration::from_mins(minute));
            let clock = calendar.zone.civil(then);
            let shown = clock.hour() as u16 * 60 + clock.minute() as u16;
            let counts = calendar.holidays.is_worked(Day::from(clock.date()))
                && (calendar.hours.from..calendar.hours.to).contains(&shown);
            before.push(before[before.len() - 1] + i64::from(counts));
        }
        let mut scatter = Scatter(before.len() as u64);
        for _ in 0..10_000 {
            let from = scatter.below(before.len());
            let to = (from + scatter.below(12 * 24 * 60)).min(before.len() - 1);
            let instant = |minute: usize| first.plus(SignedDuration::from_mins(minute as i64));
            let counted = SignedDuration::from_mins(before[to] - before[from]);
            assert_eq!(calendar.business_between(instant(from), instant(to)), counted, "{zone} {from} {to}");
            if counted > SignedDuration::ZERO {
                let reached = before.partition_point(|minutes| *minutes < before[to]);
                assert_eq!(
                    calendar.business_after(instant(from), counted),
                    instant(reached),
                    "{zone} {from} {counted}"
                );
            }
        }
    }
}
