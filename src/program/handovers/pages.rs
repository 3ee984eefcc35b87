//! The pages of handovers.

use askama::Template;

use super::forms::HandoverForm;
use super::store::HandoverRow;
use crate::program::duties::Duty;
use crate::program::terms::TermRow;
use crate::web::form::Choice;
use crate::web::{FieldProblem, Moment, Shell};

/// What a champion has open, and who takes it.
#[derive(Template)]
#[template(path = "program/handovers/new.html")]
pub struct NewPage {
    pub shell: Shell,
    pub row: TermRow,
    /// Why it has to be made, where somebody left or a term ran out: a sentence.
    pub cause: String,
    /// What is open, by kind.
    pub open: Vec<(&'static str, Vec<Duty>)>,
    pub takers: Vec<Choice>,
    /// Where it goes if nobody in particular takes it: a sentence.
    pub fallback: String,
    /// Whether the term can end with it.
    pub can_end: bool,
    /// Whether the viewer is the person whom it is about.
    pub is_own: bool,
    pub form: HandoverForm,
    pub problems: Vec<FieldProblem>,
}

impl NewPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn own(&self, rest: &str) -> String {
        self.shell.to(&format!("/terms/{}{rest}", self.row.term.id))
    }

    fn count(&self) -> usize {
        self.open.iter().map(|(_, duties)| duties.len()).sum()
    }

    fn sentence(&self) -> String {
        match self.count() {
            0 => "Nothing is open.".into(),
            1 => "1 thing is open and goes to whom you choose.".into(),
            count => format!("{count} things are open and go to whom you choose, all at once."),
        }
    }
}

/// Handovers that somebody has to make.
#[derive(Template)]
#[template(path = "program/handovers/list.html")]
pub struct ListPage {
    pub shell: Shell,
    pub rows: Vec<(HandoverRow, Moment)>,
    /// How many more there are.
    pub more: i64,
}
