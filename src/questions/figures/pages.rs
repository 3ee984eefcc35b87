//! The page of figures, and its table as CSV.

use askama::Template;

use super::book::Figures;
use super::rules::{By, Spread, Sum};
use super::store::Counted;
use crate::clock::{Day, Timestamp};
use crate::db::keys::TeamId;
use crate::knowledge::Library;
use crate::knowledge::insight::percent;
use crate::program::time::rules::duration_words;
use crate::program::training::Course;
use crate::questions::model::Urgency;
use crate::questions::pages::Link;
use crate::search::words;
use crate::web::form::Choice;
use crate::web::{Moment, Shell, csv};

/// Lines that the page shows; the CSV has all.
const LINES: usize = 50;
/// Courses that are named beside a topic.
const COURSES: usize = 3;
/// Answers below which a spread would be that of one question or two.
const FEWEST: usize = 3;

/// How long answers take.
#[derive(Template)]
#[template(path = "questions/figures.html")]
pub struct FiguresPage {
    shell: Shell,
    sentence: String,
    /// When it was counted.
    at: Moment,
    /// Name, value, what stands under it, and its definition.
    figures: Vec<(&'static str, String, String, &'static str)>,
    by: By,
    choices: Vec<Choice>,
    lines: Vec<Line>,
    /// How many more the CSV has.
    more: usize,
    csv_href: String,
    /// Which questions are counted.
    scope: &'static str,
}

/// One line of the table.
pub struct Line {
    /// What it is about; without an address where there is no page of it.
    pub label: String,
    pub href: Option<String>,
    pub sum: Sum,
    /// Articles and courses of a topic.
    pub links: Vec<Link>,
}

impl FiguresPage {
    /// The figures, told apart by something.
    pub fn new(
        shell: Shell,
        figures: &Figures,
        by: By,
        counted: Counted,
        library: &Library,
        courses: &[Course],
        now: Timestamp,
    ) -> Self {
        let table = figures.table(by);
        let mut lines: Vec<&(String, Sum)> = table.iter().collect();
        match by {
            By::Month => lines.reverse(),
            By::Team | By::Topic => lines.sort_by_key(|(_, sum)| std::cmp::Reverse(sum.asked)),
            By::Hop | By::Urgency => {}
        }
        let base = shell.base.clone();
        let line = |(key, sum): &&(String, Sum)| Line {
            label: label(figures, by, key, library),
            href: href(figures, by, key, &base),
            sum: sum.clone(),
            links: if by == By::Topic { links(key, &base, library, courses) } else { Vec::new() },
        };
        FiguresPage {
            sentence: sentence(&figures.whole),
            at: Moment::new(figures.at, now),
            figures: lines_of(figures),
            choices: By::ALL.iter().map(|one| Choice::new(one.as_str(), one.label(), by.as_str())).collect(),
            lines: lines.iter().take(LINES).map(line).collect(),
            more: lines.len().saturating_sub(LINES),
            csv_href: shell.to(&format!("/questions/figures.csv?by={}", by.as_str())),
            scope: match counted {
                Counted::ForEveryone => "Questions that are not for everyone are left out.",
                Counted::All => {
                    "Questions that are not for everyone are among them; others than Network Security see figures without."
                }
            },
            by,
            shell,
        }
    }
}

impl Line {
    fn respond(&self) -> (String, String) {
        spread_words(self.sum.respond, self.sum.asked)
    }

    fn answer(&self) -> (String, String) {
        spread_words(self.sum.answer, self.sum.answered)
    }

    fn alone(&self) -> String {
        share(self.sum.alone as i64, self.sum.answered as i64)
    }
}

fn sentence(whole: &Sum) -> String {
    match whole.answer {
        Some(spread) if whole.answered >= FEWEST => {
            format!("Half of the questions are answered within {} of working time", duration_words(spread.median))
        }
        _ => "Too few questions were answered to say how long it takes".into(),
    }
}

/// Middle and ninetieth percent in words; dashes where they would say little.
fn spread_words(spread: Option<Spread>, of: usize) -> (String, String) {
    match spread {
        Some(spread) if of >= FEWEST => (duration_words(spread.median), duration_words(spread.p90)),
        Some(_) => ("too few".into(), "–".into()),
        None => ("–".into(), "–".into()),
    }
}

fn share(part: i64, whole: i64) -> String {
    percent(part, whole).map_or_else(|| "–".into(), |percent| format!("{percent} %"))
}

