//! What a form sent, read strictly: broken text is named, not guessed at.

use std::future::{Ready, ready};

use actix_web::dev::Payload;
use actix_web::web::Bytes;
use actix_web::{FromRequest, HttpMessage, HttpRequest};
use serde::de::DeserializeOwned;

use crate::error::AppError;

/// Fields that a form may have (N01).
const FIELDS: usize = 500;

/// The body of a form as it came in, known to be whole and UTF-8; or of a
/// script, in JSON.
#[derive(Debug, Clone)]
pub(super) enum Posted {
    Form(Bytes),
    Json(Bytes),
}

impl Posted {
    pub(super) fn parse(body: Bytes) -> Result<Self, AppError> {
        let wrong = |words: &str| AppError::BadRequest(format!("the form can't be read: {words}"));
        let text = std::str::from_utf8(&body).map_err(|_| wrong("it is not UTF-8"))?;
        let mut count = 0;
        for pair in text.split('&').filter(|pair| !pair.is_empty()) {
            count += 1;
            let name = pair.split('=').next().unwrap_or_default();
            let decoded = percent_encoding::percent_decode_str(pair)
                .decode_utf8()
                .map_err(|_| wrong(&format!("the field “{}” is not UTF-8", shorten(name))))?;
            if decoded.contains('\0') {
                return Err(wrong(&format!("the field “{}” holds a NUL character", shorten(name))));
            }
        }
        if count > FIELDS {
            return Err(wrong(&format!("it has {count} fields, and {FIELDS} are allowed")));
        }
        Ok(Posted::Form(body))
    }

    pub(super) fn field(&self, wanted: &str) -> Option<String> {
        url::form_urlencoded::parse(self.form()).find(|(name, _)| name == wanted).map(|(_, value)| value.into_owned())
    }

    /// The fields; none where JSON was sent.
    fn form(&self) -> &[u8] {
        match self {
            Posted::Form(body) => body,
            Posted::Json(_) => &[],
        }
    }

    /// The body of a script, where there is one.
    pub(super) fn json(&self) -> Option<&[u8]> {
        match self {
            Posted::Form(_) => None,
            Posted::Json(body) => Some(body),
        }
    }
}

fn shorten(name: &str) -> String {
    name.chars().filter(|c| !c.is_control()).take(40).collect()
}

/// A form, turned into `T` by its named fields; others are ignored, so that a
/// request can't bind what the form does not offer (A05).
#[derive(Debug)]
pub struct Form<T>(pub T);

impl<T> Form<T> {
    /// The fields.
    pub fn into_inner(self) -> T {
        self.0
    }
}

impl<T> std::ops::Deref for Form<T> {
    type Target = T;

    fn deref(&self) -> &T {
        &self.0
    }
}

impl<T: DeserializeOwned> FromRequest for Form<T> {
    type Error = AppError;
    type Future = Ready<Result<Self, AppError>>;

    fn from_request(request: &HttpRequest, _: &mut Payload) -> Self::Future {
        let extensions = request.extensions();
        let body = extensions.get::<Posted>().map(Posted::form).unwrap_or_default();
        ready(
            serde_urlencoded::from_bytes(body)
                .map(Form)
                .map_err(|error| AppError::BadRequest(format!("the form can't be read: {error}"))),
        )
    }
}

/// Fields whose label says more than their name, as the forms have it.
const LABELS: [(&str, &str); 11] = [
    ("proof_password", "Your password"),
    ("proof_code", "Code"),
    ("current", "Your password until now"),
    ("line", "What did you do?"),
    ("length", "How long"),
    ("percent", "Share of working time"),
    ("starts_on", "First day"),
    ("ends_on", "Last day"),
    ("on", "Last day"),
    ("completed_on", "Completed on"),
    ("preflight_flows", "Who talks to whom"),
];

/// What is wrong with one field, in words for the person who filled it in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldProblem {
    /// The field's name, which is also its id in the page.
    pub field: &'static str,
    /// What is wrong and what to do.
    pub words: String,
}

impl FieldProblem {
    /// A problem of `field`.
    pub fn new(field: &'static str, words: impl Into<String>) -> Self {
        FieldProblem { field, words: words.into() }
    }

    /// The field's name as a reader knows it: `review_after` is `Review after`.
    pub fn label(&self) -> String {
        if let Some((_, label)) = LABELS.iter().find(|(field, _)| *field == self.field) {
            return (*label).to_owned();
        }
        let words = self.field.replace('_', " ");
        let mut letters = words.chars();
        let first: String = letters.next().map(|letter| letter.to_uppercase().collect()).unwrap_or_default();
        format!("{first}{}", letters.as_str())
    }

    /// The words for `field` among `problems`; empty if it has none.
    pub fn of<'p>(problems: &'p [FieldProblem], field: &str) -> &'p str {
        problems.iter().find(|problem| problem.field == field).map_or("", |problem| &problem.words)
    }
}

/// One value of a list to choose from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Choice {
    /// What is sent.
    pub value: String,
    /// What is read.
    pub label: String,
    /// Whether it is the present value.
    pub selected: bool,
}

impl Choice {
    /// A choice; `current` is the value that is chosen now.
    pub fn new(value: &str, label: &str, current: &str) -> Self {
        Choice { value: value.into(), label: label.into(), selected: value == current }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn n03_changed_forms() {
        crate::fuzz::hold("forms", |bytes| {
            let Ok(posted) = Posted::parse(Bytes::copy_from_slice(bytes)) else { return };
            posted.field("csrf");
            posted.field("name");
        });
    }
}
