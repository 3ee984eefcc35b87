//! The requests of whoever has forgotten their password.

use actix_web::HttpResponse;
use actix_web::http::{StatusCode, header};
use actix_web::web::Data;
use askama::Template;
use serde::Deserialize;

use super::actions;
use crate::accounts::sign_in::Tools;
use crate::accounts::{AccountError, Browser};
use crate::error::AppError;
use crate::notify::NotifySettings;
use crate::web::{FieldProblem, Form, Shell, html, page, see_other_saying};

/// The form, or what to do where no mail goes out.
#[derive(Template)]
#[template(path = "accounts/reset.html")]
struct AskPage {
    shell: Shell,
    /// Whether mail goes out.
    has_mail: bool,
    email: String,
    problems: Vec<FieldProblem>,
}

impl AskPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }
}

/// `POST /sign-in/reset`
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct AskForm {
    email: String,
}

/// `GET /sign-in/reset`
pub async fn new(shell: Shell, tools: Tools, settings: Data<NotifySettings>) -> Result<HttpResponse, AppError> {
    if !tools.providers.local {
        return Err(AccountError::LocalOff.into());
    }
    page(&AskPage { shell, has_mail: settings.sends_mail(), email: String::new(), problems: Vec::new() })
}

/// `POST /sign-in/reset`: the same answer whoever has this address, and nobody.
pub async fn create(
    shell: Shell,
    tools: Tools,
    browser: Browser,
    settings: Data<NotifySettings>,
    form: Form<AskForm>,
) -> Result<HttpResponse, AppError> {
    if !tools.providers.local {
        return Err(AccountError::LocalOff.into());
    }
    let (email, has_mail) = (form.into_inner().email.trim().to_owned(), settings.sends_mail());
    let again = |words: String| AskPage {
        shell,
        has_mail,
        email: email.clone(),
        problems: vec![FieldProblem::new("email", words)],
    };
    if !email.contains('@') {
        return html(StatusCode::UNPROCESSABLE_ENTITY, &again("type the mail address that you sign in with".into()));
    }
    if !has_mail {
        return Err(AppError::Conflict("no mail goes out here; ask an admin of this site for a link".into()));
    }
    let (now, wanted) = (tools.clock.now(), email.clone());
    match tools.db.write(move |tx| actions::ask(tx, now, &wanted, &browser)).await {
        Ok(()) => Ok(see_other_saying(
            "/sign-in",
            "If an account here has that mail address and a password, a link to choose a new one is on its way there. It works for 30 minutes.",
        )),
        Err(why @ AccountError::TooOften(seconds)) => {
            let mut response = html(StatusCode::TOO_MANY_REQUESTS, &again(why.to_string()))?;
            response.headers_mut().insert(header::RETRY_AFTER, seconds.into());
            Ok(response)
        }
        Err(error) => Err(error.into()),
    }
}