fn lines_of(figures: &Figures) -> Vec<(&'static str, String, String, &'static str)> {
    let (whole, searches) = (&figures.whole, &figures.searches);
    let (respond, respond_90) = spread_words(whole.respond, whole.asked);
    let (answer, answer_90) = spread_words(whole.answer, whole.answered);
    let nine = |time: String| if time == "–" { String::new() } else { format!("nine of ten within {time}") };
    let of = |part: usize| format!("{part} of {}", whole.answered);
    vec![
        (
            "First response",
            respond,
            nine(respond_90),
            "Working time from asking until a champion or Network Security first said, asked back or answered something. Half of the questions took at most this long; questions without any response yet are not in it.",
        ),
        (
            "Final answer",
            answer,
            nine(answer_90),
            "Working time until the last answer, without the time that the question waited for its asker. Half of the answered questions took at most this long. An answer of which whoever asked said that something is missing is none: the question counts as answered by the next. What was opened again later counts until its next answer, too.",
        ),
        (
            "Answered by champions",
            share(whole.alone as i64, whole.answered as i64),
            of(whole.alone),
            "Answered questions that were never with Network Security before their last answer.",
        ),
        (
            "Reopened",
            share(whole.reopened as i64, whole.asked as i64),
            format!("{} of {}", whole.reopened, whole.asked),
            "Questions that were opened again, with a reason, after they had been answered. What whoever asked says is missing before they confirm the answer belongs to the same conversation and is not counted here.",
        ),
        (
            "Searches with an answer",
            share(searches.answered, searches.times),
            format!("{} of {}", searches.answered, searches.times),
            "Searches for which the site showed an article as the answer, of all searches that are still kept. Nothing is kept of who searched.",
        ),
        (
            "Not asked again",
            (figures.me_too + figures.taken).to_string(),
            format!("{} said “me too”, {} took an answer", figures.me_too, figures.taken),
            "How often somebody said “me too” to a question in place of asking it once more, or was led to it after asking the same, and how often somebody who was about to ask took an article or an answer that was shown beside their words. Questions that were merged with another count nowhere else; nothing is kept of who took what.",
        ),
    ]
}

fn label(figures: &Figures, by: By, key: &str, library: &Library) -> String {
    match by {
        By::Month => Day::parse(key).map_or_else(|_| key.to_owned(), month_words),
        By::Hop if key == "champion" => "With the champion".into(),
        By::Hop => "With Network Security".into(),
        By::Team => team(figures, key).map_or_else(|| "No team".into(), |(_, name)| name.clone()),
        By::Topic if key.is_empty() => "No topic".into(),
        By::Topic => library.shelf().categories().name(key).unwrap_or(key).to_owned(),
        By::Urgency => Urgency::parse(key).map_or_else(|| key.to_owned(), |urgency| urgency.label().to_owned()),
    }
}

/// "November 2026".
fn month_words(month: Day) -> String {
    month.date().strftime("%B %Y").to_string()
}

fn team<'f>(figures: &'f Figures, key: &str) -> Option<&'f (String, String)> {
    figures.teams.get(&TeamId::parse(key)?)
}

fn href(figures: &Figures, by: By, key: &str, base: &str) -> Option<String> {
    (by == By::Team).then(|| team(figures, key)).flatten().map(|(slug, _)| format!("{base}/questions?team={slug}"))
}

/// Where a topic can be read about and learnt: its shelf, and courses whose
/// titles share a word with its name.
fn links(topic: &str, base: &str, library: &Library, courses: &[Course]) -> Vec<Link> {
    let shelf = library.shelf();
    let Some(name) = shelf.categories().name(topic) else { return Vec::new() };
    let mut links = vec![Link { name: "Articles".into(), href: format!("{base}/faq?category={topic}") }];
    let named: Vec<String> = words(name).into_iter().map(|word| word.stem).collect();
    let fits = |course: &&Course| words(&course.title).iter().any(|word| named.contains(&word.stem));
    links.extend(
        courses
            .iter()
            .filter(fits)
            .take(COURSES)
            .map(|course| Link { name: course.title.clone(), href: format!("{base}/training/{}", course.slug) }),
    );
    links
}

/// Names of the CSV's columns; times are minutes of business time.
const COLUMNS: [&str; 8] = [
    "asked",
    "answered",
    "answered_without_netsec",
    "reopened",
    "first_response_median",
    "first_response_p90",
    "answer_median",
    "answer_p90",
];

/// The table as CSV, by key.
pub fn document(figures: &Figures, by: By) -> String {
    let names: Vec<&str> = [by.as_str()].into_iter().chain(COLUMNS).collect();
    let spread = |spread: Option<Spread>| {
        let cell = |minutes: Option<i64>| minutes.map(|minutes| minutes.to_string()).unwrap_or_default();
        [cell(spread.map(|spread| spread.median)), cell(spread.map(|spread| spread.p90))]
    };
    csv::document(
        &names,
        figures.table(by).iter().map(|(key, sum)| {
            let key = if by == By::Team { team(figures, key).map(|(slug, _)| slug.clone()) } else { Some(key.clone()) };
            let counts = [sum.asked, sum.answered, sum.alone, sum.reopened].map(|count| count.to_string());
            let times = spread(sum.respond).into_iter().chain(spread(sum.answer));
            [key.unwrap_or_default()].into_iter().chain(counts).chain(times).collect::<Vec<_>>()
        }),
    )
}
