//! Dates as other programs write them.

use crate::clock::Day;

/// Which comes first in a date with slashes.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq, serde::Serialize, serde::Deserialize)]
#[serde(rename_all = "lowercase")]
pub enum DateOrder {
    /// Nobody said; what could be either is refused.
    #[default]
    Auto,
    /// The day: 21/11/2026.
    Dmy,
    /// The month: 11/21/2026.
    Mdy,
}

impl DateOrder {
    /// Every value.
    pub const ALL: &'static [DateOrder] = &[DateOrder::Auto, DateOrder::Dmy, DateOrder::Mdy];

    /// The value as forms and flags have it.
    pub fn as_str(self) -> &'static str {
        match self {
            DateOrder::Auto => "auto",
            DateOrder::Dmy => "dmy",
            DateOrder::Mdy => "mdy",
        }
    }

    /// The value that `text` names.
    ///
    /// # Errors
    ///
    /// Words that say which there are.
    pub fn parse(text: &str) -> Result<Self, String> {
        let found = Self::ALL.iter().copied().find(|order| order.as_str() == text);
        found.ok_or_else(|| format!("“{text}” is none of auto, dmy, mdy"))
    }

    /// The value in words.
    pub fn label(self) -> &'static str {
        match self {
            DateOrder::Auto => "refuse what could be either",
            DateOrder::Dmy => "day first: 21/11/2026",
            DateOrder::Mdy => "month first: 11/21/2026",
        }
    }
}

/// Reads 2026-11-21 (ISO 8601), 21.11.2026, or a date with slashes; a time of
/// day behind it is left out.
pub fn parse_date(text: &str, order: DateOrder) -> Result<Day, String> {
    let trimmed = text.trim();
    let wrong = || format!("“{trimmed}” is not a date like 2026-11-21, 21.11.2026 or 21/11/2026");
    let (date, time) = trimmed.split_once(['T', ' ']).unwrap_or((trimmed, ""));
    if !time.chars().all(|c| c.is_ascii_digit() || ":.,+-ZAPMapm ".contains(c)) {
        return Err(wrong());
    }
    if let Some(parts) = numbers(date, '-') {
        return day(parts).ok_or_else(wrong);
    }
    if let Some((day_of, month, year)) = numbers(date, '.') {
        return day((year, month, day_of)).ok_or_else(wrong);
    }
    let (one, two, year) = numbers(date, '/').ok_or_else(wrong)?;
    let (day_first, month_first) = (day((year, two, one)), day((year, one, two)));
    match (order, day_first, month_first) {
        (DateOrder::Dmy, read, _) | (DateOrder::Mdy, _, read) => read.ok_or_else(wrong),
        (DateOrder::Auto, Some(one), Some(two)) if one != two => Err(format!(
            "“{trimmed}” could be {} or {}; say whether the day or the month comes first",
            one.words(),
            two.words()
        )),
        (DateOrder::Auto, one, two) => one.or(two).ok_or_else(wrong),
    }
}

/// Three numbers, the last or the first of which is a year of four digits.
fn numbers(text: &str, separator: char) -> Option<(i32, i32, i32)> {
    let parts: Vec<&str> = text.split(separator).collect();
    let [one, two, three] = parts.as_slice() else { return None };
    let is_plain = parts.iter().all(|part| !part.is_empty() && part.chars().all(|c| c.is_ascii_digit()));
    let year = if separator == '-' { one } else { three };
    if !is_plain || year.len() != 4 {
        return None;
    }
    Some((one.parse().ok()?, two.parse().ok()?, three.parse().ok()?))
}

fn day((year, month, day): (i32, i32, i32)) -> Option<Day> {
    if year < 1970 {
        return None;
    }
    Day::new(i16::try_from(year).ok()?, i8::try_from(month).ok()?, i8::try_from(day).ok()?)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn dates_are_read_where_there_is_one_way_to() {
        use DateOrder::{Auto, Dmy, Mdy};
        for (text, order, read) in [
            ("2026-11-21", Auto, Some("2026-11-21")),
            ("2026-11-21T10:00:00Z", Auto, Some("2026-11-21")),
            ("2026-11-21 10:00", Mdy, Some("2026-11-21")),
            (" 21.11.2026 ", Auto, Some("2026-11-21")),
            ("3.4.2026", Mdy, Some("2026-04-03")),
            ("21/11/2026", Auto, Some("2026-11-21")),
            ("11/21/2026 9:05 PM", Auto, Some("2026-11-21")),
            ("04/04/2026", Auto, Some("2026-04-04")),
            ("03/04/2026", Auto, None),
            ("03/04/2026", Dmy, Some("2026-04-03")),
            ("03/04/2026", Mdy, Some("2026-03-04")),
            ("21/11/2026", Mdy, None),
            ("30.02.2026", Auto, None),
            ("21/11/26", Auto, None),
            ("2026-11-21 yesterday", Auto, None),
            ("45981", Auto, None),
            ("", Auto, None),
        ] {
            let said = parse_date(text, order);
            assert_eq!(said.as_ref().ok().map(Day::to_string).as_deref(), read, "{text:?} {order:?}: {said:?}");
        }
        let said = parse_date("03/04/2026", Auto).err().unwrap_or_default();
        assert!(said.contains("could be 3 Apr 2026 or 4 Mar 2026"), "{said}");
    }
}
