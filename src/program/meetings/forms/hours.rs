//! Hours and lengths.

use crate::program::time::parse_length;

/// The shortest meeting, in minutes.
const SHORTEST: i32 = 5;

/// Minutes from midnight on, of `14:30` or `9:00`.
pub fn minute_of(text: &str) -> Result<i32, String> {
    let wrong = || format!("“{}” is not an hour like 14:30", text.trim());
    let (hour, minute) = text.trim().split_once(':').ok_or_else(wrong)?;
    // Browsers add seconds where the form had any.
    let minute = minute.split(':').next().unwrap_or_default();
    let number = |text: &str| text.parse::<i32>().ok().filter(|_| text.chars().all(|c| c.is_ascii_digit()));
    match (number(hour), number(minute)) {
        (Some(hour), Some(minute)) if hour < 24 && minute < 60 => Ok(hour * 60 + minute),
        _ => Err(wrong()),
    }
}

/// `14:30`, of minutes from midnight on.
pub fn hour_words(minute: i32) -> String {
    format!("{:02}:{:02}", minute / 60, minute % 60)
}

/// Minutes of a meeting.
pub fn length_of(text: &str) -> Result<i32, String> {
    let minutes = parse_length(text).map_err(|why| why.to_string())?;
    if minutes < SHORTEST { Err(format!("a meeting takes {SHORTEST} minutes or more")) } else { Ok(minutes) }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_browsers_and_people_write_them() {
        for (text, minute) in [
            ("14:30", Some(870)),
            ("9:00", Some(540)),
            ("00:00", Some(0)),
            ("09:05:00", Some(545)),
            ("24:00", None),
            ("9", None),
            ("9:60", None),
            ("-1:30", None),
            ("+9:30", None),
            ("", None),
        ] {
            assert_eq!(minute_of(text).ok(), minute, "{text:?}");
        }
    }
}
