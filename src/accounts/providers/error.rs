//! Why somebody who came from a provider does not get in.

use actix_web::http::StatusCode;

use super::rules::Stranger;
use crate::accounts::AccountError;
use crate::db::DbError;
use crate::outgoing::Failure;

/// The reasons. Each has words for the log; the page has its own.
#[derive(Debug, thiserror::Error)]
pub enum SignInError {
    /// No provider has this key.
    #[error("there is no such provider")]
    Unknown,
    /// The provider said no, in one word of the protocol.
    #[error("the provider refused: {0}")]
    Refused(String),
    /// The state is none, was used already, or has run out.
    #[error("the state is unknown, used or has run out")]
    StateUnknown,
    /// It was begun in another browser, or its cookie is gone.
    #[error("it was begun in another browser")]
    OtherBrowser,
    /// The answer is another provider's.
    #[error("the answer names another issuer")]
    OtherIssuer,
    /// The provider can't be reached.
    #[error("the provider can't be reached: {0}")]
    Unreachable(String),
    /// What it answers is not what the protocol asks for.
    #[error("the provider's answer does not fit: {0}")]
    Unfit(String),
    /// The ID token is not to be believed.
    #[error("the ID token is refused: {0}")]
    BadToken(String),
    /// The ID token has run out, or is not yet good, by this machine's clock.
    #[error("the ID token is refused by the clock: {0}")]
    Clock(String),
    /// It was to prove who somebody is, and the provider did not ask them.
    #[error("the provider did not ask again: {0}")]
    NotAsked(String),
    /// They are known there, but not let in here.
    #[error("they are not let in: {0:?}")]
    Stranger(Stranger),
    /// The sign-in there belongs to another account here.
    #[error("it is linked to another account")]
    Taken,
    /// Whoever began to link an account is not who comes back.
    #[error("another account is signed in than the one that began")]
    OtherAccount,
    /// So many were begun from there that the next has to wait for these seconds.
    #[error("too many sign-ins were begun from there")]
    TooOften(u32),
    /// The account could not be read or made.
    #[error(transparent)]
    Account(#[from] AccountError),
}

impl SignInError {
    /// What it is as a status.
    pub fn status(&self) -> StatusCode {
        match self {
            SignInError::Unknown => StatusCode::NOT_FOUND,
            SignInError::TooOften(_) => StatusCode::TOO_MANY_REQUESTS,
            SignInError::Unreachable(_) | SignInError::Unfit(_) => StatusCode::SERVICE_UNAVAILABLE,
            SignInError::StateUnknown | SignInError::OtherBrowser | SignInError::OtherIssuer => StatusCode::BAD_REQUEST,
            SignInError::Taken | SignInError::OtherAccount => StatusCode::CONFLICT,
            _ => StatusCode::FORBIDDEN,
        }
    }

    /// Why somebody was not let in, in a word or two for the record; empty where
    /// it was no refusal but a fault.
    pub fn word(&self) -> &'static str {
        match self {
            SignInError::Unknown | SignInError::Unreachable(_) | SignInError::Unfit(_) => "",
            SignInError::Refused(_) => "the provider said no",
            SignInError::StateUnknown => "state unknown",
            SignInError::OtherBrowser => "another browser",
            SignInError::OtherIssuer => "another issuer",
            SignInError::BadToken(_) => "ID token refused",
            SignInError::Clock(_) => "clock",
            SignInError::NotAsked(_) => "did not ask again",
            SignInError::Stranger(Stranger::NotInGroup) => "in no group that is let in",
            SignInError::Stranger(Stranger::MailNotVerified) => "mail address not verified",
            SignInError::Stranger(Stranger::LinkFirst) => "not linked",
            SignInError::Stranger(Stranger::NoAccount) => "no account",
            SignInError::Stranger(Stranger::SwitchedOff) => "switched off",
            SignInError::Taken => "linked to another account",
            SignInError::OtherAccount => "another account",
            SignInError::TooOften(_) => "too often",
            SignInError::Account(_) => "no account could be made",
        }
    }
}

impl From<Failure> for SignInError {
    fn from(failure: Failure) -> Self {
        SignInError::Unreachable(failure.to_string())
    }
}

impl From<DbError> for SignInError {
    fn from(error: DbError) -> Self {
        SignInError::Account(error.into())
    }
}

impl From<Stranger> for SignInError {
    fn from(stranger: Stranger) -> Self {
        SignInError::Stranger(stranger)
    }
}
