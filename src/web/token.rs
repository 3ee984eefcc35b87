//! What lets a script in: the token of a person in the header `Authorization`
//! (RFC 6750, section 2.1), for a part of what that person may do.

use actix_web::http::header::{self, HeaderMap};

use super::Viewer;
use crate::text_enum;

text_enum! {
    /// What a token may be used for. Every route of the API names one; the
    /// words are a contract with scripts.
    pub enum TokenScope {
        /// Whatever the person may read.
        Read = "read",
        /// Logging time.
        TimeWrite = "time:write",
        /// Asking and answering questions.
        QuestionsWrite = "questions:write",
        /// Taking in teams, people and training.
        ProgramImport = "program:import",
    }
}

impl TokenScope {
    /// What it is good for, in words.
    pub fn label(self) -> &'static str {
        match self {
            TokenScope::Read => "Read what you may read",
            TokenScope::TimeWrite => "Log your time",
            TokenScope::QuestionsWrite => "Ask and answer questions",
            TokenScope::ProgramImport => "Import teams, people and training",
        }
    }
}

impl TokenScope {
    /// What it is good for where a service uses it, in words; nothing where
    /// only people do that.
    pub fn label_for_service(self) -> Option<&'static str> {
        match self {
            TokenScope::Read => Some("Read what it may read"),
            TokenScope::TimeWrite => None,
            TokenScope::QuestionsWrite | TokenScope::ProgramImport => Some(self.label()),
        }
    }
}

/// Who a token speaks for, and what it was made for.
#[derive(Debug, Clone)]
pub struct TokenHolder {
    /// The person, with the rights that they have at this moment.
    pub viewer: Viewer,
    /// What the token may be used for.
    pub scopes: Vec<TokenScope>,
    /// What its owner called it.
    pub name: String,
}

/// The token that a request carries; empty where it can't be one. Other schemes
/// are not ours: a proxy in front may have its own.
pub(super) fn bearer(headers: &HeaderMap) -> Option<&str> {
    const SCHEME: &[u8] = b"bearer";
    let value = headers.get(header::AUTHORIZATION)?.as_bytes();
    let (scheme, rest) = value.split_at_checked(SCHEME.len())?;
    let is_bearer = scheme.eq_ignore_ascii_case(SCHEME) && rest.first().is_none_or(|byte| *byte == b' ');
    is_bearer.then(|| std::str::from_utf8(rest).unwrap_or_default().trim())
}

#[cfg(test)]
mod tests {
    use actix_web::http::header::HeaderValue;

    use super::*;

    #[test]
    fn only_the_bearer_scheme_carries_a_token_of_ours() {
        for (value, token) in [
            (&b"Bearer abc"[..], Some("abc")),
            (b"bearer  abc ", Some("abc")),
            (b"Bearer", Some("")),
            (b"Bearer ", Some("")),
            (b"Bearer \xff", Some("")),
            (b"Bearerabc", None),
            (b"Basic YTpi", None),
            (b"", None),
        ] {
            let mut headers = HeaderMap::new();
            headers.insert(header::AUTHORIZATION, HeaderValue::from_bytes(value).expect("a header"));
            assert_eq!(bearer(&headers), token, "{value:?}");
        }
        assert_eq!(bearer(&HeaderMap::new()), None);
    }
}
