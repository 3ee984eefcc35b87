//! What the form of a service sends.

use serde::Deserialize;

use super::actions::NewService;
use super::answers;
use crate::accounts::{AccountError, StandingSource};
use crate::db::Connection;
use crate::web::FieldProblem;
use crate::web::fold::line;

/// Characters of a name.
const NAME_LIMIT: usize = 80;
/// Characters of what it is for.
const ABOUT_LIMIT: usize = 200;

/// `POST /service-accounts`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct ServiceForm {
    /// What it is called.
    pub name: String,
    /// What it is for.
    pub about: String,
    /// Who answers for it: `@handle`, or the end of a team's address.
    pub answers: String,
    /// The form's token.
    pub once: String,
}

/// `POST /service-accounts/{handle}/answers`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct AnswersForm {
    /// Who answers from now on, as in [`ServiceForm`].
    pub answers: String,
}

impl ServiceForm {
    /// The service that it asks for.
    ///
    /// # Errors
    ///
    /// [`AccountError::Invalid`] with each field that does not fit.
    pub fn parse(
        &self,
        connection: &mut Connection,
        standings: &dyn StandingSource,
    ) -> Result<NewService, AccountError> {
        let mut problems = Vec::new();
        let mut keep = |field, text: Result<String, String>| {
            text.unwrap_or_else(|words| {
                problems.push(FieldProblem::new(field, words));
                String::new()
            })
        };
        let name = keep("name", line(&self.name, NAME_LIMIT));
        let about = keep("about", line(&self.about, ABOUT_LIMIT));
        match answers::find(connection, standings, &self.answers) {
            Ok(answers) if problems.is_empty() => Ok(NewService { name, about, answers }),
            Ok(_) => Err(AccountError::Invalid(problems)),
            Err(AccountError::Invalid(more)) => Err(AccountError::Invalid([problems, more].concat())),
            Err(error) => Err(error),
        }
    }
}
