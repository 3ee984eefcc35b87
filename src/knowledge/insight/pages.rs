//! The page of insight, and its lists as CSV.

use askama::Template;

use super::chart::Chart;
use super::lists::SearchLine;
use super::store::DayCounts;
use super::weeks::{Week, percent, share_words};
use crate::clock::Day;
use crate::knowledge::Library;
use crate::knowledge::feedback::HelpfulLine;
use crate::knowledge::pages::Link;
use crate::web::form::Choice;
use crate::web::shell::query_value;
use crate::web::{Shell, csv};

/// What people look for.
#[derive(Template)]
#[template(path = "knowledge/insight/show.html")]
pub struct InsightPage {
    pub shell: Shell,
    pub sentence: String,
    /// Days for which searches are kept.
    pub days: u32,
    /// The week that the lists are narrowed to; empty: all of them.
    pub week: String,
    pub choices: Vec<Choice>,
    pub weeks: Vec<Week>,
    pub chart: Chart,
    pub lists: Vec<List>,
}

/// One list of the page.
pub struct List {
    pub kind: ListKind,
    pub rows: Vec<Row>,
}

crate::text_enum! {
    /// The lists, in the order of the page; the word is their place in it and
    /// their name in the address of their CSV.
    pub enum ListKind {
        /// Searches that nothing answers.
        Unanswered = "unanswered",
        /// Searches whose answers nobody opened.
        Unopened = "unopened",
        /// The most frequent searches.
        Top = "top",
        /// Articles that did not help.
        Unhelpful = "unhelpful",
    }
}

/// One line of a list.
pub struct Row {
    /// What was looked for, or the title of the article.
    pub words: String,
    pub href: String,
    /// Whole numbers, under the list's columns.
    pub numbers: Vec<i64>,
    pub latest: Option<Day>,
    /// The article that answers, or that was opened most.
    pub article: Option<Link>,
    /// Where the question is asked, the words already in the form.
    pub ask: Option<String>,
    /// Where the article is written, for those who may.
    pub write: Option<String>,
}

impl ListKind {
    /// Its heading.
    fn title(self) -> &'static str {
        match self {
            ListKind::Unanswered => "Nobody has answered these yet",
            ListKind::Unopened => "Found, but never opened",
            ListKind::Top => "Searched most",
            ListKind::Unhelpful => "Least helpful articles",
        }
    }

    /// What is in it, and what to do about it.
    fn words(self) -> &'static str {
        match self {
            ListKind::Unanswered => "The latest search for these still found no answer. The most frequent stand first.",
            ListKind::Unopened => {
                "An answer was shown and nobody opened it: its sentence may say enough, or its title may not say \
                 what it is about."
            }
            ListKind::Top => "What people come for, and what they open.",
            ListKind::Unhelpful => "Readers said that these were not their answer.",
        }
    }

    /// What stands here where nothing does.
    fn empty(self) -> &'static str {
        match self {
            ListKind::Unanswered => "Every search found an answer.",
            ListKind::Unopened => "Whatever was found more than once was opened, too.",
            ListKind::Top => "Nothing was searched for.",
            ListKind::Unhelpful => "No reader said no.",
        }
    }

    /// What its first column holds.
    fn subject(self) -> &'static str {
        if self == ListKind::Unhelpful { "Article" } else { "Search" }
    }

    /// Its columns of numbers.
    fn columns(self) -> &'static [&'static str] {
        match self {
            ListKind::Unanswered => &["Searched", "Asked"],
            ListKind::Unopened => &["Searched", "Shown"],
            ListKind::Top => &["Searched", "Answered", "Opened", "Asked"],
            ListKind::Unhelpful => &["No", "Yes", "Helped %"],
        }
    }

    /// The numbers of a search under those columns.
    fn numbers(self, line: &SearchLine) -> Vec<i64> {
        match self {
            ListKind::Unanswered => vec![line.times, line.asks],
            ListKind::Unopened => vec![line.times, line.answered],
            _ => vec![line.times, line.answered, line.clicks, line.asks],
        }
    }

    /// What its last column holds; empty where it has none.
    fn last(self) -> &'static str {
        match self {
            ListKind::Unanswered => "Next step",
            ListKind::Unopened => "First article",
            ListKind::Top => "Opened most",
            ListKind::Unhelpful => "",
        }
    }
}

impl InsightPage {
    fn csv_href(&self, list: &str) -> String {
        self.shell.to(&format!("/articles/insight.csv?list={list}&week={}", query_value(&self.week)))
    }

