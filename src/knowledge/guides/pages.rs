//! The pages of guides.

use askama::Template;

use super::model::State;
use crate::knowledge::pages::Link;
use crate::web::Shell;

/// All guides.
#[derive(Template)]
#[template(path = "knowledge/guides/list.html")]
pub struct ListPage {
    pub shell: Shell,
    pub rows: Vec<GuideRow>,
    /// What is wrong with files; for those who look after them only.
    pub faults: Vec<String>,
}

/// One guide in the list.
pub struct GuideRow {
    pub title: String,
    pub href: String,
    pub summary: String,
    /// How many questions it asks, in words.
    pub length: String,
    pub is_stale: bool,
}

/// What both pages of a guide show: which it is, and the way so far.
pub struct Way {
    pub title: String,
    /// Where it starts.
    pub href: String,
    pub steps: Vec<StepRow>,
    /// Whether the address told answers that the guide no longer knows.
    pub is_cut: bool,
    /// Asks the champion, the way so far already in the form.
    pub ask: String,
    pub owner: String,
    pub reviewed: String,
    pub is_stale: bool,
}

/// One answer that was given.
pub struct StepRow {
    pub question: String,
    pub answer: String,
    /// Where it is answered anew.
    pub href: String,
}

/// One question of a guide.
#[derive(Template)]
#[template(path = "knowledge/guides/question.html")]
pub struct QuestionPage {
    pub shell: Shell,
    pub way: Way,
    pub text: String,
    pub help: String,
    /// Which question this is: `Question 2 of at most 5`.
    pub number: String,
    pub choices: Vec<Choice>,
}

/// An answer that is offered.
pub struct Choice {
    pub label: String,
    pub help: String,
    pub href: String,
}

/// What a guide came to.
#[derive(Template)]
#[template(path = "knowledge/guides/end.html")]
pub struct EndPage {
    pub shell: Shell,
    pub way: Way,
    pub title: String,
    pub state: Option<State>,
    pub because: String,
    /// The article that answers.
    pub article: Option<ArticlePart>,
    /// What to do, as HTML of `markdown.rs`; empty where an article answers.
    pub advice: String,
    /// Whether asking the champion is the answer itself.
    pub asks: bool,
    pub also: Vec<Link>,
}

/// The beginning of the article that answers.
pub struct ArticlePart {
    pub title: String,
    pub href: String,
    /// Its first paragraph, as HTML of `markdown.rs`.
    pub answer: String,
}

impl EndPage {
    /// The colour of the card.
    fn kind(&self) -> &'static str {
        self.state.map_or("neutral", State::name)
    }

    /// The words beside it.
    fn word(&self) -> &'static str {
        self.state.map_or("Your answer", State::label)
    }
}
