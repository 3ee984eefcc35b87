//! Asks once before something goes, where the browser did not ask already.
//!
//! With JavaScript a form with `data-confirm` asks in place and sends
//! `confirmed=yes`; without it the handler answers with this page, whose own
//! form sends the same fields again with that one added.

use actix_web::HttpResponse;
use askama::Template;

use super::{Shell, page};
use crate::error::AppError;

/// The question, and what its button sends.
#[derive(Template)]
#[template(path = "confirm.html")]
pub struct ConfirmPage<'a> {
    /// The page around it.
    pub shell: Shell,
    /// What goes, as a question.
    pub question: &'a str,
    /// Where the form is sent, below the base.
    pub action: &'a str,
    /// The words on the button.
    pub label: &'a str,
    /// Fields of the first form that have to come along.
    pub fields: &'a [(&'a str, &'a str)],
    /// Where "Cancel" leads, below the base.
    pub cancel: &'a str,
}

/// Whether the form says that its sender was asked.
pub fn is_confirmed(confirmed: &str) -> bool {
    confirmed == "yes"
}

/// The page that asks.
///
/// # Errors
///
/// [`AppError::Internal`] where the template fails.
pub fn ask_first(page_of: &ConfirmPage<'_>) -> Result<HttpResponse, AppError> {
    page(page_of)
}
