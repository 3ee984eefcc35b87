//! What scripts send and get: bodies in JSON, and refusals that name fields.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::http::StatusCode;
use actix_web::http::header::HeaderMap;
use actix_web::{FromRequest, HttpMessage, HttpRequest, HttpResponse};
use serde::de::DeserializeOwned;

use super::FieldProblem;
use super::form::Posted;
use super::problem::Worded;
use crate::error::AppError;

/// A body in JSON, turned into `T` by its named members.
#[derive(Debug)]
pub struct Json<T>(pub T);

impl<T> Json<T> {
    /// The body.
    pub fn into_inner(self) -> T {
        self.0
    }
}

/// Whether the sender says that the body is JSON.
pub(super) fn is_json(headers: &HeaderMap) -> bool {
    let kind = headers.get("content-type").and_then(|value| value.to_str().ok()).unwrap_or_default();
    let kind = kind.split(';').next().unwrap_or_default().trim().to_ascii_lowercase();
    kind == "application/json" || kind.ends_with("+json")
}

impl<T: DeserializeOwned> FromRequest for Json<T> {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let extensions = request.extensions();
        let Some(body) = extensions.get::<Posted>().and_then(Posted::json) else {
            let words = "send the body as JSON, with the header Content-Type: application/json";
            return ready(Err(AppError::BadRequest(words.into())));
        };
        let parsed = serde_json::from_slice(body).map(Json);
        ready(parsed.map_err(|error| AppError::BadRequest(format!("the body is not what is expected: {error}"))))
    }
}

/// A refusal that names what is wrong with each field (RFC 9457, with the
/// member `errors`).
pub fn refuse_fields(problems: &[FieldProblem]) -> HttpResponse {
    let errors: Vec<_> = problems
        .iter()
        .map(|problem| serde_json::json!({ "field": problem.field, "message": problem.words }))
        .collect();
    let said: Vec<_> = problems.iter().map(|problem| format!("{}: {}", problem.field, problem.words)).collect();
    let more = serde_json::json!({ "errors": errors });
    refuse_with(StatusCode::UNPROCESSABLE_ENTITY, "This breaks a rule", &said.join("; "), more)
}

/// A refusal with members of its own beside those of RFC 9457; `more` is an object.
pub fn refuse_with(status: StatusCode, title: &str, detail: &str, more: serde_json::Value) -> HttpResponse {
    let mut body = more;
    body["type"] = "about:blank".into();
    body["title"] = title.into();
    body["status"] = status.as_u16().into();
    body["detail"] = detail.into();
    let mut response = HttpResponse::build(status).content_type("application/problem+json").body(body.to_string());
    response.extensions_mut().insert(Worded);
    response
}
