//! Which criteria are met by what is on record.

use super::model::{CourseRecord, Criterion, Evidence, Level, Record};
use crate::clock::Day;
use crate::program::meetings::MeetingKind;
use crate::program::reviews::ReviewKind;

/// A criterion against what is on record.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Ticked {
    /// What it asks for, in words.
    pub words: String,
    /// How much of it there is.
    pub have: usize,
    /// How much it takes.
    pub want: usize,
    /// The records that count for it, the latest first.
    pub records: Vec<Record>,
    /// What is missing by name, where it has one: what is read, and its page
    /// below the base, which is empty where it has none.
    pub missing: Vec<(String, String)>,
}

impl Ticked {
    /// Whether it is met.
    pub fn is_met(&self) -> bool {
        self.have >= self.want
    }

    /// How much of what it takes there is.
    pub fn shown(&self) -> usize {
        self.have.min(self.want)
    }
}

/// Every criterion of a level, in its order.
pub fn tick(level: &Level, evidence: &Evidence, today: Day) -> Vec<Ticked> {
    level.criteria.iter().map(|criterion| tick_one(criterion, evidence, today)).collect()
}

/// How many of the levels, from the first on, are met without a gap.
pub fn reached(levels: &[Level], evidence: &Evidence, today: Day) -> usize {
    levels.iter().take_while(|level| tick(level, evidence, today).iter().all(Ticked::is_met)).count()
}

fn tick_one(criterion: &Criterion, evidence: &Evidence, today: Day) -> Ticked {
    let counted = |words: String, want: usize, records: Vec<Record>| Ticked {
        words,
        have: records.len(),
        want,
        records,
        missing: Vec::new(),
    };
    match criterion {
        Criterion::Months(want) => {
            let spans: Vec<_> = evidence.served.iter().map(|one| one.span).collect();
            let records = evidence.served.iter().map(|one| one.record.clone()).collect();
            let words = format!("{} of service", counted_words(*want, "month"));
            Ticked { have: months_served(&spans, today), ..counted(words, *want, records) }
        }
        Criterion::Training(of) => training(of, evidence),
        Criterion::Reviews(kinds, want) => {
            let fits = |kind: ReviewKind| kinds.is_empty() || kinds.contains(&kind);
            let records = evidence.reviews.iter().filter(|one| fits(one.kind)).map(|one| one.record.clone()).collect();
            let of: Vec<_> = kinds.iter().map(|kind| kind.label().to_lowercase()).collect();
            counted(of_words(*want, "review", &of), *want, records)
        }
        Criterion::Answers(want) => {
            counted(format!("{} answered", counted_words(*want, "question")), *want, evidence.answers.clone())
        }
        Criterion::Meetings(kinds, want) => {
            let fits = |kind: MeetingKind| kinds.is_empty() || kinds.contains(&kind);
            let records = evidence.meetings.iter().filter(|one| fits(one.kind)).map(|one| one.record.clone()).collect();
            let of: Vec<_> = kinds.iter().map(|kind| kind.label().to_lowercase()).collect();
            counted(of_words(*want, "meeting", &of), *want, records)
        }
    }
}

fn counted_words(count: usize, thing: &str) -> String {
    format!("{count} {thing}{}", if count == 1 { "" } else { "s" })
}

fn of_words(count: usize, thing: &str, of: &[String]) -> String {
    let counted = counted_words(count, thing);
    if of.is_empty() { counted } else { format!("{counted}: {}", of.join(" or ")) }
}

fn training(of: &[String], evidence: &Evidence) -> Ticked {
    let is_asked = |slug: &str, required: bool| {
        if of.is_empty() { required } else { of.iter().any(|one| one == slug) }
    };
    let asked: Vec<_> = evidence.courses.iter().filter(|one| is_asked(&one.slug, one.required)).collect();
    let record = |one: &&CourseRecord| {
        let (id, day) = one.completed?;
        Some(Record { label: one.title.clone(), path: format!("/completions/{id}"), day })
    };
    let records: Vec<_> = asked.iter().filter_map(record).collect();
    let lacking = asked.iter().filter(|one| one.completed.is_none());
    let mut missing: Vec<_> = lacking.map(|one| (one.title.clone(), format!("/training/{}", one.slug))).collect();
    // A course that a file names and nobody offers can't be in date.
    let unknown = of.iter().filter(|slug| !evidence.courses.iter().any(|one| one.slug == **slug));
    missing.extend(unknown.map(|slug| (slug.clone(), String::new())));
    let words = if of.is_empty() { "All required training in date".into() } else { "Training in date".to_owned() };
    Ticked { words, have: records.len(), want: records.len() + missing.len(), records, missing }
}

