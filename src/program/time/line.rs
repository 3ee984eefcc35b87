//! Reads "45m pr review payments#812 yesterday".

use super::model::Activity;
use crate::clock::Day;

/// Minutes of a day: no entry can be longer.
const MINUTES_OF_A_DAY: i32 = 24 * 60;
/// What a line that could not be read is answered with.
pub const EXAMPLE: &str = "45m pr review payments#812 yesterday";

/// What one line says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TimeLine {
    /// Minutes, 1 to 1,440.
    pub minutes: i32,
    /// What it went into; [`Activity::Other`] where no word names one.
    pub activity: Activity,
    /// What is left of the line.
    pub note: String,
    /// The day; today where none is named.
    pub day: Day,
}

/// Why a line, or a length, could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum LineProblem {
    /// Nothing in it says how long.
    #[error("nothing here says how long it took; begin with 45m, 1h30 or 0.5h, as in “{EXAMPLE}”")]
    NoLength,
    /// It is no length, or none that fits into a day.
    #[error("“{0}” is not a length between a minute and a day; write 45m, 1h30 or 0.5h")]
    Length(String),
    /// It looks like a date and is none.
    #[error("“{0}” is not a day; write yesterday, mon or 2026-11-20")]
    Day(String),
}

/// Reads a line that was typed on `today`.
///
/// The length may stand anywhere, the day at either end. The first words that
/// name an activity do so; what is left is the note. Weekdays are the last that
/// was, today included.
pub fn parse_line(text: &str, today: Day) -> Result<TimeLine, LineProblem> {
    let mut words: Vec<&str> = text.split_whitespace().collect();
    let minutes = take_length(&mut words)?;
    let day = take_day(&mut words, today)?;
    let activity = take_activity(&mut words);
    Ok(TimeLine { minutes, activity, note: words.join(" "), day })
}

/// Reads a length alone: `45m`, `1h30`, `0.5h`, `1:30`, or minutes as a bare number.
pub fn parse_length(text: &str) -> Result<i32, LineProblem> {
    let wrong = || LineProblem::Length(text.trim().to_owned());
    let mut words: Vec<&str> = text.split_whitespace().collect();
    if let [word] = words[..]
        && let Ok(minutes) = word.parse::<i32>()
    {
        return check_length(minutes).ok_or_else(wrong);
    }
    let minutes = take_length(&mut words).map_err(|_| wrong())?;
    if words.is_empty() { Ok(minutes) } else { Err(wrong()) }
}

fn check_length(minutes: i32) -> Option<i32> {
    (1..=MINUTES_OF_A_DAY).contains(&minutes).then_some(minutes)
}

fn take_length(words: &mut Vec<&str>) -> Result<i32, LineProblem> {
    for start in 0..words.len() {
        let Some((mut minutes, mut used)) = length_at(&words[start..]) else { continue };
        // "1h 30m": hours, then minutes.
        if minutes % 60 == 0
            && let Some((more, count)) = length_at(&words[start + used..]).filter(|(more, _)| *more < 60)
        {
            minutes = minutes.saturating_add(more);
            used += count;
        }
        let typed = words[start..start + used].join(" ");
        words.drain(start..start + used);
        return check_length(minutes).ok_or(LineProblem::Length(typed));
    }
    Err(LineProblem::NoLength)
}

/// The length at the head of `words`, in minutes, and how many words it took.
fn length_at(words: &[&str]) -> Option<(i32, usize)> {
    let first = words.first()?.to_lowercase();
    if let Some(minutes) = length_in(&first) {
        return Some((minutes, 1));
    }
    let unit = words.get(1)?.to_lowercase();
    let minutes = length_in(&format!("{first}{unit}")).filter(|_| first.ends_with(|c: char| c.is_ascii_digit()))?;
    Some((minutes, 2))
}

