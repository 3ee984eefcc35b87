//! The form by which an article is chosen as the answer.

use askama::Template;

use super::forms::ReferralForm;
use crate::questions::model::QuestionNumber;
use crate::questions::secrets::suspects;
use crate::search::Part;
use crate::web::{FieldProblem, Shell};

/// The articles that may answer a question.
#[derive(Template)]
#[template(path = "questions/article.html")]
pub struct ReferralPage {
    pub shell: Shell,
    pub number: QuestionNumber,
    pub title: String,
    pub form: ReferralForm,
    pub hits: Vec<HitLine>,
    /// Whether the first of them is believed to answer.
    pub answered: bool,
    /// Whether search learns the words of the question.
    pub learns: bool,
    /// Whether the question was answered, or said something about, meanwhile.
    pub changed: bool,
    pub problems: Vec<FieldProblem>,
}

/// An article that may answer.
pub struct HitLine {
    pub slug: String,
    pub title: String,
    pub href: String,
    pub sentence: Vec<Part>,
    pub is_chosen: bool,
}

impl ReferralPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn own(&self, rest: &str) -> String {
        self.shell.to(&format!("{}{rest}", self.number.path()))
    }

    fn asks_whether_secret(&self) -> bool {
        !self.problem("words").is_empty() && !suspects(&self.form.words).is_empty()
    }
}
