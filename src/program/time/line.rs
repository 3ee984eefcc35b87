//! Reads "45m pr review payments#812 yesterday".

mod day;

use super::model::Activity;
use crate::clock::Day;
use day::{month_in, take_day};

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
    /// It is a date to some and another one, or none, to others.
    #[error("“{0}” is not clear: some read the day first, some the month; write 19 nov, 19.11. or 2026-11-19")]
    Slashes(String),
    /// It looks like a date and is none.
    #[error("“{0}” is not a day; write yesterday, mon, 19 nov or 2026-11-20")]
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
        let Some(mut length) = length_at(&words[start..]) else { continue };
        if length.is_hours
            && let Some((more, used)) = minutes_after_hours(&words[start + length.used..])
        {
            length.minutes = length.minutes.saturating_add(more);
            length.used += used;
        }
        let typed = words[start..start + length.used].join(" ");
        words.drain(start..start + length.used);
        return check_length(length.minutes).ok_or(LineProblem::Length(typed));
    }
    // Less than nothing is a length that can't be, and not none at all.
    let is_negative = |word: &&&str| word.strip_prefix('-').is_some_and(|rest| length_at(&[rest]).is_some());
    match words.iter().find(is_negative) {
        Some(word) => Err(LineProblem::Length((*word).to_owned())),
        None => Err(LineProblem::NoLength),
    }
}

/// A length at the head of some words.
struct Length {
    minutes: i32,
    /// How many words it took.
    used: usize,
    /// Whether it names whole hours alone, so that minutes may follow.
    is_hours: bool,
}

fn length_at(words: &[&str]) -> Option<Length> {
    let first = tidy(words.first()?);
    let ends_as_hours = |word: &str| word.trim_start_matches(|c: char| c.is_ascii_digit()).starts_with('h');
    let of = |word: String, used| {
        let minutes = length_in(&word)?;
        let is_hours = ends_as_hours(&word) && word.ends_with(|c: char| c.is_ascii_alphabetic()) && minutes % 60 == 0;
        Some(Length { minutes, used, is_hours })
    };
    if let Some(length) = of(first.clone(), 1) {
        return Some(length);
    }
    let unit = tidy(words.get(1)?);
    if !first.ends_with(|c: char| c.is_ascii_digit()) || !unit.starts_with(|c: char| c.is_ascii_alphabetic()) {
        return None;
    }
    of(format!("{first}{unit}"), 2)
}

/// The minutes in "1h 30m", "1 h 30", "1h 05" and "1h and 15m", and how many
/// words they took. In "1h 19 nov" the number belongs to the day.
fn minutes_after_hours(words: &[&str]) -> Option<(i32, usize)> {
    let and = usize::from(words.first().is_some_and(|word| word.eq_ignore_ascii_case("and")));
    let rest = &words[and..];
    if let Some(length) = length_at(rest) {
        return (length.minutes < 60).then_some((length.minutes, and + length.used));
    }
    let bare = tidy(rest.first()?);
    let belongs_to_day = rest.get(1).is_some_and(|next| month_in(&tidy(next)).is_some());
    let minutes = whole(&bare).filter(|minutes| *minutes < 60 && bare.len() <= 2 && !belongs_to_day)?;
    Some((minutes, and + 1))
}

/// A word without what closes a part of a sentence, in small letters.
fn tidy(word: &str) -> String {
    word.trim_end_matches([',', ';', '.']).to_lowercase()
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
            ("1 h 15 answering two people", 75, A::Answering, "two people", "2026-11-21"),
            ("2h 15 pr review", 135, A::PullRequestReview, "", "2026-11-21"),
            ("1h 05 meeting", 65, A::Meeting, "", "2026-11-21"),
            ("1h and 15m training", 75, A::Training, "", "2026-11-21"),
            ("1 hour and 15 minutes training", 75, A::Training, "", "2026-11-21"),
            ("1 h 30, training", 90, A::Training, "", "2026-11-21"),
            ("45 min training", 45, A::Training, "", "2026-11-21"),
            ("2 h training", 120, A::Training, "", "2026-11-21"),
            ("2h 812 tickets", 120, A::Other, "812 tickets", "2026-11-21"),
            ("1.5h 15 tickets", 90, A::Other, "15 tickets", "2026-11-21"),
            ("45m training 19 nov", 45, A::Training, "", "2026-11-19"),
            ("45m training on 19th November", 45, A::Training, "", "2026-11-19"),
            ("45m training Nov 19, 2026", 45, A::Training, "", "2026-11-19"),
            ("19 Nov 2026 45m training", 45, A::Training, "", "2026-11-19"),
            ("45m training 1 oct", 45, A::Training, "", "2026-10-01"),
            ("45m training 28 dec", 45, A::Training, "", "2026-12-28"),
            ("45m training 1 june", 45, A::Training, "", "2026-06-01"),
            ("45m training 19.11.", 45, A::Training, "", "2026-11-19"),
            ("45m training 19.11.2026", 45, A::Training, "", "2026-11-19"),
            ("1h 19 nov training", 60, A::Training, "", "2026-11-19"),
            ("45m moved to release 1.10", 45, A::Other, "moved to release 1.10", "2026-11-21"),
            ("45m training tomorrow", 45, A::Training, "", "2026-11-22"),
            ("45m training yesterday.", 45, A::Training, "", "2026-11-20"),
            ("15m on call 24/7", 15, A::Other, "on call 24/7", "2026-11-21"),
            ("15m answered 3/4 of it, wed", 15, A::Answering, "3/4 of it,", "2026-11-18"),
            ("15m moved 10.0.0.0/16", 15, A::Other, "moved 10.0.0.0/16", "2026-11-21"),
            ("15m release 40/13", 15, A::Other, "release 40/13", "2026-11-21"),
            ("15m it may wait", 15, A::Other, "it may wait", "2026-11-21"),
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
            ("-30m pr review", LineProblem::Length("-30m".into())),
            ("99999h training", LineProblem::NoLength),
            ("45m training 2026-13-40", LineProblem::Day("2026-13-40".into())),
            ("45m training 31 nov", LineProblem::Day("31 nov".into())),
            ("45m training 19.13.", LineProblem::Day("19.13.".into())),
            ("45m training 19/11", LineProblem::Slashes("19/11".into())),
            ("45m training on 11/19", LineProblem::Slashes("11/19".into())),
            ("19/11/2026 45m training", LineProblem::Slashes("19/11/2026".into())),
            ("45m training 3/4/26", LineProblem::Slashes("3/4/26".into())),
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
            ("1 h 30", Some(90)),
            ("45 min", Some(45)),
            ("2 h", Some(120)),
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

    #[test]
    fn n03_changed_lines_of_time() {
        let today = Day::parse("2026-11-18").expect("a day");
        crate::fuzz::hold("time-lines", |bytes| {
            let text = String::from_utf8_lossy(bytes);
            let _ = parse_line(&text, today);
            let _ = parse_length(&text);
        });
    }
}
