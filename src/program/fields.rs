//! Gathers what is wrong with a form, so that all of it is said at once.

use super::ProgramError;
use crate::web::FieldProblem;

/// The problems so far.
#[derive(Debug, Default)]
pub(super) struct Fields(Vec<FieldProblem>);

impl Fields {
    /// The value, or none and a problem of `field`.
    pub(super) fn keep<T>(&mut self, field: &'static str, value: Result<T, String>) -> Option<T> {
        match value {
            Ok(value) => Some(value),
            Err(words) => {
                self.0.push(FieldProblem::new(field, words));
                None
            }
        }
    }

    /// Adds a problem of `field`.
    pub(super) fn add(&mut self, field: &'static str, words: impl Into<String>) {
        self.0.push(FieldProblem::new(field, words));
    }

    /// Adds problems that were found elsewhere.
    pub(super) fn extend(&mut self, problems: Vec<FieldProblem>) {
        self.0.extend(problems);
    }

    /// Whether nothing is wrong so far.
    pub(super) fn is_fine(&self) -> bool {
        self.0.is_empty()
    }

    /// All problems as one error.
    pub(super) fn refuse(self) -> ProgramError {
        ProgramError::Invalid(self.0)
    }
}

/// A day that may be left empty.
pub(super) fn optional_day(text: &str) -> Result<Option<crate::clock::Day>, String> {
    if text.trim().is_empty() { Ok(None) } else { crate::clock::Day::parse(text).map(Some) }
}

/// A whole number within bounds, both included.
pub(super) fn number(text: &str, lowest: i32, highest: i32) -> Result<i32, String> {
    let parsed = text.trim().trim_end_matches('%').trim_end().parse::<i32>().ok();
    parsed
        .filter(|number| (lowest..=highest).contains(number))
        .ok_or_else(|| format!("“{}” is not a number from {lowest} to {highest}", text.trim()))
}
