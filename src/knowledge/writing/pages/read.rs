//! A draft as its second reader sees it.

use askama::Template;

use super::{Link, Preview};
use crate::knowledge::writing::SourceLink;
use crate::knowledge::writing::differences::Line;
use crate::web::{FieldProblem, Moment, Shell};

/// What changes, how it will look, and what the reader may do with it.
#[derive(Template)]
#[template(path = "knowledge/writing/read.html")]
pub struct ReadPage {
    pub shell: Shell,
    pub path: String,
    pub title: String,
    pub author: Link,
    pub saved: Moment,
    pub note: String,
    /// Where the draft comes from, where that is another room.
    pub source: Option<SourceLink>,
    /// The article that it changes.
    pub article: Option<Link>,
    /// From what everybody reads to the draft.
    pub lines: Vec<Line>,
    pub preview: Preview,
    /// Facts of the article that the preview does not show.
    pub facts: Vec<(&'static str, String)>,
    pub version: String,
    /// Why it can't be published as it is, or that it was saved meanwhile.
    pub obstacle: String,
    /// Whether to draw the button that publishes.
    pub can_publish: bool,
    pub why: String,
    pub problems: Vec<FieldProblem>,
}

impl ReadPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn own(&self, rest: &str) -> String {
        self.shell.to(&format!("{}{rest}", self.path))
    }
}
