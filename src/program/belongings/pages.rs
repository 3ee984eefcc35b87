//! The page on which a team's repositories and services are put down.

use askama::Template;

use super::model::Belonging;
use crate::program::Team;
use crate::web::form::Choice;
use crate::web::{FieldProblem, Shell};

/// What a team looks after, and the form for one more.
#[derive(Template)]
#[template(path = "program/belongings/edit.html")]
pub struct EditPage {
    pub shell: Shell,
    pub team: Team,
    pub belongings: Vec<Belonging>,
    pub kinds: Vec<Choice>,
    pub name: String,
    pub link: String,
    pub problems: Vec<FieldProblem>,
}

impl EditPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn own(&self, rest: &str) -> String {
        self.shell.to(&format!("/teams/{}{rest}", self.team.slug))
    }

    fn removal(&self, belonging: &Belonging) -> String {
        format!("Take {} away from {}?", belonging.name, self.team.name)
    }
}
