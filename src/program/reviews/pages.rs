//! The form for a review.

use askama::Template;

use super::forms::ReviewForm;
use crate::program::conflict::Conflict;
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
