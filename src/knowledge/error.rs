//! Why something about an article could not be done.

use crate::db::DbError;
use crate::error::AppError;
use crate::web::FieldProblem;

/// The reasons.
#[derive(Debug, thiserror::Error)]
pub enum KnowledgeError {
    /// No article has this slug.
    #[error("there is no such article")]
    NotFound,
    /// No article has this slug so far; the words say how many are still to be read.
    #[error("{0}")]
    Loading(String),
    /// They may read it, but not do this to it.
    #[error("this is for Network Security to do")]
    NotYours,
    /// They publish no articles, so they take none out.
    #[error("articles are taken out and brought back by Network Security, program leads and admins")]
    NotYoursToRetire,
    /// It is a file, which goes before the database.
    #[error("this article is a file; it is taken out by a line in removed.toml of the content folder")]
    IsFile,
    /// What was typed breaks a rule; each problem names its field.
    #[error("the article does not fit")]
    Invalid(Vec<FieldProblem>),
    /// Somebody else looks after it.
    #[error("whoever looks after this article says whether it is still right; tell them with “No longer true?”")]
    NotInYourCare,
    /// It is done already, or was never there to be done.
    #[error("{0}")]
    NothingToDo(&'static str),
    /// More was sent than is taken.
    #[error("{words}")]
    TooMany {
        /// What the reader hears.
        words: String,
        /// Seconds to wait.
        seconds: u32,
    },
    /// The search can't answer.
    #[error("the search failed: {0}")]
    Search(String),
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] DbError),
}

impl From<KnowledgeError> for AppError {
    fn from(error: KnowledgeError) -> Self {
        match error {
            KnowledgeError::NotFound => AppError::NotFound("article"),
            KnowledgeError::Loading(words) => AppError::NotYet(words),
            KnowledgeError::NotYours | KnowledgeError::NotYoursToRetire => AppError::Forbidden(error.to_string()),
            KnowledgeError::Invalid(problems) => AppError::Unprocessable(
                problems
                    .iter()
                    .map(|problem| format!("{}: {}", problem.field, problem.words))
                    .collect::<Vec<_>>()
                    .join("; "),
            ),
            KnowledgeError::IsFile => AppError::Conflict(error.to_string()),
            KnowledgeError::NotInYourCare => AppError::Forbidden(error.to_string()),
            KnowledgeError::NothingToDo(words) => AppError::Conflict(words.to_owned()),
            KnowledgeError::TooMany { words, seconds } => AppError::Limited { words, seconds },
            KnowledgeError::Search(words) => AppError::Internal(words),
            KnowledgeError::Database(source) => source.into(),
        }
    }
}
