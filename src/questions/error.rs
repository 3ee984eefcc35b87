//! Why something could not be done with a question.

use super::model::QuestionNumber;
use crate::db::DbError;
use crate::error::AppError;
use crate::knowledge::KnowledgeError;
use crate::knowledge::writing::WritingError;
use crate::program::ProgramError;
use crate::web::FieldProblem;

/// The reasons.
#[derive(Debug, thiserror::Error)]
pub enum QuestionError {
    /// Nobody asked under this number.
    #[error("there is no such question")]
    NotFound,
    /// Its state does not allow this.
    #[error("question {number} is {state}, so this can't be done any more")]
    NotOpen {
        /// Which one.
        number: QuestionNumber,
        /// Where it stands, in words.
        state: &'static str,
    },
    /// Somebody saved it since the form was drawn.
    #[error("question {number} was changed by somebody else meanwhile")]
    Changed {
        /// Which one.
        number: QuestionNumber,
    },
    /// The answer reads so already; nothing was written.
    #[error("nothing in the answer of question {number} was changed")]
    Unchanged {
        /// Which one.
        number: QuestionNumber,
    },
    /// Somebody else in Network Security was faster.
    #[error("{name} has taken question {number} already")]
    Claimed {
        /// Which one.
        number: QuestionNumber,
        /// Who has it.
        name: String,
    },
    /// There is no such entry of the gap queue, or nothing in it that the viewer may know of.
    #[error("there is no such gap")]
    NoGap,
    /// Somebody closed the entry, or something came to it, since the form was drawn.
    #[error("the entry was changed or closed meanwhile")]
    GapChanged,
    /// The article does not answer all searches of the entry.
    #[error("the article does not answer all of its searches yet")]
    StillAGap(Vec<super::gaps::Still>),
    /// The viewer lacks the right.
    #[error("it is not your turn to do this with question {number}")]
    NotYourTurn {
        /// Which one.
        number: QuestionNumber,
    },
    /// Nobody put down a launch at this address.
    #[error("there is no such launch")]
    NoLaunch,
    /// The viewer has no part in its team.
    #[error("this launch is another team's to change")]
    NotYourLaunch,
    /// The viewer belongs to no team and serves none.
    #[error("a launch is a team's, and you belong to none; ask one of its members to put it down")]
    NoTeamToLaunch,
    /// Somebody saved the launch since the form was drawn.
    #[error("the launch was changed by somebody else meanwhile")]
    LaunchChanged,
    /// It is a duplicate: what is said about it belongs to the one that was kept.
    #[error("question {number} was merged into question {kept}; say it there")]
    Merged {
        /// Which one.
        number: QuestionNumber,
        /// Where it led to.
        kept: QuestionNumber,
    },
    /// There is no such feed, or not for whoever asks.
    #[error("there is no such feed")]
    NoFeed,
    /// There is no such reply, or it is another's.
    #[error("there is no such saved reply")]
    NoReply,
    /// Somebody saved the reply since the form was drawn.
    #[error("the reply was changed by somebody else meanwhile")]
    ReplyChanged,
    /// Only Network Security changes what it shares.
    #[error("this reply is Network Security’s to change")]
    NotYourReply,
    /// The form breaks a rule; each problem names its field.
    #[error("the form does not fit")]
    Invalid(Vec<FieldProblem>),
    /// Somebody else writes the article.
    #[error("{name} is making an article of the answer to question {number} already")]
    Drafted {
        /// Which one.
        number: QuestionNumber,
        /// Who writes it.
        name: String,
    },
    /// Something was found in the texts of an article, and nobody decided about it.
    #[error("not everything that was found in the article was decided about")]
    Undecided,
    /// The draft of the article was refused.
    #[error(transparent)]
    Writing(#[from] WritingError),
    /// The article could not be made.
    #[error(transparent)]
    Knowledge(#[from] KnowledgeError),
    /// The team could not be looked up.
    #[error(transparent)]
    Program(#[from] ProgramError),
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] DbError),
}

impl From<QuestionError> for AppError {
    fn from(error: QuestionError) -> Self {
        match error {
            QuestionError::NotFound => AppError::NotFound("question"),
            QuestionError::NoLaunch => AppError::NotFound("launch"),
            QuestionError::NoGap => AppError::NotFound("gap"),
            QuestionError::NoFeed => AppError::NotFound("feed"),
            QuestionError::NoReply => AppError::NotFound("saved reply"),
            QuestionError::NotYourLaunch | QuestionError::NoTeamToLaunch | QuestionError::NotYourReply => {
                AppError::Forbidden(error.to_string())
            }
            QuestionError::LaunchChanged
            | QuestionError::ReplyChanged
            | QuestionError::Merged { .. }
            | QuestionError::NotOpen { .. }
            | QuestionError::Changed { .. }
            | QuestionError::Unchanged { .. }
            | QuestionError::Drafted { .. }
            | QuestionError::Undecided
            | QuestionError::GapChanged
            | QuestionError::StillAGap(_)
            | QuestionError::Claimed { .. } => AppError::Conflict(error.to_string()),
            QuestionError::NotYourTurn { .. } => AppError::Forbidden(error.to_string()),
            QuestionError::Invalid(problems) => AppError::Unprocessable(
                problems.iter().map(|problem| problem.words.as_str()).collect::<Vec<_>>().join("; "),
            ),
            QuestionError::Writing(source) => source.into(),
            QuestionError::Knowledge(source) => source.into(),
            QuestionError::Program(source) => source.into(),
            QuestionError::Database(source) => source.into(),
        }
    }
}
