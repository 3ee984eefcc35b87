//! What comes back from providers, and what the page of linked sign-ins sends.

use serde::Deserialize;

/// The query of `GET /sign-in/with/{provider}`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct BeginQuery {
    /// Where to go on to.
    #[serde(rename = "return")]
    pub target: Option<String>,
    /// Whether the provider should ask who it is, also where it knows already.
    pub again: bool,
}

/// The query with which a provider sends somebody back (RFC 6749, section
/// 4.1.2; RFC 9207).
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct AnswerQuery {
    pub code: Option<String>,
    pub state: Option<String>,
    pub iss: Option<String>,
    pub error: Option<String>,
}

/// The query of `GET /signed-out`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct SignedOutQuery {
    /// The key of the provider by which the session began.
    pub from: String,
}

/// `POST /me/sign-ins`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct LinkForm {
    /// The key of the provider.
    pub provider: String,
}

/// `POST /me/sign-ins/removal`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct RemovalForm {
    /// The key of the link.
    pub id: String,
    pub confirmed: String,
}
