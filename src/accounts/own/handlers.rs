//! The requests of one's own account.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use serde::Deserialize;

use super::pages::{OwnPage, PasswordPage};
use super::{OWN, actions};
use crate::accounts::sign_in::Tools;
use crate::accounts::throttle::{self, Counted};
use crate::accounts::{AccountError, Browser, Person, factors, feeds_since, providers, sessions, store, tokens};
use crate::error::AppError;
use crate::web::{FieldProblem, Form, Member, Shell, html, page, see_other_saying};

/// `GET /me/account`
pub async fn show(shell: Shell, member: Member, tools: Tools) -> Result<HttpResponse, AppError> {
    let (id, now, all) = (member.id, tools.clock.now(), tools.providers.clone());
    let used_since = now.plus(-sessions::IDLE_LIMIT);
    let shown = tools.db.read(move |connection| {
        let person = store::find_person(connection, id)?;
        let linked = providers::list_linked(connection, id)?;
        Ok::<_, AccountError>(OwnPage {
            shell,
            email: person.email,
            has_password: person.password_hash.is_some(),
            local: all.local,
            has_factor: factors::since(connection, id)?.is_some(),
            sessions: sessions::list_of(connection, now, used_since, id)?.len(),
            tokens: tokens::count_live(connection, id, now)?,
            linked: linked.iter().map(|linked| all.name_of(&linked.provider)).collect(),
            has_providers: all.iter().next().is_some(),
            has_feeds: feeds_since(connection, id)?.is_some(),
        })
    });
    page(&shown.await?)
}

/// `POST /me/password`
#[derive(Default, Deserialize)]
#[serde(default)]
pub struct PasswordForm {
    current: String,
    password: String,
}

/// `GET /me/password`
pub async fn edit_password(shell: Shell, member: Member, tools: Tools) -> Result<HttpResponse, AppError> {
    let person = tools.find_person(member.id).await?;
    page(&password_page(shell, &person, Vec::new()))
}

/// `POST /me/password`
pub async fn update_password(
    shell: Shell,
    member: Member,
    tools: Tools,
    browser: Browser,
    form: Form<PasswordForm>,
) -> Result<HttpResponse, AppError> {
    let person = tools.find_person(member.id).await?;
    let (verified, counted) = match check(&tools, &browser, &person, &form).await {
        Ok(right) => right,
        Err(AccountError::Invalid(problems)) => {
            return html(StatusCode::UNPROCESSABLE_ENTITY, &password_page(shell, &person, problems));
        }
        Err(error) => return Err(error.into()),
    };
    let hash = tools.hasher.hash(form.password.clone()).await?;
    let (now, from) = (tools.clock.now(), browser.clone());
    let change = move |tx: &mut _| actions::change_password(tx, now, &verified, &counted, &hash, &from);
    let token = tools.db.write(change).await?;
    let words = "Your password is changed. Every other browser is signed out, and your API tokens are revoked.";
    let mut response = see_other_saying(OWN, words);
    browser.sign_in(&mut response, &tools.site, &token);
    Ok(response)
}

/// The old password is looked at first, and counted: to judge a new one is work,
/// which nobody gets done who found a browser that was left open. Returns who was
/// verified.
async fn check(
    tools: &Tools,
    browser: &Browser,
    person: &Person,
    form: &PasswordForm,
) -> Result<(Person, Counted), AccountError> {
    if !tools.providers.local {
        return Err(AccountError::LocalOff);
    }
    let wrong = |field, words| AccountError::Invalid(vec![FieldProblem::new(field, words)]);
    let (verified, counted) = match tools.check_password(browser, &person.email, &form.current).await {
        Ok(right) => right,
        Err(AccountError::WrongPassword) => return Err(wrong("current", "this is not your password".to_owned())),
        Err(error @ AccountError::TooOften(_)) => return Err(wrong("current", error.to_string())),
        Err(error) => return Err(error),
    };
    match tools.hasher.judge(&form.password, &[&person.name, &person.email]).await? {
        Ok(()) => Ok((verified, counted)),
        Err(words) => {
            // The try was right, whatever becomes of the new password.
            tools.db.write(move |tx| Ok::<_, AccountError>(throttle::forgive(tx, &counted)?)).await?;
            Err(wrong("password", words))
        }
    }
}

fn password_page(shell: Shell, person: &Person, problems: Vec<FieldProblem>) -> PasswordPage {
    let has_password = person.password_hash.is_some();
    PasswordPage { shell, email: person.email.clone(), has_password, problems }
}
