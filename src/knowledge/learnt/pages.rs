//! The page of what an article is found by.

use askama::Template;

use crate::knowledge::pages::Link;
use crate::web::{Moment, Shell};

/// What an article is found by.
#[derive(Template)]
#[template(path = "knowledge/learnt.html")]
pub struct PhrasingsPage {
    pub shell: Shell,
    pub article: Link,
    /// Where its own phrasings are changed; empty where it is a file.
    pub edit: String,
    /// Those that stand in it.
    pub own: Vec<String>,
    pub learnt: Vec<LearntLine>,
}

/// Words that were learnt.
pub struct LearntLine {
    pub words: String,
    /// The question or gap that they come from.
    pub from: Option<Link>,
    pub by: Link,
    pub at: Moment,
    /// Where they are taken away.
    pub removal: String,
}

impl LearntLine {
    /// What is asked before they are taken away.
    fn question(&self) -> String {
        format!("Take “{}” away?", self.words)
    }
}
