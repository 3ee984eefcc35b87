//! The day of a line: "yesterday", "mon", "19 Nov", "19.11.", or a date; today where it says none.

use super::{LineProblem, tidy, whole};
use crate::clock::Day;

pub(super) fn take_day(words: &mut Vec<&str>, today: Day) -> Result<Day, LineProblem> {
    // "19 nov 2026" before "19 nov" before "yesterday"; at the end before the head.
    for (is_end, count) in [(true, 3), (true, 2), (true, 1), (false, 3), (false, 2), (false, 1)] {
        let Some(start) = words.len().checked_sub(count).map(|rest| if is_end { rest } else { 0 }) else { continue };
        let Some(day) = day_in(&words[start..start + count], today)? else { continue };
        words.drain(start..start + count);
        // "on monday", "last monday"
        if start > 0 && words.last().is_some_and(|word| ["on", "last"].contains(&word.to_lowercase().as_str())) {
            words.pop();
        }
        return Ok(day);
    }
    Ok(today)
}

/// The day that these words, all of them, name; none where they name none.
fn day_in(words: &[&str], today: Day) -> Result<Option<Day>, LineProblem> {
    let tidied: Vec<String> = words.iter().map(|word| tidy(word)).collect();
    let tidied: Vec<&str> = tidied.iter().map(String::as_str).collect();
    let (day, month, year) = match tidied[..] {
        [word] if word.contains('.') || words[0].ends_with('.') => return dotted_day(words[0], today),
        [word] => return word_for_day(word, today),
        [one, other] => (one, other, None),
        [one, other, year] if year.len() == 4 => (one, other, whole(year)),
        _ => return Ok(None),
    };
    let (number, month) = match (month_in(day), month_in(month)) {
        (None, Some(month_number)) => (day, month_number),
        (Some(month_number), None) => (month, month_number),
        _ => return Ok(None),
    };
    let ordinal = ["st", "nd", "rd", "th"].iter().find_map(|end| number.strip_suffix(end)).unwrap_or(number);
    let Some(number) = whole(ordinal).filter(|number| *number <= 99) else { return Ok(None) };
    if words.len() == 3 && year.is_none() {
        return Ok(None);
    }
    calendar_day(number, month, year, today).map(Some).ok_or_else(|| LineProblem::Day(words.join(" ")))
}

/// "today", "mon", "2026-11-20".
fn word_for_day(lower: &str, today: Day) -> Result<Option<Day>, LineProblem> {
    let weekday = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().position(|short| {
        lower.starts_with(short)
            && ["day", "sday", "nesday", "rsday", "urday", "s", "rs", ""].contains(&&lower[short.len()..])
    });
    if let Some(weekday) = weekday {
        let back = (today.weekday() - weekday as i32).rem_euclid(7);
        return Ok(Some(today.plus_days(-back)));
    }
    match lower {
        "today" => Ok(Some(today)),
        "yesterday" => Ok(Some(today.plus_days(-1))),
        // Understood, so that it can be refused as a day ahead.
        "tomorrow" => Ok(Some(today.plus_days(1))),
        // "19/11" is a day here and a month there, so it is asked back, not guessed.
        word if is_slashed(word) => Err(LineProblem::Slashes(word.to_owned())),
        _ => {
            let looks_like_a_date = lower.len() == 10
                && lower.char_indices().all(|(at, c)| if at == 4 || at == 7 { c == '-' } else { c.is_ascii_digit() });
            if !looks_like_a_date {
                return Ok(None);
            }
            Day::parse(lower).map(Some).map_err(|_| LineProblem::Day(lower.to_owned()))
        }
    }
}

/// Whether a word is two or three numbers that could be a day and a month, in
/// whichever order; "24/7" is something else.
fn is_slashed(word: &str) -> bool {
    let parts: Vec<&str> = word.split('/').collect();
    let is_number =
        |part: &&str, most: i32| part.len() <= 2 && whole(part).is_some_and(|number| (1..=most).contains(&number));
    let (first, second) = match parts[..] {
        [first, second] => (first, second),
        [first, second, year] if matches!(year.len(), 2 | 4) && whole(year).is_some() => (first, second),
        _ => return false,
    };
    let fits = |day: &str, month: &str| is_number(&day, 31) && is_number(&month, 12);
    word != "24/7" && (fits(first, second) || fits(second, first))
}

/// "19.11." and "19.11.2026". Without the last dot, "24.04" may be a version.
fn dotted_day(word: &str, today: Day) -> Result<Option<Day>, LineProblem> {
    let typed = word.trim_end_matches([',', ';']);
    let parts: Vec<&str> = typed.trim_end_matches('.').split('.').collect();
    let (day, month, year) = match parts[..] {
        [day, month] if typed.ends_with('.') => (day, month, None),
        [day, month, year] if year.len() == 4 => (day, month, whole(year)),
        [word] => return word_for_day(&word.to_lowercase(), today),
        _ => return Ok(None),
    };
    let (Some(number), Some(month)) = (whole(day), whole(month)) else { return Ok(None) };
    if day.len() > 2 || (parts.len() == 3 && year.is_none()) {
        return Ok(None);
    }
    calendar_day(number, month, year, today).map(Some).ok_or_else(|| LineProblem::Day(typed.to_owned()))
}

/// The day of a calendar; without a year the one that was last, or lies ahead by less than half a year.
fn calendar_day(number: i32, month: i32, year: Option<i32>, today: Day) -> Option<Day> {
    let in_year = |year: i16| Day::new(year, i8::try_from(month).ok()?, i8::try_from(number).ok()?);
    if let Some(year) = year {
        return in_year(i16::try_from(year).ok().filter(|year| *year >= 1970)?);
    }
    let this_year = today.date().year();
    in_year(this_year).filter(|day| day.days_since(today) < 183).or_else(|| in_year(this_year - 1))
}

/// The number of a month, 1 to 12, by its name or its first three letters.
pub(super) fn month_in(lower: &str) -> Option<i32> {
    const MONTHS: [&str; 12] = [
        "january",
        "february",
        "march",
        "april",
        "may",
        "june",
        "july",
        "august",
        "september",
        "october",
        "november",
        "december",
    ];
    let fits = |name: &&str| **name == *lower || name[..3] == *lower || (lower == "sept" && name.starts_with("sept"));
    (1..).zip(MONTHS.iter()).find(|(_, name)| fits(name)).map(|(number, _)| number)
}
