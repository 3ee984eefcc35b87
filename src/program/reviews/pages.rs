//! The form for a review.

use askama::Template;

use super::forms::ReviewForm;
use super::model::{Review, ReviewState};
use crate::program::conflict::Conflict;
use crate::program::time::rules::duration_words;
use crate::web::form::Choice;
use crate::web::{FieldProblem, Shell};

/// The form, for a new review or a known one.
#[derive(Template)]
#[template(path = "program/reviews/form.html")]
pub struct FormPage {
    pub shell: Shell,
    /// Its key; none for a new one.
    pub id: Option<String>,
    pub form: ReviewForm,
    pub teams: Vec<Choice>,
    pub kinds: Vec<Choice>,
    pub outcomes: Vec<Choice>,
    pub states: Vec<Choice>,
    pub problems: Vec<FieldProblem>,
    pub conflict: Option<Conflict>,
}

impl FormPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn action(&self) -> String {
        match &self.id {
            Some(id) => self.shell.to(&format!("/reviews/{id}")),
            None => self.shell.to("/reviews"),
        }
    }

    fn logs(&self) -> bool {
        self.form.log == "yes"
    }
}

/// One review.
#[derive(Template)]
#[template(path = "program/reviews/show.html")]
pub struct ShowPage {
    pub shell: Shell,
    pub review: Review,
    /// The team's address and name.
    pub team: (String, String),
    /// The reviewer's handle and name.
    pub person: (String, String),
    pub can_change: bool,
    /// Where the pre-flight's words go into a question for Network Security;
    /// empty where none is needed.
    pub ask_href: String,
    /// The flows of the pre-flight: HTML of `flow`, empty for a line that is none, and the line.
    pub flows: Vec<(String, String)>,
    /// HTML of `markdown`.
    pub note: String,
}

/// The reviews of several teams.
#[derive(Template)]
#[template(path = "program/reviews/list.html")]
pub struct ListPage {
    pub shell: Shell,
    pub rows: Vec<ListLine>,
    pub team: String,
    pub month: String,
    pub kinds: Vec<Choice>,
    pub outcomes: Vec<Choice>,
    pub states: Vec<Choice>,
    pub csv_href: String,
    pub previous: String,
    pub next: String,
    /// Whose reviews these are, in words; empty: everybody's.
    pub scope: String,
    pub is_filtered: bool,
    pub can_record: bool,
    pub problems: Vec<FieldProblem>,
}

/// One line of the list. Whose review it was stands on its own page: a list
/// that names people invites counting them.
pub struct ListLine {
    pub review: Review,
    pub team: (String, String),
}

impl ListLine {
    fn minutes(&self) -> String {
        self.review.minutes.map(|minutes| duration_words(i64::from(minutes))).unwrap_or_default()
    }

    fn is_open(&self) -> bool {
        self.review.state == ReviewState::InProgress
    }
}

impl ListPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }
}

impl ShowPage {
    fn minutes(&self) -> String {
        self.review.minutes.map(|minutes| duration_words(i64::from(minutes))).unwrap_or_default()
    }

    fn is_open(&self) -> bool {
        self.review.state == ReviewState::InProgress
    }

    fn team_href(&self) -> String {
        self.shell.to(&format!("/teams/{}", self.team.0))
    }

    fn found(&self) -> String {
        self.review.found().counted()
    }
}
