//! A guide: questions, the answers that are offered, and where they end.

use crate::clock::Day;
use crate::knowledge::Slug;

/// A chain of questions. The rules hold for it: every answer leads on, every
/// way ends, and nothing in it is out of reach.
#[derive(Debug)]
pub struct Guide {
    /// Its address: `/guides/{slug}`.
    pub slug: Slug,
    /// What it answers, as a question.
    pub title: String,
    /// What it is good for, in one sentence.
    pub summary: String,
    /// Whether the first page offers it.
    pub on_first_page: bool,
    /// Who stands behind it.
    pub owner: String,
    /// When it was last read through.
    pub reviewed_on: Day,
    /// After this day it wants to be read through again.
    pub review_after: Day,
    pub(super) questions: Vec<Question>,
    pub(super) ends: Vec<End>,
    /// Which question is asked first.
    pub(super) start: usize,
}

/// One question.
#[derive(Debug)]
pub struct Question {
    /// Its name in the file.
    pub id: String,
    /// The question.
    pub text: String,
    /// What one should know to answer it; may be empty.
    pub help: String,
    /// What may be answered, two or more.
    pub answers: Vec<Answer>,
    /// The most questions that are asked from this one on, itself included.
    pub ahead: usize,
}

/// One answer that is offered.
#[derive(Debug)]
pub struct Answer {
    /// Its name in the address.
    pub id: String,
    /// The answer.
    pub label: String,
    /// When it is the right one; may be empty.
    pub help: String,
    /// Where it leads.
    pub to: Target,
}

/// Where an answer leads, by place in the guide's lists.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Target {
    /// To another question.
    Question(usize),
    /// To an end.
    End(usize),
}

/// What a guide comes to.
#[derive(Debug)]
pub struct End {
    /// Its name in the file.
    pub id: String,
    /// Where the flow stands, where the guide is about one.
    pub state: Option<State>,
    /// The answer in a few words.
    pub title: String,
    /// Why, in one or two sentences.
    pub because: String,
    /// What to do now.
    pub then: Then,
    /// Slugs of articles that go on from there.
    pub also: Vec<String>,
}

/// What to do at an end.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Then {
    /// Read the article of this slug.
    Article(String),
    /// Ask the champion; the words become the question's title.
    Ask(String),
    /// Do as the text says, which is markdown.
    Advice(String),
}

/// Where a flow stands, as a guide can tell; its colours are the verdicts'.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum State {
    /// Nothing has to be opened.
    Open,
    /// A way that everybody may use leads there.
    Baseline,
    /// A rule is needed, and a talk before it.
    Preflight,
    /// It is not allowed.
    Forbidden,
    /// Nobody can tell from here.
    Unknown,
}

impl State {
    /// Every state, as files and style sheets name it.
    pub const NAMES: [(&'static str, State); 5] = [
        ("open", State::Open),
        ("baseline", State::Baseline),
        ("preflight", State::Preflight),
        ("forbidden", State::Forbidden),
        ("unknown", State::Unknown),
    ];

    /// The state of this name.
    pub fn parse(name: &str) -> Option<Self> {
        Self::NAMES.iter().find(|(known, _)| *known == name).map(|(_, state)| *state)
    }

    /// Its name in files and style sheets.
    pub fn name(self) -> &'static str {
        Self::NAMES.iter().find(|(_, state)| *state == self).map_or("unknown", |(name, _)| name)
    }

    /// The words beside the colour.
    pub fn label(self) -> &'static str {
        match self {
            State::Open => "Nothing to open",
            State::Baseline => "Open by baseline",
            State::Preflight => "Needs a pre-flight",
            State::Forbidden => "Forbidden",
            State::Unknown => "Not clear yet",
        }
    }
}

impl Guide {
    /// The most questions that anybody is asked.
    pub fn longest(&self) -> usize {
        self.questions[self.start].ahead
    }

    /// Slugs of the articles that its ends name, each once.
    pub fn articles(&self) -> Vec<&str> {
        let mut slugs: Vec<&str> = self
            .ends
            .iter()
            .flat_map(|end| {
                let own = match &end.then {
                    Then::Article(slug) => Some(slug.as_str()),
                    Then::Ask(_) | Then::Advice(_) => None,
                };
                own.into_iter().chain(end.also.iter().map(String::as_str))
            })
            .collect();
        slugs.sort_unstable();
        slugs.dedup();
        slugs
    }
}
