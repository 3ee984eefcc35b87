//! What was typed into the forms of a question's page.

use crate::web::FieldProblem;

/// What was typed into the forms of the page last, so that none loses its words.
#[derive(Debug, Default)]
pub struct Drafts {
    pub answer: Option<String>,
    pub version: Option<String>,
    pub comment: String,
    pub why: String,
    pub inquiry: String,
    pub missing: String,
    pub note: String,
    pub reason: String,
    pub article: String,
    pub to: String,
    pub word: String,
    /// The saved reply that was to be put in.
    pub reply: String,
    /// The field in which one goes on writing; empty for none.
    pub goes_on: &'static str,
    /// Whether somebody else was faster.
    pub late: bool,
    /// The answer as it will look.
    pub preview: Option<String>,
    pub problems: Vec<FieldProblem>,
}

impl Drafts {
    /// What was typed into a field; nothing for one that is no text.
    pub fn words_of(&self, field: &str) -> &str {
        match field {
            "answer" => self.answer.as_deref().unwrap_or_default(),
            "comment" => &self.comment,
            "why" => &self.why,
            "inquiry" => &self.inquiry,
            "note" => &self.note,
            "reason" => &self.reason,
            "word" => &self.word,
            "missing" => &self.missing,
            _ => "",
        }
    }
}
