//! The pages of addresses.

use askama::Template;

use crate::knowledge::pages::Link;
use crate::web::{FieldProblem, Shell};

/// An article that was taken out.
#[derive(Template)]
#[template(path = "knowledge/gone.html")]
pub struct GonePage {
    pub shell: Shell,
    /// What it was about, as its address says it.
    pub was: String,
    /// Why it is gone; may be empty.
    pub why: String,
    /// What took its place.
    pub successor: Option<Link>,
    /// What comes nearest to the words of its address.
    pub nearest: Vec<Link>,
    /// Whether the viewer may bring articles back.
    pub can_restore: bool,
    /// Where the champion is asked.
    pub ask: String,
}

/// Another address for an article.
#[derive(Template)]
#[template(path = "knowledge/address.html")]
pub struct AddressPage {
    pub shell: Shell,
    pub title: String,
    pub action: String,
    pub back: String,
    pub slug: String,
    pub problems: Vec<FieldProblem>,
}

impl AddressPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }
}
