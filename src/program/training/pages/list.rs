//! The catalogue, and how the viewer stands with it.

use askama::Template;

use super::words::StandingWords;
use crate::clock::Day;
use crate::program::time::rules::duration_words;
use crate::program::training::model::{CompletionRow, Course};
use crate::program::training::rules;
use crate::web::form::Choice;
use crate::web::{FieldProblem, Shell};

/// One course, and how the viewer stands with it.
#[derive(Clone)]
pub struct CourseLine {
    pub course: Course,
    pub words: StandingWords,
    pub is_required: bool,
    pub is_in_date: bool,
}

impl CourseLine {
    pub fn length(&self) -> String {
        duration_words(i64::from(self.course.minutes))
    }

    /// "NetSec, 1 h 30 min, counts for 12 months"
    pub fn facts(&self) -> String {
        let mut facts: Vec<String> = Vec::new();
        if !self.course.provider.is_empty() {
            facts.push(self.course.provider.clone());
        }
        facts.push(self.length());
        facts.extend(self.course.valid_months.map(|months| format!("counts for {months} months")));
        facts.extend(self.course.pass_mark.map(|mark| format!("passed from {mark} %")));
        facts.join(", ")
    }
}

/// The path of a belt, and how far the viewer is on it.
pub struct PathLine {
    /// The level's key, as its address has it.
    pub belt: String,
    pub label: String,
    pub about: String,
    /// Whether the company no longer has the level.
    pub is_gone: bool,
    pub steps: Vec<CourseLine>,
    /// Whether it is the level that is next for the viewer.
    pub is_next: bool,
}

impl PathLine {
    /// The level in a sentence.
    pub fn named(&self) -> String {
        if self.is_gone { format!("“{}”", self.label) } else { format!("the {}", self.label) }
    }

    pub fn done(&self) -> usize {
        self.steps.iter().filter(|step| step.is_in_date).count()
    }

    pub fn is_complete(&self) -> bool {
        !self.steps.is_empty() && self.done() == self.steps.len()
    }

    /// "2 of 3 in date"
    pub fn progress(&self) -> String {
        format!("{} of {} in date", self.done(), self.steps.len())
    }
}

/// All courses, and the form to record a completion.
#[derive(Template)]
#[template(path = "program/training/list.html")]
pub struct ListPage {
    pub shell: Shell,
    /// What the viewer has to have.
    pub required: Vec<CourseLine>,
    /// What else there is.
    pub others: Vec<CourseLine>,
    pub paths: Vec<PathLine>,
    pub choices: Vec<Choice>,
    /// What the viewer completed, the latest first.
    pub completions: Vec<CompletionRow>,
    pub today: Day,
    pub person: String,
    pub completed_on: String,
    pub result: String,
    pub evidence: String,
    pub target: String,
    pub can_shape: bool,
    /// Whether the viewer may record for others, verify and import.
    pub for_others: bool,
    /// Whether there are people whose training the viewer looks after.
    pub oversees: bool,
    pub problems: Vec<FieldProblem>,
}

impl ListPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn is_empty(&self) -> bool {
        self.required.is_empty() && self.others.is_empty()
    }

    fn has_paths(&self) -> bool {
        self.paths.iter().any(|path| !path.steps.is_empty())
    }

    fn state(&self, completion: &CompletionRow) -> (&'static str, String) {
        if !completion.passed {
            return ("forbidden", "not passed".into());
        }
        if rules::is_valid(completion.valid_until, self.today) || !completion.counts() {
            return (completion.state.chip(), completion.state.label().into());
        }
        ("unknown", "ran out".into())
    }

    /// "3 Mar 2026, 92 %, until 2 Mar 2027"
    fn facts(&self, completion: &CompletionRow) -> String {
        let mut facts = vec![completion.completed_on.words()];
        facts.extend(completion.result.map(|result| format!("{result} %")));
        facts
            .extend(completion.valid_until.filter(|_| completion.passed).map(|last| format!("until {}", last.words())));
        facts.join(", ")
    }
}