/// Whole months of service: days that several spans share count once. 30 days
/// and a half are a month, so that twelve of them are a year.
pub fn months_served(spans: &[(Day, Day)], today: Day) -> usize {
    let mut spans: Vec<_> =
        spans.iter().map(|(first, last)| (*first, (*last).min(today))).filter(|(first, last)| first <= last).collect();
    spans.sort();
    let (mut days, mut until) = (0, None::<Day>);
    for (first, last) in spans {
        let first = until.map_or(first, |until| first.max(until.plus_days(1)));
        if first <= last {
            days += last.days_since(first) + 1;
            until = Some(last);
        }
    }
    usize::try_from(days).unwrap_or_default() * 12 / 365
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::keys::CompletionId;
    use crate::program::belts::model::{MeetingRecord, ReviewRecord, ServiceRecord};

    fn day(text: &str) -> Day {
        Day::parse(text).expect("a day")
    }

    fn record(text: &str) -> Record {
        Record { label: "One".into(), path: String::new(), day: day(text) }
    }

    #[test]
    fn months_count_days_once() {
        for (spans, months) in [
            (vec![], 0),
            (vec![("2026-11-01", "2026-11-22")], 0),
            (vec![("2026-10-01", "2026-10-31")], 1),
            (vec![("2025-11-23", "2026-11-22")], 12),
            // Two teams at a time.
            (vec![("2025-11-23", "2026-11-22"), ("2026-01-01", "2026-06-30")], 12),
            (vec![("2025-11-23", "2026-05-23"), ("2026-05-24", "2027-11-22")], 12),
            (vec![("2026-12-01", "2027-11-22")], 0),
        ] {
            let given: Vec<_> = spans.iter().map(|(first, last)| (day(first), day(last))).collect();
            assert_eq!(months_served(&given, day("2026-11-22")), months, "{spans:?}");
        }
    }

    #[test]
    fn a_criterion_ticks_with_its_records_and_unticks_without_them() {
        let course = |slug: &str, required, completed_on: Option<Day>| CourseRecord {
            slug: slug.into(),
            title: slug.into(),
            required,
            completed: completed_on.map(|day| (CompletionId::generate(), day)),
        };
        let service = ServiceRecord { span: (day("2025-11-23"), day("2026-11-22")), record: record("2025-11-23") };
        let evidence = Evidence {
            served: vec![service],
            courses: vec![course("basics", true, Some(day("2026-01-01"))), course("tls", false, None)],
            reviews: vec![
                ReviewRecord { kind: ReviewKind::Design, record: record("2026-03-01") },
                ReviewRecord { kind: ReviewKind::PullRequest, record: record("2026-02-01") },
            ],
            answers: vec![record("2026-04-01")],
            meetings: vec![MeetingRecord { kind: MeetingKind::Champions, record: record("2026-05-01") }],
        };
        for (criterion, met, have, want) in [
            (Criterion::Months(12), true, 12, 12),
            (Criterion::Months(13), false, 12, 13),
            (Criterion::Training(vec![]), true, 1, 1),
            (Criterion::Training(vec!["tls".into()]), false, 0, 1),
            (Criterion::Training(vec!["gone".into(), "basics".into()]), false, 1, 2),
            (Criterion::Reviews(vec![], 2), true, 2, 2),
            (Criterion::Reviews(vec![ReviewKind::Design], 2), false, 1, 2),
            (Criterion::Answers(1), true, 1, 1),
            (Criterion::Meetings(vec![MeetingKind::Training], 1), false, 0, 1),
            (Criterion::Meetings(vec![MeetingKind::Champions], 1), true, 1, 1),
        ] {
            let ticked = tick_one(&criterion, &evidence, day("2026-11-22"));
            assert_eq!((ticked.is_met(), ticked.have, ticked.want), (met, have, want), "{criterion:?}");
            let without = tick_one(&criterion, &Evidence::default(), day("2026-11-22"));
            assert_eq!((without.have, without.records.len()), (0, 0), "{criterion:?}");
            assert!(ticked.records.len() >= usize::from(ticked.have > 0), "{criterion:?} says what counts");
        }
    }
}
