//! The pages of services.

use askama::Template;

use super::forms::{AnswersForm, ServiceForm};
use crate::accounts::tokens::{Made, OFFERED_DAYS, TokenForm, TokenRow, days_words};
use crate::web::form::Choice;
use crate::web::{FieldProblem, Moment, Shell, TokenScope};

/// All services, and the form for another.
#[derive(Template)]
#[template(path = "accounts/services/list.html")]
pub struct ListPage {
    pub shell: Shell,
    pub lines: Vec<Line>,
    pub form: ServiceForm,
    pub problems: Vec<FieldProblem>,
}

impl ListPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }
}

/// One service.
pub struct Line {
    pub name: String,
    pub href: String,
    pub about: String,
    /// The name of the team or person that answers for it, and their page.
    pub answers: String,
    pub answers_href: String,
    /// The same, as the form for it takes it.
    pub answers_at: String,
    /// Whether that person's account is off, so that nobody answers any more.
    /// Nobody has to for one that has ended.
    pub is_orphan: bool,
    pub rights: String,
    /// Tokens that are good.
    pub tokens: usize,
    pub used: Option<Moment>,
    pub ended: Option<Moment>,
}

/// One service: its tokens, and the form for another.
#[derive(Template)]
#[template(path = "accounts/services/show.html")]
pub struct ShowPage {
    pub shell: Shell,
    pub line: Line,
    pub handle: String,
    pub since: Moment,
    pub made: Made,
    pub rows: Vec<TokenRow>,
    pub name: String,
    pub scopes: Vec<Choice>,
    pub days: Vec<Choice>,
    pub problems: Vec<FieldProblem>,
    /// Who was typed as the one who answers, and was not found.
    pub answers: AnswersForm,
    pub answers_problems: Vec<FieldProblem>,
}

impl ShowPage {
    /// The choices of the form for a token, with what `form` holds.
    pub fn choices(form: &TokenForm) -> (Vec<Choice>, Vec<Choice>) {
        let scope = |scope: &TokenScope| {
            let label = format!("{} ({})", scope.label_for_service()?, scope.as_str());
            let selected = form.scopes.iter().any(|word| word == scope.as_str());
            Some(Choice { value: scope.as_str().to_owned(), label, selected })
        };
        let days = |days: &i64| Choice::new(&days.to_string(), &days_words(*days), &form.days);
        (TokenScope::ALL.iter().filter_map(scope).collect(), OFFERED_DAYS.iter().map(days).collect())
    }

    fn own(&self, rest: &str) -> String {
        self.shell.to(&format!("/service-accounts/{}{rest}", self.handle))
    }

    /// What the field of who answers holds.
    fn answers_typed(&self) -> &str {
        match self.answers_problems.is_empty() {
            false => &self.answers.answers,
            true if self.line.is_orphan => "",
            true => &self.line.answers_at,
        }
    }

    fn answers_problem(&self) -> &str {
        FieldProblem::of(&self.answers_problems, "answers")
    }

    fn end_question(&self) -> String {
        format!("End {}? Its tokens stop working at once, and it gets no other.", self.line.name)
    }

    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }
}
