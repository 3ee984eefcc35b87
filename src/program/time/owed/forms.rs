//! What the forms of shares and hours send.

use serde::Deserialize;

use super::rules;
use crate::clock::Day;
use crate::program::ProgramError;
use crate::program::fields::{Fields, number};

/// `POST /terms/{id}/share`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct ShareForm {
    pub percent: String,
    pub from_day: String,
    pub once: String,
}

impl ShareForm {
    /// The day, and the share in percent.
    pub fn parse(&self) -> Result<(Day, i32), ProgramError> {
        let mut fields = Fields::default();
        let percent = fields.keep("percent", number(&self.percent, *rules::SHARES.start(), *rules::SHARES.end()));
        let from = fields.keep("from_day", Day::parse(&self.from_day));
        match (from, percent) {
            (Some(from), Some(percent)) => Ok((from, percent)),
            _ => Err(fields.refuse()),
        }
    }
}

/// `POST /people/{handle}/hours`; where `zone` alone is sent, `POST …/zone`.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct HoursForm {
    pub hours: String,
    pub from_day: String,
    pub zone: String,
    pub once: String,
}

impl HoursForm {
    /// The day, and minutes a week.
    pub fn parse(&self) -> Result<(Day, i32), ProgramError> {
        let mut fields = Fields::default();
        let minutes = fields.keep("hours", minutes_of(&self.hours));
        let from = fields.keep("from_day", Day::parse(&self.from_day));
        match (from, minutes) {
            (Some(from), Some(minutes)) => Ok((from, minutes)),
            _ => Err(fields.refuse()),
        }
    }
}

/// Minutes of "37.5", "38,75", "40" or "37 h 30".
fn minutes_of(text: &str) -> Result<i32, String> {
    let wrong = || format!("“{}” is not a number of hours a week, such as 40 or 37.5", text.trim());
    let typed = text.trim().trim_end_matches(['h', 'H']).trim_end().replace(',', ".");
    let hours: f64 = typed.parse().map_err(|_| wrong())?;
    let minutes = (hours * 60.0).round();
    if !(0.0..=f64::from(*rules::HOURS.end())).contains(&hours) || (minutes - hours * 60.0).abs() > 0.3 {
        return Err(wrong());
    }
    Ok(minutes as i32)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn hours_are_read_as_people_write_them() {
        for (text, minutes) in [
            ("40", Some(2_400)),
            ("37.5", Some(2_250)),
            ("38,75 h", Some(2_325)),
            ("0", Some(0)),
            ("-5", None),
            ("81", None),
            ("NaN", None),
            ("", None),
            ("forty", None),
        ] {
            assert_eq!(minutes_of(text).ok(), minutes, "{text}");
        }
    }
}
