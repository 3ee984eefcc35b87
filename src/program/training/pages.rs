//! The pages of training.

use askama::Template;

use super::model::{CompletionRow, Course};
use super::rules;
use crate::clock::Day;
use crate::program::conflict::Conflict;
use crate::program::time::rules::duration_words;
use crate::web::form::Choice;
use crate::web::{FieldProblem, Shell};

/// One course, and how the viewer stands with it.
pub struct CourseLine {
    pub course: Course,
    /// The viewer's latest completion that counts.
    pub done: Option<CompletionRow>,
}

impl CourseLine {
    fn length(&self) -> String {
        duration_words(i64::from(self.course.minutes))
    }

    /// "completed 3 Mar 2026, counts until 2 Mar 2027"
    fn standing(&self) -> String {
        match &self.done {
            None => String::new(),
            Some(done) => match done.valid_until {
                Some(last) => format!("completed {}, counts until {}", done.completed_on.words(), last.words()),
                None => format!("completed {}", done.completed_on.words()),
            },
        }
    }
}

/// All courses, and the form to record a completion.
#[derive(Template)]
#[template(path = "program/training/list.html")]
pub struct ListPage {
    pub shell: Shell,
    pub courses: Vec<CourseLine>,
    pub choices: Vec<Choice>,
    /// What the viewer completed, the latest first.
    pub completions: Vec<CompletionRow>,
    pub today: Day,
    pub person: String,
    pub completed_on: String,
    pub evidence: String,
    pub target: String,
    pub can_shape: bool,
    /// Whether the viewer may record for others.
    pub for_others: bool,
    pub problems: Vec<FieldProblem>,
}

impl ListPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn counts(&self, completion: &CompletionRow) -> bool {
        rules::is_valid(completion.valid_until, self.today)
    }

    fn question(&self, completion: &CompletionRow) -> String {
        format!("Take away that you completed {} on {}?", completion.course, completion.completed_on.words())
    }
}

/// The form for a course, new or known.
#[derive(Template)]
#[template(path = "program/training/form.html")]
pub struct FormPage {
    pub shell: Shell,
    /// Its present title and address; none for a new one.
    pub known: Option<(String, String)>,
    pub form: super::forms::CourseForm,
    pub problems: Vec<FieldProblem>,
    pub conflict: Option<Conflict>,
}

impl FormPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn action(&self) -> String {
        match &self.known {
            Some((_, slug)) => self.shell.to(&format!("/training/{slug}")),
            None => self.shell.to("/training"),
        }
    }

    fn is_required(&self) -> bool {
        self.form.required == "yes"
    }
}
