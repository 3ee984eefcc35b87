//! Choosing a password by a link, and how pages look.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::forms::{AppearanceForm, PasswordForm};
use super::links::{self, Purpose};
use super::pages::PasswordPage;
use super::providers::Providers;
use super::{AccountError, Browser, Hasher, actions, store};
use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::seal::Seal;
use crate::web::page::own_target;
use crate::web::{Form, Shell, Site, html, page, see_other, see_other_saying, set_theme};

/// `POST /appearance`
pub async fn update_appearance(site: Data<Site>, form: Form<AppearanceForm>) -> Result<HttpResponse, AppError> {
    let mut response = see_other(own_target(Some(&form.target)));
    let theme = match form.theme.as_str() {
        known @ ("system" | "light" | "dark") => known,
        other => {
            return Err(AppError::BadRequest(format!("“{other}” is no appearance; take system, light or dark")));
        }
    };
    set_theme(&mut response, &site, theme);
    Ok(response)
}

/// `GET /setup/{token}`
pub async fn setup(
    shell: Shell,
    db: Data<Db>,
    clock: Data<Clock>,
    token: Path<String>,
) -> Result<HttpResponse, AppError> {
    find_link(&db, &clock, &token, true).await?;
    page(&password_page(shell, &token, None))
}

/// `POST /setup/{token}`
#[expect(clippy::too_many_arguments, reason = "an extractor each")]
pub async fn create_first_admin(
    shell: Shell,
    browser: Browser,
    db: Data<Db>,
    clock: Data<Clock>,
    site: Data<Site>,
    hasher: Data<Hasher>,
    token: Path<String>,
    form: Form<PasswordForm>,
) -> Result<HttpResponse, AppError> {
    find_link(&db, &clock, &token, true).await?;
    let (new, password) = match form.parse_setup(&hasher).await {
        Ok(parsed) => parsed,
        Err(AccountError::Invalid(problems)) => {
            let form = form.into_inner();
            let again =
                PasswordPage { name: form.name, email: form.email, problems, ..password_page(shell, &token, None) };
            return html(StatusCode::UNPROCESSABLE_ENTITY, &again);
        }
        Err(error) => return Err(error.into()),
    };
    let hash = hasher.hash(password).await?;
    let (token, now) = (token.into_inner(), clock.now());
    let mut response = see_other_saying("/me", "You are the first admin. What the site needs next is listed below.");
    let from = browser.clone();
    let session = db.write(move |tx| actions::set_up(tx, now, &token, &new, &hash, &from)).await?;
    browser.sign_in(&mut response, &site, &session);
    Ok(response)
}

/// `GET /invitation/{token}`
pub async fn invitation(
    shell: Shell,
    db: Data<Db>,
    clock: Data<Clock>,
    providers: Data<Providers>,
    token: Path<String>,
) -> Result<HttpResponse, AppError> {
    if !providers.local {
        return Err(AccountError::LocalOff.into());
    }
    let person = find_link(&db, &clock, &token, false).await?;
    page(&password_page(shell, &token, person.as_ref()))
}

/// `POST /invitation/{token}`
#[expect(clippy::too_many_arguments, reason = "an extractor each")]
pub async fn accept_invitation(
    shell: Shell,
    browser: Browser,
    db: Data<Db>,
    clock: Data<Clock>,
    site: Data<Site>,
    hasher: Data<Hasher>,
    providers: Data<Providers>,
    seal: Data<Seal>,
    token: Path<String>,
    form: Form<PasswordForm>,
) -> Result<HttpResponse, AppError> {
    if !providers.local {
        return Err(AccountError::LocalOff.into());
    }
    let person = find_link(&db, &clock, &token, false).await?.ok_or(AppError::NotFound("link"))?;
    let password = match form.parse_password(&hasher, &person).await {
        Ok(password) => password,
        Err(AccountError::Invalid(problems)) => {
            let again = PasswordPage { problems, ..password_page(shell, &token, Some(&person)) };
            return html(StatusCode::UNPROCESSABLE_ENTITY, &again);
        }
        Err(error) => return Err(error.into()),
    };
    let hash = hasher.hash(password).await?;
    let (token, now) = (token.into_inner(), clock.now());
    let (from, rule) = (browser.clone(), providers.second_factor);
    let chosen = move |tx: &mut _| actions::choose_password(tx, now, (&seal, rule), &token, &hash, &from);
    let entered = db.write(chosen).await?;
    Ok(entered.answer(&browser, &site, see_other_saying("/", "Your password is set and you are signed in.")))
}

/// Whom a link is for, if it still lets somebody in. Looking does not use it up.
async fn find_link(db: &Db, clock: &Clock, token: &str, is_setup: bool) -> Result<Option<super::Person>, AccountError> {
    let (token, now) = (token.to_owned(), clock.now());
    db.read(move |connection| {
        let (purpose, person) = links::find(connection, now, &token)?;
        if purpose == Purpose::SignIn || (purpose == Purpose::Setup) != is_setup {
            return Err(AccountError::LinkSpent);
        }
        person.map(|person| store::find_person(connection, person)).transpose()
    })
    .await
}

fn password_page(shell: Shell, token: &str, person: Option<&super::Person>) -> PasswordPage {
    let place = if person.is_some() { "invitation" } else { "setup" };
    PasswordPage {
        action: format!("{}/{place}/{token}", shell.base),
        shell,
        is_setup: person.is_none(),
        name: person.map(|person| person.name.clone()).unwrap_or_default(),
        email: person.map(|person| person.email.clone()).unwrap_or_default(),
        problems: Vec::new(),
    }
}
