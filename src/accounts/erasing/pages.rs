//! The page that says what goes and what stays.

use askama::Template;

use crate::web::{FieldProblem, Shell};

/// `GET /accounts/{handle}/erasure`
#[derive(Template)]
#[template(path = "accounts/erasure.html")]
pub struct NewPage {
    pub shell: Shell,
    pub name: String,
    pub handle: String,
    /// What has to be settled before; empty: nothing.
    pub open: Vec<String>,
    /// What was typed last that is not their name.
    pub typed: String,
    pub problems: Vec<FieldProblem>,
}

impl NewPage {
    fn own(&self) -> String {
        self.shell.to(&format!("/accounts/{}/erasure", self.handle))
    }

    fn account(&self) -> String {
        self.shell.to(&format!("/accounts/{}", self.handle))
    }

    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn help(&self) -> String {
        format!("It can't be undone. Type “{}” to go on.", self.name)
    }
}
