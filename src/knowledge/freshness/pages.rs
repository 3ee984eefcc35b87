//! The list of articles that want to be looked at.

use askama::Template;

use super::list::Watched;
use super::rules;
use super::show::{latest_words, reports_words};
use crate::clock::Timestamp;
use crate::web::form::Choice;
use crate::web::{FieldProblem, Moment, Shell};

/// Articles that want to be looked at.
#[derive(Template)]
#[template(path = "knowledge/freshness/list.html")]
pub struct FreshnessPage {
    pub shell: Shell,
    pub sentence: String,
    pub rows: Vec<Row>,
    pub shows: Vec<Choice>,
    pub owners: Vec<Choice>,
    /// Whether the viewer looks after any article at all.
    pub any: bool,
    pub previous: String,
    pub next: String,
    pub range: String,
    /// This page, below the base, for forms that come back to it.
    pub back: String,
    /// Whether the viewer may see what people look for.
    pub sees_insight: bool,
    /// What is wrong with a form that is shown again: of which article, and what.
    pub problem: Option<(String, FieldProblem)>,
    /// What was typed into it.
    pub why: String,
}

/// One article.
pub struct Row {
    pub slug: String,
    pub title: String,
    pub owner: String,
    /// The colour and mark of its state.
    pub kind: &'static str,
    /// Its state in words.
    pub state: &'static str,
    pub review_after: String,
    pub reports: usize,
    pub reports_words: String,
    /// The latest words of those who reported.
    pub words: Vec<(Moment, String)>,
    /// Readers whose answer it was, and whose it was not.
    pub helped: (i64, i64),
}

impl Row {
    /// The row of an article, as seen at `now`.
    pub fn new(watched: &Watched, helped: (i64, i64), now: Timestamp) -> Self {
        let (standing, today) = (&watched.standing, now.day());
        let (kind, state) = if !standing.open.is_empty() {
            ("forbidden", "reported")
        } else if standing.is_stale(today) {
            ("preflight", "past its date")
        } else if standing.review_after <= today.plus_days(rules::SOON) {
            ("baseline", "due soon")
        } else {
            ("open", "in date")
        };
        Row {
            slug: watched.article.slug.to_string(),
            title: watched.article.title.clone(),
            owner: watched.article.owner.clone(),
            kind,
            state,
            review_after: standing.review_after.words(),
            reports: standing.open.len(),
            reports_words: reports_words(standing.open.len()),
            words: latest_words(&standing.open, now),
            helped,
        }
    }

    fn helped_words(&self) -> String {
        match self.helped {
            (0, 0) => String::new(),
            (yes, no) => format!("{yes} yes, {no} no"),
        }
    }
}

impl FreshnessPage {
    /// What is wrong with the form of this article; empty where nothing is.
    fn problem_of(&self, row: &Row) -> &str {
        self.problem.as_ref().filter(|(slug, _)| *slug == row.slug).map_or("", |(_, problem)| problem.words.as_str())
    }

    fn why_of(&self, row: &Row) -> &str {
        if self.problem_of(row).is_empty() { "" } else { &self.why }
    }
}