fn length_in(word: &str) -> Option<i32> {
    if let Some((hours, minutes)) = word.split_once(':') {
        let minutes: i32 = minutes.parse().ok().filter(|minutes| (0..60).contains(minutes))?;
        return whole(hours)?.checked_mul(60)?.checked_add(minutes);
    }
    let digits = word.find(|c: char| !c.is_ascii_digit() && c != '.' && c != ',')?;
    let (number, rest) = word.split_at(digits);
    match rest {
        "m" | "min" | "mins" | "minute" | "minutes" => whole(number),
        "h" | "hr" | "hrs" | "hour" | "hours" => {
            let hours: f64 = number.replace(',', ".").parse().ok().filter(|hours| *hours < 10_000.0)?;
            Some((hours * 60.0).round() as i32)
        }
        _ => {
            let minutes = rest.strip_prefix('h')?;
            let minutes = minutes.strip_suffix("min").or(minutes.strip_suffix('m')).unwrap_or(minutes);
            let minutes = whole(minutes).filter(|minutes| *minutes < 60)?;
            whole(number)?.checked_mul(60)?.checked_add(minutes)
        }
    }
}

/// A short whole number; longer ones are no length of anything.
fn whole(text: &str) -> Option<i32> {
    (text.len() <= 5 && text.bytes().all(|byte| byte.is_ascii_digit())).then(|| text.parse().ok()).flatten()
}

fn take_day(words: &mut Vec<&str>, today: Day) -> Result<Day, LineProblem> {
    for index in [words.len().wrapping_sub(1), 0] {
        let Some(word) = words.get(index) else { continue };
        let Some(day) = day_in(word, today)? else { continue };
        words.remove(index);
        // "on monday", "last monday"
        if index > 0 && words.last().is_some_and(|word| ["on", "last"].contains(&word.to_lowercase().as_str())) {
            words.pop();
        }
        return Ok(day);
    }
    Ok(today)
}

fn day_in(word: &str, today: Day) -> Result<Option<Day>, LineProblem> {
    let lower = word.trim_end_matches([',', '.']).to_lowercase();
    let weekday = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"].iter().position(|short| {
        lower.starts_with(short)
            && ["day", "sday", "nesday", "rsday", "urday", "s", "rs", ""].contains(&&lower[short.len()..])
    });
    if let Some(weekday) = weekday {
        let back = (today.weekday() - weekday as i32).rem_euclid(7);
        return Ok(Some(today.plus_days(-back)));
    }
    match lower.as_str() {
        "today" => Ok(Some(today)),
        "yesterday" => Ok(Some(today.plus_days(-1))),
        _ => {
            let looks_like_a_date = lower.len() == 10
                && lower.char_indices().all(|(at, c)| if at == 4 || at == 7 { c == '-' } else { c.is_ascii_digit() });
            if !looks_like_a_date {
                return Ok(None);
            }
            Day::parse(&lower).map(Some).map_err(|_| LineProblem::Day(lower))
        }
    }
}

/// Words that name an activity; longer phrases stand before their parts.
const PHRASES: &[(&str, Activity)] = &[
    ("pull request review", Activity::PullRequestReview),
    ("pull-request review", Activity::PullRequestReview),
    ("merge request review", Activity::PullRequestReview),
    ("pr review", Activity::PullRequestReview),
    ("mr review", Activity::PullRequestReview),
    ("code review", Activity::PullRequestReview),
    ("design review", Activity::DesignReview),
    ("adr review", Activity::DesignReview),
    ("architecture review", Activity::DesignReview),
    ("threat modelling", Activity::ThreatModelling),
    ("threat modeling", Activity::ThreatModelling),
    ("threat model", Activity::ThreatModelling),
    ("answering questions", Activity::Answering),
    ("answering", Activity::Answering),
    ("answered", Activity::Answering),
    ("questions", Activity::Answering),
    ("training", Activity::Training),
    ("course", Activity::Training),
    ("meeting", Activity::Meeting),
    ("sync", Activity::Meeting),
    ("other", Activity::Other),
    ("pr", Activity::PullRequestReview),
    ("mr", Activity::PullRequestReview),
    ("design", Activity::DesignReview),
    ("review", Activity::PullRequestReview),
];

