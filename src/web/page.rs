//! Answers: a rendered page, or the way to one.

use actix_web::http::StatusCode;
use actix_web::http::header::{self, ContentType};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;

use crate::error::AppError;

/// What the next page should say once; the middleware puts it into a cookie.
#[derive(Debug, Clone)]
pub(super) struct Notice(pub String);

/// The page, rendered, with status 200.
///
/// # Errors
///
/// [`AppError::Internal`] where the template fails.
pub fn page(template: &impl Template) -> Result<HttpResponse, AppError> {
    html(StatusCode::OK, template)
}

/// The page with a status of its own: 422 for a form that is shown again.
///
/// # Errors
///
/// [`AppError::Internal`] where the template fails.
pub fn html(status: StatusCode, template: &impl Template) -> Result<HttpResponse, AppError> {
    let body = template.render()?;
    Ok(HttpResponse::build(status).content_type(ContentType::html()).body(body))
}

/// Goes on to another page of ours; `path` is below the base, such as `/questions/7`.
pub fn see_other(path: &str) -> HttpResponse {
    HttpResponse::SeeOther().insert_header((header::LOCATION, path)).finish()
}

/// As [`see_other`], and the page there says these words once.
pub fn see_other_saying(path: &str, words: impl Into<String>) -> HttpResponse {
    let mut response = see_other(path);
    response.extensions_mut().insert(Notice(words.into()));
    response
}

/// Whether htmx asks for a part of a page instead of the whole.
pub fn wants_part(request: &HttpRequest) -> bool {
    let header = |name: &str| request.headers().get(name).and_then(|value| value.to_str().ok());
    header("hx-request") == Some("true") && header("hx-boosted").is_none()
}

/// `target`, if it is a path of ours; `/` otherwise, so that a link can't lead
/// a visitor who signs in to somebody else's site (L08).
pub fn own_target(target: Option<&str>) -> &str {
    let fine = |path: &str| {
        path.starts_with('/')
            && !path.starts_with("//")
            && !path.contains(['\\', '\n', '\r', '\t'])
            && !path.chars().any(char::is_control)
            && path.len() <= 2_000
            && !path.starts_with("/sign-")
    };
    target.filter(|path| fine(path)).unwrap_or("/")
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn return_targets_are_own_paths() {
        for (given, kept) in [
            ("/questions/7?x=1", "/questions/7?x=1"),
            ("//evil.example", "/"),
            ("https://evil.example", "/"),
            ("/\\evil.example", "/"),
            ("/\t/evil.example", "/"),
            ("evil", "/"),
            ("", "/"),
            ("/sign-out", "/"),
        ] {
            assert_eq!(own_target(Some(given)), kept, "{given:?}");
        }
    }
}
