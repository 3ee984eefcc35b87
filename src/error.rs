//! What can go wrong with a request, as the visitor hears of it.
//!
//! Rooms have their own reasons; each turns into one of these. How it is drawn
//! (page, fragment, problem document) is decided in [`crate::web::problem`].

use actix_web::http::StatusCode;
use actix_web::{HttpResponse, ResponseError};

use crate::db::DbError;

/// A refusal or failure, with the words that the visitor reads.
#[derive(Debug, thiserror::Error)]
pub enum AppError {
    /// 400: the request itself is not well-formed.
    #[error("{0}")]
    BadRequest(String),
    /// Who asks is not known: 303 to the sign-in page, 401 on the API.
    #[error("sign in first")]
    SignInFirst,
    /// 401: a token that is none, has ended or was revoked.
    #[error("this token is unknown, has ended or was revoked; make another under /me/tokens")]
    BadToken,
    /// 401: a token of a service that has ended.
    #[error("the service of this token has ended; ask an admin here if a program has to go on")]
    ServiceOver,
    /// 403: the token was not made for this; the scope that it lacks.
    #[error("this token lacks the scope {0}")]
    MissingScope(&'static str),
    /// 403: they may read this, but not do that.
    #[error("{0}")]
    Forbidden(String),
    /// 404: there is no such thing, or they may not know of it.
    #[error("there is no such {0}")]
    NotFound(&'static str),
    /// 409: it was changed meanwhile, or is not in a state for this.
    #[error("{0}")]
    Conflict(String),
    /// 413: more than this address takes.
    #[error("{0}")]
    TooLarge(String),
    /// 422: understood, but it breaks a rule.
    #[error("{0}")]
    Unprocessable(String),
    /// 429: too often; the number is seconds to wait.
    #[error("too many tries; wait {0} seconds and try again")]
    TooMany(u32),
    /// 429: more than is taken, in words of the room's own.
    #[error("{words}")]
    Limited {
        /// What the visitor reads.
        words: String,
        /// Seconds to wait.
        seconds: u32,
    },
    /// 503: a part that is needed does not answer at the moment.
    #[error("Drawbridge can't reach its database at the moment; nothing was changed")]
    Unavailable(String),
    /// 503: it may be there, but is not loaded yet; the words say how far it is.
    #[error("{0}")]
    NotYet(String),
    /// 500: a fault of ours; the words go to the log only.
    #[error("something went wrong on our side")]
    Internal(String),
}

/// The refusal that a response carries to the middleware that draws it.
#[derive(Debug, Clone)]
pub struct Refusal {
    /// What the visitor reads.
    pub words: String,
    /// What the log reads, where that is more.
    pub internal: Option<String>,
}

impl ResponseError for AppError {
    fn status_code(&self) -> StatusCode {
        match self {
            AppError::BadRequest(_) => StatusCode::BAD_REQUEST,
            AppError::SignInFirst | AppError::BadToken | AppError::ServiceOver => StatusCode::UNAUTHORIZED,
            AppError::Forbidden(_) | AppError::MissingScope(_) => StatusCode::FORBIDDEN,
            AppError::NotFound(_) => StatusCode::NOT_FOUND,
            AppError::Conflict(_) => StatusCode::CONFLICT,
            AppError::TooLarge(_) => StatusCode::PAYLOAD_TOO_LARGE,
            AppError::Unprocessable(_) => StatusCode::UNPROCESSABLE_ENTITY,
            AppError::TooMany(_) | AppError::Limited { .. } => StatusCode::TOO_MANY_REQUESTS,
            AppError::Unavailable(_) | AppError::NotYet(_) => StatusCode::SERVICE_UNAVAILABLE,
            AppError::Internal(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }

    fn error_response(&self) -> HttpResponse {
        let mut response = HttpResponse::build(self.status_code());
        match self {
            AppError::TooMany(seconds) | AppError::Limited { seconds, .. } => {
                response.insert_header(("Retry-After", seconds.to_string()));
            }
            AppError::Unavailable(_) | AppError::NotYet(_) => {
                response.insert_header(("Retry-After", "5"));
            }
            // What a script has to do to be let in (RFC 6750, section 3).
            AppError::SignInFirst => {
                response.insert_header(("WWW-Authenticate", "Bearer"));
            }
            AppError::BadToken | AppError::ServiceOver => {
                response.insert_header(("WWW-Authenticate", "Bearer error=\"invalid_token\""));
            }
            AppError::MissingScope(scope) => {
                let value = format!("Bearer error=\"insufficient_scope\", scope=\"{scope}\"");
                response.insert_header(("WWW-Authenticate", value));
            }
            _ => {}
        }
        let mut response = response.finish();
        let internal = match self {
            AppError::Internal(words) | AppError::Unavailable(words) => Some(words.clone()),
            _ => None,
        };
        response.extensions_mut().insert(Refusal { words: self.to_string(), internal });
        response
    }
}

impl From<DbError> for AppError {
    fn from(error: DbError) -> Self {
        if is_unavailable(&error) {
            AppError::Unavailable(error.to_string())
        } else {
            AppError::Internal(error.to_string())
        }
    }
}

impl From<askama::Error> for AppError {
    fn from(error: askama::Error) -> Self {
        AppError::Internal(format!("a template failed: {error}"))
    }
}

/// Whether the database is away or full, rather than asked something wrong.
/// SQLite reports most of this without a kind of its own.
fn is_unavailable(error: &DbError) -> bool {
    use diesel::result::DatabaseErrorKind::{ClosedConnection, ReadOnlyTransaction, UnableToSendCommand};
    match error {
        DbError::BrokenTransactionManager => true,
        DbError::DatabaseError(ClosedConnection | UnableToSendCommand, _) => true,
        DbError::DatabaseError(ReadOnlyTransaction, _) => true,
        DbError::DatabaseError(_, information) => {
            let words = information.message();
            [
                "database is locked",
                "disk is full",
                "disk I/O error",
                "readonly database",
                "server closed the connection",
                "terminating connection",
                "the database system is",
            ]
            .iter()
            .any(|part| words.contains(part))
        }
        _ => false,
    }
}
