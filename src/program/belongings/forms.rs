//! What the forms of repositories and services send.

use serde::Deserialize;

use super::model::{BelongingKind, NewBelonging};
use crate::program::ProgramError;
use crate::web::FieldProblem;

/// `POST /teams/{slug}/belongings`, and `…/belongings/remove`
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct BelongingForm {
    pub kind: String,
    pub name: String,
    pub link: String,
    pub once: String,
    pub confirmed: String,
}

impl BelongingForm {
    /// The repository or service.
    pub fn parse(&self) -> Result<NewBelonging, ProgramError> {
        let kind = BelongingKind::parse(&self.kind);
        let parsed = NewBelonging::parse(kind.unwrap_or(BelongingKind::Repository), &self.name, &self.link);
        let mut problems: Vec<FieldProblem> = Vec::new();
        if kind.is_none() {
            problems.push(FieldProblem::new("kind", "choose repository or service"));
        }
        match parsed {
            Ok(new) if problems.is_empty() => Ok(new),
            Ok(_) => Err(ProgramError::Invalid(problems)),
            Err(found) => {
                problems.extend(found.into_iter().map(|(field, words)| FieldProblem::new(field, words)));
                Err(ProgramError::Invalid(problems))
            }
        }
    }
}
