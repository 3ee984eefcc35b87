//! The second step of signing in: a code, or a second factor that is set up now.

use actix_web::http::{StatusCode, header};
use actix_web::{HttpRequest, HttpResponse};
use askama::Template;
use serde::Deserialize;

use super::half::{self, Entered, Half};
use super::tools::Tools;
use crate::accounts::factors::{self, CodesPage, Invitation};
use crate::accounts::{AccountError, Browser, store, throttle};
use crate::error::AppError;
use crate::web::{FieldProblem, Form, Shell, Site, html, page, see_other, set_step, step_token};

/// Where it is.
const STEP: &str = "/sign-in/second-factor";

impl Entered {
    /// The answer to somebody who got so far; once they are in they go on to `target`.
    pub fn answer(&self, browser: &Browser, site: &Site, mut inside: HttpResponse) -> HttpResponse {
        match self {
            Entered::In(token) => {
                browser.sign_in(&mut inside, site, token);
                inside
            }
            Entered::Half(token) => {
                let mut response = see_other(STEP);
                set_step(&mut response, site, token, half::LIFETIME);
                response
            }
        }
    }
}

/// Asks for a code; or shows what to set up, and asks for its first.
#[derive(Template)]
#[template(path = "accounts/second_step.html")]
struct StepPage {
    shell: Shell,
    email: String,
    /// What is set up now; none where there is a second factor.
    invitation: Option<Invitation>,
    problems: Vec<FieldProblem>,
}

impl StepPage {
    fn problem(&self, field: &str) -> &str {
        FieldProblem::of(&self.problems, field)
    }
}

/// `POST /sign-in/second-factor`
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct CodeForm {
    code: String,
}

/// `GET /sign-in/second-factor`
pub async fn show(request: HttpRequest, shell: Shell, tools: Tools) -> Result<HttpResponse, AppError> {
    match find_half(&request, &tools).await {
        Ok((_, half)) => page(&step_page(shell, &tools, &half, Vec::new()).await?),
        Err(AccountError::StepOver) => page(&OverPage { shell }),
        Err(error) => Err(error.into()),
    }
}

/// `POST /sign-in/second-factor`
pub async fn create(
    request: HttpRequest,
    shell: Shell,
    tools: Tools,
    browser: Browser,
    form: Form<CodeForm>,
) -> Result<HttpResponse, AppError> {
    let (token, half) = match find_half(&request, &tools).await {
        Ok(found) => found,
        Err(AccountError::StepOver) => return html(StatusCode::CONFLICT, &OverPage { shell }),
        Err(error) => return Err(error.into()),
    };
    match pass(&tools, &browser, &token, &half, &form.code).await {
        Ok((session, None)) => {
            let mut response = see_other(&half.target);
            browser.sign_in(&mut response, &tools.site, &session);
            Ok(response)
        }
        Ok((session, Some(codes))) => {
            let mut response = page(&CodesPage::new(shell, codes, &half.target))?;
            browser.sign_in(&mut response, &tools.site, &session);
            Ok(response)
        }
        Err(why @ (AccountError::WrongCode | AccountError::TooOften(_))) => {
            refused(step_page(shell, &tools, &half, vec![FieldProblem::new("code", why.to_string())]).await?, &why)
        }
        Err(AccountError::StepOver) => html(StatusCode::CONFLICT, &OverPage { shell }),
        Err(error) => Err(error.into()),
    }
}

/// Takes the code and starts the session. Returns its token, and the recovery
/// codes where a second factor was set up.
async fn pass(
    tools: &Tools,
    browser: &Browser,
    token: &str,
    half: &Half,
    code: &str,
) -> Result<(String, Option<Vec<String>>), AccountError> {
    let counted = tools.ask_for_code(browser, &half.person).await?;
    let (now, from, person, token) = (tools.clock.now(), browser.clone(), half.person.clone(), token.to_owned());
    let (code, seal) = (code.to_owned(), tools.seal.clone());
    let passed = tools.db.write(move |tx| {
        // A new password, which ends what is half done, comes before this or after it.
        store::lock_open(tx, person.id)?;
        // Another tab may have been faster.
        let codes = if half::find(tx, now, &token)?.has_factor {
            factors::take(tx, &seal, now, &person, &code)?;
            None
        } else {
            Some(factors::confirm(tx, &seal, now, &person, &code)?)
        };
        throttle::forgive(tx, &counted)?;
        Ok((half::complete(tx, now, &token, &person, &from)?, codes))
    });
    passed.await.inspect_err(|why| tools.watch(why, Some(&half.person.handle)))
}

/// Who is half signed in with this browser, and by which token.
async fn find_half(request: &HttpRequest, tools: &Tools) -> Result<(String, Half), AccountError> {
    let token = step_token(request, &tools.site).ok_or(AccountError::StepOver)?;
    let (wanted, now) = (token.clone(), tools.clock.now());
    let half = tools.db.read(move |connection| half::find(connection, now, &wanted)).await?;
    Ok((token, half))
}

async fn step_page(
    shell: Shell,
    tools: &Tools,
    half: &Half,
    problems: Vec<FieldProblem>,
) -> Result<StepPage, AccountError> {
    let invitation = if half.has_factor { None } else { Some(Invitation::of(tools, &half.person).await?) };
    Ok(StepPage { shell, email: half.person.email.clone(), invitation, problems })
}

/// Nothing is half done in this browser any more.
#[derive(Template)]
#[template(path = "accounts/step_over.html")]
struct OverPage {
    shell: Shell,
}

fn refused(shown: StepPage, why: &AccountError) -> Result<HttpResponse, AppError> {
    let AccountError::TooOften(seconds) = why else { return html(StatusCode::UNPROCESSABLE_ENTITY, &shown) };
    let mut response = html(StatusCode::TOO_MANY_REQUESTS, &shown)?;
    response.headers_mut().insert(header::RETRY_AFTER, (*seconds).into());
    Ok(response)
}
