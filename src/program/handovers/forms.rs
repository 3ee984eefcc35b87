//! What the form of a handover sends.

use serde::Deserialize;

use crate::db::Connection;
use crate::db::keys::PersonId;
use crate::program::teams::person_named;
use crate::program::terms::{Ending, EndingForm};
use crate::program::{ProgramError, Term};
use crate::web::FieldProblem;

/// `POST /terms/{id}/handover`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct HandoverForm {
    /// The handle of whoever takes it; `nobody` where the team's others do.
    pub to: String,
    /// Whether the term ends with it.
    pub end: String,
    pub on: String,
    pub reason: String,
    pub thanks: String,
    pub once: String,
}

/// Says that nobody in particular takes it.
pub const NOBODY: &str = "nobody";

impl HandoverForm {
    /// The form as somebody finds it who was about to end the term so.
    pub(in crate::program) fn ending(ending: &EndingForm) -> Self {
        HandoverForm {
            end: "yes".into(),
            on: ending.on.clone(),
            reason: ending.reason.clone(),
            thanks: ending.thanks.clone(),
            ..HandoverForm::default()
        }
    }

    /// Whether the term ends with it.
    pub fn ends(&self) -> bool {
        self.end == "yes"
    }

    /// Who takes it, and how the term ends, if it does.
    pub fn parse(
        &self,
        connection: &mut Connection,
        term: &Term,
        today: crate::clock::Day,
    ) -> Result<(Option<PersonId>, Option<Ending>), ProgramError> {
        let to = match self.to.as_str() {
            NOBODY => None,
            "" => return Err(ProgramError::field("to", "choose who takes it over")),
            handle => match person_named(connection, handle) {
                Ok(person) => Some(person.id),
                Err(ProgramError::Invalid(problems)) => {
                    let problems = problems.into_iter().map(|problem| FieldProblem::new("to", problem.words));
                    return Err(ProgramError::Invalid(problems.collect()));
                }
                Err(error) => return Err(error),
            },
        };
        if !self.ends() {
            return Ok((to, None));
        }
        let form = EndingForm { on: self.on.clone(), reason: self.reason.clone(), thanks: self.thanks.clone() };
        Ok((to, Some(form.parse(term, today)?)))
    }
}
