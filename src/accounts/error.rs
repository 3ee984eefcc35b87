//! Why something about an account could not be done.

use crate::db::DbError;
use crate::error::AppError;
use crate::web::FieldProblem;

/// The reasons.
#[derive(Debug, thiserror::Error)]
pub enum AccountError {
    /// Nobody has this handle or address.
    #[error("there is no such person")]
    NotFound,
    /// There is no such token, or it is somebody else's.
    #[error("there is no such token")]
    NoToken,
    /// There is no such service, or it has ended.
    #[error("there is no such service, or it has ended")]
    NoService,
    /// A service would bear the name of somebody, or of another service.
    #[error("somebody or something has this name already")]
    NameTaken,
    /// The service is over, and is given nothing any more.
    #[error("this service has ended; it takes no right any more")]
    ServiceOver,
    /// It is a service, or somebody whose name was erased.
    #[error("nobody signs in to this account: it is a service's, or was erased")]
    NotAPerson,
    /// Something of theirs has to be settled before.
    #[error("they can't be erased yet: {0}")]
    NotYet(String),
    /// Mail address and password don't belong together, or the account is off.
    #[error("this mail address and password don't belong together")]
    WrongPassword,
    /// Between the look at a password and what it was for, the password was
    /// changed, the account switched off, or the session ended.
    #[error("your account was changed meanwhile, so nothing was done; sign in again")]
    Changed,
    /// So many tries were wrong that the next has to wait for these seconds.
    #[error("too many tries were wrong; wait {} and try again", waiting_words(*.0))]
    TooOften(u32),
    /// The code is wrong, was used already, or is not of this time.
    #[error("this code is wrong, or was used already; take the one that is shown now")]
    WrongCode,
    /// The second step took too long, or was begun elsewhere.
    #[error("this sign-in was begun too long ago; start again")]
    StepOver,
    /// There is no second factor, or none that was begun.
    #[error("there is no second factor")]
    NoFactor,
    /// A second factor is on already.
    #[error("the second factor is on already")]
    FactorIsOn,
    /// An admin would take their own second factor away without showing it.
    #[error("switch your own second factor off on the page of your account")]
    OwnFactor,
    /// The settings ask this person for a second factor.
    #[error("this site asks you for a second factor, so you can't switch it off")]
    FactorNeeded,
    /// What lies sealed can't be opened.
    #[error("a second factor can't be opened: {0}")]
    Sealed(String),
    /// There is no such session, or it is somebody else's.
    #[error("there is no such session")]
    NoSession,
    /// The link was used, has run out, or was never given.
    #[error("this link was used already or has run out; ask for a new one")]
    LinkSpent,
    /// Somebody has this mail address already.
    #[error("somebody has the mail address {0} already")]
    EmailTaken(String),
    /// The form breaks a rule; each problem names its field.
    #[error("the form does not fit")]
    Invalid(Vec<FieldProblem>),
    /// An admin would lock themselves out.
    #[error("you can't take your own admin right away or switch yourself off; ask another admin")]
    OwnAccount,
    /// Nothing of theirs is linked by this key.
    #[error("there is no such linked sign-in")]
    NoLink,
    /// Nothing else would let them in.
    #[error("this is your only way in; link another first, or ask an admin for a link to choose a password")]
    LastWayIn,
    /// The account is off, and no link switches it on.
    #[error("this account is switched off")]
    SwitchedOff,
    /// Passwords let nobody in here.
    #[error("signing in with a password is switched off here")]
    LocalOff,
    /// All places where passwords are hashed are busy.
    #[error("too many people sign in at this moment")]
    Busy,
    /// The hasher refused.
    #[error("the password could not be hashed: {0}")]
    Hash(String),
    /// The database failed.
    #[error("the database failed")]
    Database(#[from] DbError),
}

impl AccountError {
    /// Why somebody did not get in, in a word or two for the record.
    pub(super) fn word(&self) -> &'static str {
        match self {
            AccountError::WrongPassword => "wrong password",
            AccountError::TooOften(_) => "too often",
            AccountError::WrongCode => "wrong code",
            _ => "",
        }
    }
}

/// Seconds as somebody waits for them.
fn waiting_words(seconds: u32) -> String {
    match seconds {
        0..=1 => "a second".to_owned(),
        2..=59 => format!("{seconds} seconds"),
        60..=90 => "a minute".to_owned(),
        _ => format!("{} minutes", seconds.div_ceil(60)),
    }
}

impl From<AccountError> for AppError {
    fn from(error: AccountError) -> Self {
        match error {
            AccountError::NotFound => AppError::NotFound("person"),
            AccountError::NoToken => AppError::NotFound("token"),
            AccountError::NoLink => AppError::NotFound("linked sign-in"),
            AccountError::NoService => AppError::NotFound("service"),
            AccountError::NoSession => AppError::NotFound("session"),
            AccountError::NoFactor => AppError::NotFound("second factor"),
            AccountError::TooOften(seconds) => AppError::Limited { words: error.to_string(), seconds },
            AccountError::LastWayIn
            | AccountError::SwitchedOff
            | AccountError::FactorIsOn
            | AccountError::StepOver
            | AccountError::Changed => AppError::Conflict(error.to_string()),
            AccountError::LinkSpent => {
                AppError::NotFound("link: it was used already or has run out; ask for a new one")
            }
            AccountError::WrongPassword
            | AccountError::WrongCode
            | AccountError::FactorNeeded
            | AccountError::OwnFactor
            | AccountError::OwnAccount
            | AccountError::LocalOff => AppError::Forbidden(error.to_string()),
            AccountError::EmailTaken(_) | AccountError::NameTaken | AccountError::ServiceOver => {
                AppError::Conflict(error.to_string())
            }
            AccountError::NotAPerson | AccountError::NotYet(_) => AppError::Unprocessable(error.to_string()),
            AccountError::Invalid(problems) => AppError::Unprocessable(
                problems
                    .iter()
                    .map(|problem| format!("{}: {}", problem.field, problem.words))
                    .collect::<Vec<_>>()
                    .join("; "),
            ),
            AccountError::Busy => AppError::TooMany(1),
            AccountError::Hash(words) => AppError::Internal(words),
            AccountError::Sealed(_) => AppError::Internal(error.to_string()),
            AccountError::Database(source) => source.into(),
        }
    }
}
