//! The days on which the company works, from `program/holidays.toml`.

use std::collections::{BTreeMap, BTreeSet};

use super::period::{DAYS, Period};
use crate::clock::Day;

/// Holidays that a file may name: more than any country has in a century.
const LIMIT: usize = 5_000;
/// Characters of a name.
const NAME_LIMIT: usize = 80;

/// Working days and holidays.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Holidays {
    /// Monday first: whether it is worked on.
    worked: [bool; 7],
    /// Month and day of those that come each year.
    yearly: BTreeMap<(i8, i8), String>,
    once: BTreeMap<Day, String>,
}

impl Default for Holidays {
    /// Monday to Friday, without a holiday.
    fn default() -> Self {
        Holidays {
            worked: [true, true, true, true, true, false, false],
            yearly: BTreeMap::new(),
            once: BTreeMap::new(),
        }
    }
}

impl Holidays {
    /// The file that comes with the program.
    pub const BUILT_IN: &str = include_str!("../../content/program/holidays.toml");

    /// Reads the file.
    ///
    /// # Errors
    ///
    /// Everything that is wrong, each with its line, from 1.
    pub fn parse(text: &str) -> Result<Self, Vec<(usize, String)>> {
        let text = text.strip_prefix('\u{FEFF}').unwrap_or(text);
        let file: File = toml::from_str(text).map_err(|error| {
            let before = error.span().and_then(|span| text.get(..span.start)).unwrap_or_default();
            vec![(before.matches('\n').count() + 1, error.message().replace('\n', " "))]
        })?;
        let mut faults = Vec::new();
        let mut holidays = Holidays::default();
        if let Some(days) = &file.working_days {
            match working_days(days.get_ref()) {
                Ok(worked) => holidays.worked = worked,
                Err(words) => faults.push((line_of(text, days.span().start), words)),
            }
        }
        if file.holiday.len() > LIMIT {
            return Err(vec![(1, format!("it names {} holidays; {LIMIT} are allowed", file.holiday.len()))]);
        }
        for entry in &file.holiday {
            if let Err(words) = holidays.add(entry.get_ref()) {
                faults.push((line_of(text, entry.span().start), words));
            }
        }
        if faults.is_empty() { Ok(holidays) } else { Err(faults) }
    }

    fn add(&mut self, entry: &Entry) -> Result<(), String> {
        let name = entry.name.trim().to_owned();
        if name.is_empty() || name.chars().count() > NAME_LIMIT {
            return Err(format!("a holiday has a name of 1 to {NAME_LIMIT} characters"));
        }
        let taken = match (&entry.on, &entry.every) {
            (Some(on), None) => {
                let day = Day::parse(on).map_err(|words| format!("{name}: {words}"))?;
                self.once.insert(day, name.clone())
            }
            (None, Some(every)) => {
                let day =
                    yearly(every).ok_or_else(|| format!("{name}: “{every}” is no month and day such as 12-25"))?;
                self.yearly.insert(day, name.clone())
            }
            _ => return Err(format!("{name}: say either on = \"2026-12-24\" or every = \"12-25\"")),
        };
        taken.map_or(Ok(()), |other| Err(format!("{name} and {other} are the same day")))
    }

    /// The name of the holiday on this day, if there is one.
    pub fn name(&self, day: Day) -> Option<&str> {
        let date = day.date();
        let yearly = || self.yearly.get(&(date.month(), date.day()));
        self.once.get(&day).or_else(yearly).map(String::as_str)
    }

    /// Whether the company works on this day.
    pub fn is_worked(&self, day: Day) -> bool {
        self.worked[day.weekday().rem_euclid(7) as usize] && self.name(day).is_none()
    }

    /// The days of a period on which the company works, the first first.
    pub fn list_worked(&self, period: Period) -> Vec<Day> {
        period.days().filter(|day| self.is_worked(*day)).collect()
    }

    /// Days of a week that are worked on, 1 to 7, holidays aside.
    pub fn days_per_week(&self) -> i64 {
        self.worked.iter().filter(|worked| **worked).count() as i64
    }

    /// Working days of a period.
    pub fn count_worked(&self, period: Period) -> i64 {
        let days = i64::from(period.last.days_since(period.first)) + 1;
        let (weeks, rest) = (days.max(0) / 7, days.max(0) % 7);
        let first = period.first.weekday();
        let rest = (0..rest).filter(|day| self.worked[((i64::from(first) + day) % 7) as usize]).count() as i64;
        weeks * self.days_per_week() + rest - self.count_holidays(period)
    }

