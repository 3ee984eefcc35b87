//! Why something about the program could not be read or done.

use crate::accounts::AccountError;
use crate::db::DbError;
use crate::error::AppError;
use crate::web::FieldProblem;

/// The reasons.
#[derive(Debug, thiserror::Error)]
pub enum ProgramError {
    /// There is no such thing, or this viewer may not know of it; the word names its kind.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// They may read it, but not do this.
    #[error("{0}")]
    NotYours(&'static str),
    /// The form breaks a rule; each problem names its field.
    #[error("{}", said(.0))]
    Invalid(Vec<FieldProblem>),
    /// A term is in a state from which this can't be done.
    #[error("{0}")]
    WrongState(String),
    /// Somebody saved it after the form was drawn; the word names its kind.
    #[error("this {0} was changed by somebody else meanwhile; reload it and try again")]
    Changed(&'static str),
    /// Somebody's account refused.
    #[error(transparent)]
    Account(#[from] AccountError),
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] DbError),
}

impl ProgramError {
    /// One problem of one field.
    pub fn field(field: &'static str, words: impl Into<String>) -> Self {
        ProgramError::Invalid(vec![FieldProblem::new(field, words)])
    }
}

fn said(problems: &[FieldProblem]) -> String {
    problems.iter().map(|problem| format!("{}: {}", problem.field, problem.words)).collect::<Vec<_>>().join("; ")
}

impl From<ProgramError> for AppError {
    fn from(error: ProgramError) -> Self {
        match error {
            ProgramError::NotFound(kind) => AppError::NotFound(kind),
            ProgramError::NotYours(words) => AppError::Forbidden(words.into()),
            ProgramError::Invalid(_) => AppError::Unprocessable(error.to_string()),
            ProgramError::WrongState(_) | ProgramError::Changed(_) => AppError::Conflict(error.to_string()),
            ProgramError::Account(source) => source.into(),
            ProgramError::Database(source) => source.into(),
        }
    }
}
