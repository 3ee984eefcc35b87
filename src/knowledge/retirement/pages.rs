//! The pages of taking out and bringing back.

use askama::Template;

use super::forms::RetirementForm;
use crate::knowledge::pages::Link;
use crate::web::{FieldProblem, Moment, Shell};

/// Asks once before an article goes, or says how its file is taken out.
#[derive(Template)]
#[template(path = "knowledge/retirement/new.html")]
pub struct NewPage {
    pub shell: Shell,
    pub slug: String,
    pub title: String,
    /// How it is taken out where it is a file.
    pub file: Option<FileWay>,
    pub form: RetirementForm,
    pub problems: Vec<FieldProblem>,
}

impl NewPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn own(&self, rest: &str) -> String {
        self.shell.to(&format!("/faq/{}{rest}", self.slug))
    }
}

/// How an article is taken out that is a file.
pub struct FileWay {
    /// What to do with the file itself, in a sentence.
    pub first: String,
    /// Lines for `removed.toml`, either of which will do.
    pub lines: [String; 2],
}

/// The articles that are out.
#[derive(Template)]
#[template(path = "knowledge/retirement/list.html")]
pub struct ListPage {
    pub shell: Shell,
    pub rows: Vec<Row>,
    pub previous: String,
    pub next: String,
    pub range: String,
}

/// One of them.
pub struct Row {
    pub title: String,
    /// Its address, which says that it is gone.
    pub href: String,
    pub history: String,
    /// Where it is brought back.
    pub restoration: String,
    pub retired: Moment,
    pub why: String,
    pub successor: Option<Link>,
}