    /// Holidays of a period that would be worked on otherwise.
    fn count_holidays(&self, period: Period) -> i64 {
        if period.last < period.first {
            return 0;
        }
        let mut days: BTreeSet<Day> = self.once.range(period.first..=period.last).map(|(day, _)| *day).collect();
        for year in period.first.date().year()..=period.last.date().year() {
            days.extend(self.yearly.keys().filter_map(|(month, day)| Day::new(year, *month, *day)));
        }
        let counts = |day: &&Day| period.holds(**day) && self.worked[day.weekday().rem_euclid(7) as usize];
        days.iter().filter(counts).count() as i64
    }
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct File {
    working_days: Option<toml::Spanned<Vec<String>>>,
    #[serde(default)]
    holiday: Vec<toml::Spanned<Entry>>,
}

#[derive(serde::Deserialize)]
#[serde(deny_unknown_fields)]
struct Entry {
    name: String,
    on: Option<String>,
    every: Option<String>,
}

fn working_days(names: &[String]) -> Result<[bool; 7], String> {
    let mut worked = [false; 7];
    for name in names {
        let known = DAYS.iter().position(|day| *day == name.to_lowercase());
        let place = known.ok_or_else(|| format!("“{name}” is no day; the days are {}", DAYS.join(", ")))?;
        worked[place] = true;
    }
    if names.is_empty() { Err("at least one day is worked on".into()) } else { Ok(worked) }
}

/// "12-25", and "02-29", which comes in leap years alone.
fn yearly(text: &str) -> Option<(i8, i8)> {
    let (month, day) = text.trim().split_once('-')?;
    let day = Day::new(2024, month.parse().ok()?, day.parse().ok()?)?.date();
    Some((day.month(), day.day()))
}

fn line_of(text: &str, at: usize) -> usize {
    text.get(..at).unwrap_or_default().matches('\n').count() + 1
}

#[cfg(test)]
mod tests {
    use super::*;

    fn day(text: &str) -> Day {
        Day::parse(text).unwrap_or_else(|words| panic!("{words}"))
    }

    #[test]
    fn what_comes_with_the_program_is_read() {
        let holidays = Holidays::parse(Holidays::BUILT_IN).unwrap_or_else(|faults| panic!("{faults:?}"));

        assert_eq!(holidays.name(day("2027-01-01")), Some("New Year's Day"));
        assert_eq!(holidays.days_per_week(), 5);
    }

    #[test]
    fn working_days_are_counted_without_looking_at_each() {
        let text = "working_days = [\"sunday\", \"monday\", \"tuesday\", \"wednesday\", \"thursday\"]\n\
                    [[holiday]]\nname = \"Leap\"\nevery = \"02-29\"\n\
                    [[holiday]]\nname = \"Christmas\"\nevery = \"12-25\"\n\
                    [[holiday]]\nname = \"Also Christmas\"\non = \"2028-12-25\"\n\
                    [[holiday]]\nname = \"A Friday\"\non = \"2026-11-27\"\n";
        let holidays = Holidays::parse(text).unwrap_or_else(|faults| panic!("{faults:?}"));
        for (first, length) in
            [("2026-11-16", 7), ("2024-02-01", 29), ("2023-12-20", 1_500), ("2026-11-27", 1), ("2026-01-01", 0)]
        {
            let period = Period { first: day(first), last: day(first).plus_days(length - 1) };
            let one_by_one = period.days().filter(|day| holidays.is_worked(*day)).count() as i64;
            assert_eq!(holidays.count_worked(period), one_by_one, "{first} {length}");
        }
    }

    #[test]
    fn a_fault_names_its_line() {
        for (text, line, part) in [
            ("working_days = []", 1, "at least one day"),
            ("\nworking_days = [\"Mon\"]", 2, "“Mon” is no day"),
            ("[[holiday]]\nname = \"X\"\n", 1, "say either"),
            ("\n[[holiday]]\nname = \"X\"\non = \"2026-02-30\"\n", 2, "not a date"),
            ("[[holiday]]\nname = \"X\"\nevery = \"13-01\"\n", 1, "no month and day"),
            ("[[holiday]]\nname = \"\"\nevery = \"12-01\"\n", 1, "has a name"),
            (
                "[[holiday]]\nname = \"X\"\nevery = \"12-01\"\n[[holiday]]\nname = \"Y\"\nevery = \"12-01\"\n",
                4,
                "the same day",
            ),
            ("[[holiday]]\nname = \"X\"\nevery = \"12-01\"\ncolour = \"red\"\n", 4, "colour"),
            ("holiday = 7", 1, ""),
        ] {
            let faults = Holidays::parse(text).err().unwrap_or_default();
            assert_eq!(faults.first().map(|(line, _)| *line), Some(line), "{text:?}: {faults:?}");
            assert!(faults[0].1.contains(part), "{text:?}: {faults:?}");
        }
    }

    #[test]
    fn n03_changed_holidays() {
        crate::fuzz::hold("holidays", |bytes| drop(Holidays::parse(&String::from_utf8_lossy(bytes))));
    }
}
