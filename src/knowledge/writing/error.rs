//! Why something about a draft or a version could not be done.

use super::model::DraftNumber;
use crate::db::DbError;
use crate::error::AppError;
use crate::knowledge::KnowledgeError;
use crate::web::FieldProblem;

/// The reasons.
#[derive(Debug, thiserror::Error)]
pub enum WritingError {
    /// There is no such draft, or it is somebody else's.
    #[error("there is no such draft")]
    NoDraft,
    /// The article has no such version.
    #[error("there is no such version")]
    NoVersion,
    /// No article has this address, or it has been retired.
    #[error("there is no such article")]
    NoArticle,
    /// The viewer lacks the right.
    #[error("articles are written by champions, Network Security, program leads and admins")]
    NotYours,
    /// Who writes does not publish, or not alone.
    #[error("somebody else has to read draft {0} before it is published; ask for a second reader")]
    NeedsReader(DraftNumber),
    /// It does not wait for a second reader.
    #[error("draft {0} does not wait for a second reader any more")]
    NotAsked(DraftNumber),
    /// The draft was saved since it was drawn.
    #[error("draft {0} was saved meanwhile")]
    DraftChanged(DraftNumber),
    /// The article was published anew since the draft was begun.
    #[error("the article was published anew since draft {0} was begun; its author has to bring the two together first")]
    Stale(DraftNumber),
    /// The article is a file of the content folder, which goes before the database.
    #[error("this article is the file {0} of the content folder; change it there")]
    InFolder(String),
    /// The room that the draft comes from has something against it; the words say what.
    #[error("{0}")]
    Refused(String),
    /// What was typed breaks a rule; each problem names its field.
    #[error("the draft does not fit")]
    Invalid(Vec<FieldProblem>),
    /// The article could not be made.
    #[error(transparent)]
    Knowledge(KnowledgeError),
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] DbError),
}

impl From<KnowledgeError> for WritingError {
    fn from(error: KnowledgeError) -> Self {
        match error {
            KnowledgeError::Invalid(problems) => WritingError::Invalid(problems),
            KnowledgeError::NotFound => WritingError::NoArticle,
            KnowledgeError::Database(source) => WritingError::Database(source),
            other => WritingError::Knowledge(other),
        }
    }
}

impl From<WritingError> for AppError {
    fn from(error: WritingError) -> Self {
        match error {
            WritingError::NoDraft => AppError::NotFound("draft"),
            WritingError::NoVersion => AppError::NotFound("version"),
            WritingError::NoArticle => AppError::NotFound("article"),
            WritingError::NotYours | WritingError::NeedsReader(_) => AppError::Forbidden(error.to_string()),
            WritingError::NotAsked(_)
            | WritingError::DraftChanged(_)
            | WritingError::Stale(_)
            | WritingError::InFolder(_)
            | WritingError::Refused(_) => AppError::Conflict(error.to_string()),
            WritingError::Invalid(problems) => KnowledgeError::Invalid(problems).into(),
            WritingError::Knowledge(source) => source.into(),
            WritingError::Database(source) => source.into(),
        }
    }
}
