//! The settings by which time is counted.

use crate::calendar::{WeekStart, WorkCalendar, WorkHours, Zone};

/// The keys, each with what is allowed.
pub(super) const KEYS: [(&str, &str); 6] = [
    ("program.weekly_hours", "hours of a week's work from 1 to 80, such as 40 or 37.5"),
    ("program.week_starts", "a day such as monday or sunday"),
    ("program.time_zone", "a zone as IANA names it, such as Europe/Berlin or UTC"),
    ("program.time_window_days", "a number of days from 1 to 400"),
    ("program.close_after_days", "a number of days from 0 to 400, or never"),
    ("program.work_hours", "from when until when a working day lasts, such as 09:00-17:30"),
];

/// Takes one setting over.
///
/// # Errors
///
/// Why it does not fit; empty where there is nothing to add to what is allowed.
pub(super) fn set(calendar: &mut WorkCalendar, key: &str, text: &str) -> Result<(), String> {
    match key {
        "program.weekly_hours" => calendar.weekly_minutes = weekly_minutes(text).ok_or_else(String::new)?,
        "program.week_starts" => calendar.week_starts = WeekStart::parse(text).ok_or_else(String::new)?,
        "program.time_zone" => calendar.zone = Zone::parse(text)?,
        "program.time_window_days" => calendar.open_days = days(text, 1).ok_or_else(String::new)?,
        "program.close_after_days" if text == "never" => calendar.close_after_days = None,
        "program.close_after_days" => calendar.close_after_days = Some(days(text, 0).ok_or_else(String::new)?),
        "program.work_hours" => calendar.hours = WorkHours::parse(text).ok_or_else(String::new)?,
        _ => {}
    }
    Ok(())
}

/// The value of one of the keys, as text.
pub(super) fn shown(calendar: &WorkCalendar, key: &str) -> String {
    match key {
        "program.weekly_hours" => (calendar.weekly_minutes as f64 / 60.0).to_string(),
        "program.week_starts" => calendar.week_starts.as_str().into(),
        "program.time_zone" => calendar.zone.name().into(),
        "program.time_window_days" => calendar.open_days.to_string(),
        "program.work_hours" => calendar.hours.to_string(),
        _ => calendar.close_after_days.map_or("never".into(), |days| days.to_string()),
    }
}

fn days(text: &str, least: i32) -> Option<i32> {
    text.parse().ok().filter(|days| (least..=400).contains(days))
}

/// Hours that come to whole minutes: 37.5, 38.75, 40.
fn weekly_minutes(text: &str) -> Option<i64> {
    let hours: f64 = text.parse().ok().filter(|hours: &f64| (1.0..=80.0).contains(hours))?;
    let minutes = (hours * 60.0).round();
    ((minutes - hours * 60.0).abs() < 1e-6).then_some(minutes as i64).filter(|minutes| *minutes % 15 == 0)
}
