//! The pages of the gap queue.

use askama::Template;

use super::forms::ClosingForm;
use super::model::{Gap, GapState};
use crate::clock::Timestamp;
use crate::questions::pages::{Line, Link};
use crate::web::shell::query_value;
use crate::web::{FieldProblem, Moment, Shell};

/// The queue.
#[derive(Template)]
#[template(path = "questions/gaps/list.html")]
pub struct ListPage {
    pub shell: Shell,
    pub lines: Vec<GapLine>,
    pub is_closed: bool,
    /// Where it goes on; empty at the end.
    pub next: String,
    /// Whether this is not the beginning.
    pub is_later: bool,
}

/// One entry in the queue.
pub struct GapLine {
    pub words: String,
    pub href: String,
    pub searches: i64,
    pub questions: i64,
    pub hours: i64,
    pub latest: Moment,
    /// Questions that only few may read, for those who do.
    pub restricted: i64,
    pub came_again: bool,
    /// Where the article is written.
    pub write: String,
}

impl GapLine {
    /// The line of `gap`. `restricted`: how many questions of it are not for
    /// everyone, and the title of one, for those who may read them.
    pub fn new(shell: &Shell, gap: &Gap, restricted: Option<&(i64, String)>, now: Timestamp) -> Self {
        let words = named(gap, restricted);
        GapLine {
            href: shell.to(&gap.number.path()),
            searches: gap.searches,
            questions: gap.questions,
            hours: gap.waited_minutes / 60,
            latest: Moment::new(gap.latest_at, now),
            restricted: restricted.map_or(0, |(count, _)| *count),
            came_again: gap.reopened_at.is_some() && gap.state == GapState::Open,
            // The title of what is not for everyone is no beginning of an article.
            write: write_href(shell, &gap.words),
            words,
        }
    }
}

/// What a gap is called by those who may read what is in it.
pub fn named(gap: &Gap, restricted: Option<&(i64, String)>) -> String {
    match (gap.words.is_empty(), restricted) {
        (false, _) => gap.words.clone(),
        (true, Some((_, title))) => title.clone(),
        (true, None) => format!("Gap {}", gap.number),
    }
}

/// Where the article is written that a gap lacks.
pub fn write_href(shell: &Shell, words: &str) -> String {
    shell.to(&format!("/articles/new?title={}", query_value(words)))
}

/// One entry.
#[derive(Template)]
#[template(path = "questions/gaps/show.html")]
pub struct ShowPage {
    pub shell: Shell,
    pub line: GapLine,
    pub path: String,
    pub version: String,
    pub is_open: bool,
    /// What was searched for, with how often.
    pub searches: Vec<(String, String, i64)>,
    pub questions: Vec<Line>,
    /// What search answers by now.
    pub now: Option<Link>,
    /// Articles that its questions became or were answered with.
    pub articles: Vec<(Link, String)>,
    /// How and when it was closed last, in a sentence; empty where it never was.
    pub closed: String,
    pub closed_by: Option<Link>,
    pub article: Option<Link>,
    pub form: ClosingForm,
    /// What the article does not answer yet.
    pub still: Vec<StillLine>,
    pub problems: Vec<FieldProblem>,
}

/// A search that the article does not answer.
pub struct StillLine {
    pub words: String,
    /// What came instead.
    pub instead: Option<Link>,
    pub answered: bool,
}

impl ShowPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    /// The colour of what is said of its closing.
    fn closed_kind(&self) -> &'static str {
        if self.is_open { "preflight" } else { "open" }
    }

    fn own(&self, rest: &str) -> String {
        self.shell.to(&format!("{}{rest}", self.path))
    }
}
