//! The pages of shares and hours.

use askama::Template;

use super::store::Step;
use crate::clock::Timestamp;
use crate::program::time::rules::duration_words;
use crate::web::form::Choice;
use crate::web::{FieldProblem, Moment, Shell};

/// One line of a history.
pub struct StepLine {
    /// From when.
    pub from: String,
    /// To what.
    pub value: String,
    /// Who set it; empty where nobody did.
    pub by: String,
    /// When.
    pub at: Moment,
}

impl StepLine {
    /// Shares.
    pub(super) fn shares(steps: Vec<Step>, now: Timestamp) -> Vec<Self> {
        Self::lines(steps, now, |percent| format!("{percent} %"))
    }

    /// Contracts.
    pub(super) fn hours(steps: Vec<Step>, now: Timestamp) -> Vec<Self> {
        Self::lines(steps, now, |minutes| format!("{} a week", duration_words(i64::from(minutes))))
    }

    fn lines(steps: Vec<Step>, now: Timestamp, words: impl Fn(i32) -> String) -> Vec<Self> {
        let line = |(from, value, by, at): Step| StepLine {
            from: from.words(),
            value: words(value),
            by: by.unwrap_or_default(),
            at: Moment::new(at, now),
        };
        steps.into_iter().map(line).collect()
    }
}

/// A term's share, how it changed, and the form to change it.
#[derive(Template)]
#[template(path = "program/time/share.html")]
pub struct SharePage {
    pub shell: Shell,
    /// The term's address.
    pub term: String,
    pub person: String,
    pub team: String,
    /// What holds today, in words.
    pub present: String,
    /// What held at the beginning of the term, in percent.
    pub base: i32,
    pub history: Vec<StepLine>,
    pub may_set: bool,
    pub percent: String,
    pub from_day: String,
    pub problems: Vec<FieldProblem>,
}

/// A person's contracted hours and zone.
#[derive(Template)]
#[template(path = "program/time/hours.html")]
pub struct HoursPage {
    pub shell: Shell,
    pub handle: String,
    pub person: String,
    /// What the contract says today, in words.
    pub present: String,
    /// What the company says where nothing is set.
    pub usual: String,
    pub history: Vec<StepLine>,
    pub may_set: bool,
    pub hours: String,
    pub from_day: String,
    pub zones: Vec<Choice>,
    /// The company's zone, in words of the first choice.
    pub company_zone: String,
    pub problems: Vec<FieldProblem>,
}

impl SharePage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }
}

impl HoursPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }

    fn own(&self, rest: &str) -> String {
        self.shell.to(&format!("/people/{}{rest}", self.handle))
    }
}