fn take_activity(words: &mut Vec<&str>) -> Activity {
    let lower: Vec<String> = words.iter().map(|word| word.trim_end_matches([':', ',']).to_lowercase()).collect();
    for (phrase, activity) in PHRASES {
        let phrase: Vec<&str> = phrase.split(' ').collect();
        let found = lower.windows(phrase.len()).position(|window| window == phrase);
        if let Some(at) = found {
            // At the head it is the activity alone; further in it belongs to the sentence.
            if at == 0 {
                words.drain(..phrase.len());
            }
            return *activity;
        }
    }
    Activity::Other
}

#[cfg(test)]
mod tests {
    use super::*;

    /// A Saturday.
    fn today() -> Day {
        Day::new(2026, 11, 21).expect("a day")
    }

    #[test]
    fn one_line_says_it_all() {
        use Activity as A;
        for (line, minutes, activity, note, day) in [
            ("45m pr review payments#812 yesterday", 45, A::PullRequestReview, "payments#812", "2026-11-20"),
            ("1h30 design review ADR-14 mon", 90, A::DesignReview, "ADR-14", "2026-11-16"),
            ("0.5h training", 30, A::Training, "", "2026-11-21"),
            ("0,5h training", 30, A::Training, "", "2026-11-21"),
            ("1h30m threat model checkout", 90, A::ThreatModelling, "checkout", "2026-11-21"),
            ("1h 30m Threat Modeling checkout", 90, A::ThreatModelling, "checkout", "2026-11-21"),
            ("2 hours meeting 2026-11-02", 120, A::Meeting, "", "2026-11-02"),
            ("45 min answering questions on friday", 45, A::Answering, "", "2026-11-20"),
            ("1:15 code review: billing Saturday", 75, A::PullRequestReview, "billing", "2026-11-21"),
            ("yesterday 20m answered two people", 20, A::Answering, "two people", "2026-11-20"),
            ("pr review payments#812 45m", 45, A::PullRequestReview, "payments#812", "2026-11-21"),
            ("25m wrote the runbook for port 8443", 25, A::Other, "wrote the runbook for port 8443", "2026-11-21"),
            ("15m helped with a design tue", 15, A::DesignReview, "helped with a design", "2026-11-17"),
            ("30m review of 10.2.0.0/16 wednesday", 30, A::PullRequestReview, "of 10.2.0.0/16", "2026-11-18"),
            ("10m monitoring", 10, A::Other, "monitoring", "2026-11-21"),
            ("1440m other", 1440, A::Other, "", "2026-11-21"),
        ] {
            let expected =
                TimeLine { minutes, activity, note: note.into(), day: Day::parse(day).expect("a day of the table") };
            assert_eq!(parse_line(line, today()), Ok(expected), "{line}");
        }
    }

    #[test]
    fn what_can_not_be_read_is_named() {
        for (line, problem) in [
            ("", LineProblem::NoLength),
            ("pr review", LineProblem::NoLength),
            ("review payments#812", LineProblem::NoLength),
            ("0m training", LineProblem::Length("0m".into())),
            ("25h training", LineProblem::Length("25h".into())),
            ("99999h training", LineProblem::NoLength),
            ("45m training 2026-13-40", LineProblem::Day("2026-13-40".into())),
        ] {
            assert_eq!(parse_line(line, today()), Err(problem), "{line}");
        }
    }

    #[test]
    fn a_length_alone_may_be_a_bare_number_of_minutes() {
        for (text, minutes) in [
            ("45", Some(45)),
            ("45m", Some(45)),
            ("1h 30m", Some(90)),
            ("1.5h", Some(90)),
            ("0", None),
            ("1441", None),
            ("-5", None),
            ("soon", None),
            ("45m training", None),
            ("", None),
        ] {
            assert_eq!(parse_length(text).ok(), minutes, "{text}");
        }
    }
}