    fn week_href(&self, week: &Week) -> String {
        self.shell.to(&format!("/articles/insight?week={}#unanswered", week.monday))
    }

    /// The period of the lists, in words.
    fn period(&self) -> String {
        let chosen = self.choices.iter().find(|choice| choice.selected);
        chosen.map_or_else(|| "The last twelve weeks".to_owned(), |choice| choice.label.clone())
    }

    fn share(&self, share: Option<i64>) -> String {
        share_words(share)
    }
}

/// All twelve weeks in a sentence.
pub fn sentence(weeks: &[Week]) -> String {
    let mut all = DayCounts::default();
    weeks.iter().for_each(|week| all.add(&week.counts));
    match percent(all.answered, all.times) {
        None => "Nothing was searched for yet".into(),
        Some(share) => {
            let searches = if all.times == 1 { "1 search".into() } else { format!("{} searches", all.times) };
            format!("{searches} in twelve weeks, {share} % answered")
        }
    }
}

/// The line of a search. What no article answered then may be answered now, so
/// the library is asked as it is.
pub fn row(base: &str, library: &Library, line: SearchLine, kind: ListKind, may_write: bool) -> Row {
    let words = query_value(&line.words);
    let slug = match kind {
        ListKind::Unanswered => answer_of(library, &line.words),
        ListKind::Unopened => line.best_slug.clone(),
        _ => line.opened_slug.clone(),
    };
    let article = article_link(base, library, &slug);
    let is_offered = kind == ListKind::Unanswered && article.is_none();
    Row {
        href: format!("{base}/search?q={words}"),
        numbers: kind.numbers(&line),
        latest: Some(line.latest),
        ask: is_offered.then(|| format!("{base}/questions/new?title={words}&searched={words}")),
        write: (is_offered && may_write).then(|| format!("{base}/articles/new?title={words}")),
        words: line.words,
        article,
    }
}

/// The slug of the article that answers now; empty where none does.
fn answer_of(library: &Library, words: &str) -> String {
    let found = library.search(words, 1).ok().filter(|outcome| outcome.answered);
    found.and_then(|outcome| outcome.hits.first().map(|hit| hit.article.slug.to_string())).unwrap_or_default()
}

/// The line of an article that did not help.
pub fn helpful_row(base: &str, library: &Library, line: HelpfulLine) -> Row {
    let article = article_link(base, library, &line.slug);
    let href = format!("{base}/faq/{}", line.slug);
    Row {
        words: article.map_or(line.slug, |link| link.label),
        href,
        numbers: vec![line.no, line.yes, percent(line.yes, line.yes + line.no).unwrap_or(0)],
        latest: None,
        article: None,
        ask: None,
        write: None,
    }
}

fn article_link(base: &str, library: &Library, slug: &str) -> Option<Link> {
    let article = library.article(slug)?;
    Some(Link { label: article.title.clone(), href: format!("{base}/faq/{slug}") })
}

/// One list as CSV: `weeks` or the id of a list; none for what is neither.
pub fn document(weeks: &[Week], lists: &[List], wanted: &str) -> Option<String> {
    if wanted == "weeks" {
        let rows = weeks.iter().map(|week| {
            let share = |share: Option<i64>| share.map(|percent| percent.to_string()).unwrap_or_default();
            [
                week.monday.to_string(),
                week.counts.times.to_string(),
                share(week.answered()),
                share(week.clicked()),
                week.counts.asks.to_string(),
            ]
        });
        return Some(csv::document(&["week", "searches", "answered_percent", "opened_percent", "asked"], rows));
    }
    let list = lists.iter().find(|list| list.kind.as_str() == wanted)?;
    let mut header = vec![list.kind.subject()];
    header.extend(list.kind.columns());
    header.extend(["Latest", "Article"]);
    let header: Vec<String> = header.iter().map(|name| name.to_lowercase().replace(" %", "_percent")).collect();
    let header: Vec<&str> = header.iter().map(String::as_str).collect();
    let rows = list.rows.iter().map(|row| {
        let mut cells = vec![row.words.clone()];
        cells.extend(row.numbers.iter().map(i64::to_string));
        cells.push(row.latest.map(|day| day.to_string()).unwrap_or_default());
        cells.push(row.article.as_ref().map(|link| link.label.clone()).unwrap_or_default());
        cells
    });
    Some(csv::document(&header, rows))
}
