//! Dates and hours, held against those that Python's `datetime` and `zoneinfo` reckon.

use std::process::Command;

use drawbridge::calendar::{Holidays, Period, Span, WeekStart, Zone, day_seconds, seconds_by_day};
use drawbridge::clock::{Day, Timestamp};

/// Any number would do; a fault can be looked at again with the same one.
const SEED: &str = "2026";
const COUNT: usize = 10_000;

fn reckoned() -> String {
    let script = concat!(env!("CARGO_MANIFEST_DIR"), "/tests/peers/reckon_dates.py");
    let run = Command::new("python3").args([script, SEED, &COUNT.to_string()]).output();
    let run = run.unwrap_or_else(|error| panic!("python3 is needed to reckon dates independently: {error}"));
    assert!(run.status.success(), "{}", String::from_utf8_lossy(&run.stderr));
    String::from_utf8(run.stdout).unwrap()
}

fn day(text: &str) -> Day {
    Day::parse(text).unwrap()
}

fn micros(text: &str) -> Timestamp {
    Timestamp(text.parse().unwrap())
}

/// The file that a company would write for these working days and holidays.
fn holidays(worked: &str, yearly: &str) -> Holidays {
    let names = ["monday", "tuesday", "wednesday", "thursday", "friday", "saturday", "sunday"];
    let days: Vec<_> =
        names.iter().zip(worked.chars()).filter(|(_, worked)| *worked == '1').map(|(day, _)| *day).collect();
    let mut text = format!("working_days = {days:?}\n");
    for every in yearly.split(',') {
        text.push_str(&format!("[[holiday]]\nname = \"Day {every}\"\nevery = \"{every}\"\n"));
    }
    Holidays::parse(&text).unwrap()
}

/// What differs in one case, in words; nothing where all agrees.
fn differences(line: &str) -> Vec<String> {
    let fields: Vec<&str> = line.split('\t').collect();
    let [
        name,
        from,
        to,
        starts,
        worked,
        yearly,
        first,
        last,
        count,
        week,
        month,
        month_end,
        quarter,
        quarter_end,
        length,
        by_day,
    ] = fields[..]
    else {
        panic!("not a case: {line}");
    };
    let zone = Zone::parse(name).unwrap();
    let (from, to) = (micros(from), micros(to));
    let weeks = WeekStart::parse(starts).unwrap();
    let days = Period { first: zone.day(from), last: zone.day(to) };
    let (months, quarters) = (Span::Month.around(days.first, weeks), Span::Quarter.around(days.first, weeks));
    let mut ours_by_day = String::new();
    if !by_day.is_empty() {
        let parts = seconds_by_day(&zone, from, to);
        ours_by_day = parts.iter().map(|(day, seconds)| format!("{day}={seconds}")).collect::<Vec<_>>().join(",");
        assert_eq!(parts.iter().map(|(_, seconds)| seconds).sum::<i64>(), (to.0 - from.0) / 1_000_000, "{line}");
    }
    let pairs = [
        ("first day", days.first.to_string(), first),
        ("last day", days.last.to_string(), last),
        ("working days", holidays(worked, yearly).count_worked(days).to_string(), count),
        ("week", Span::Week.around(day(first), weeks).first.to_string(), week),
        ("month", months.first.to_string(), month),
        ("month's end", months.last.to_string(), month_end),
        ("quarter", quarters.first.to_string(), quarter),
        ("quarter's end", quarters.last.to_string(), quarter_end),
        ("length of the day", day_seconds(&zone, day(first)).to_string(), length),
        ("seconds by day", ours_by_day, by_day),
    ];
    let wrong = pairs.into_iter().filter(|(_, ours, theirs)| ours != theirs);
    wrong.map(|(what, ours, theirs)| format!("{what}: {ours}, and Python says {theirs} ({line})")).collect()
}

#[test]
fn ten_thousand_random_intervals_come_to_what_python_reckons() {
    let cases = reckoned();
    assert_eq!(cases.lines().count(), COUNT);

    let wrong: Vec<String> = cases.lines().flat_map(differences).collect();

    assert!(wrong.is_empty(), "{} differ, such as\n{}", wrong.len(), wrong[..wrong.len().min(5)].join("\n"));
}
