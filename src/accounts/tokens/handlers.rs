//! The requests of tokens.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use serde::Deserialize;

use super::forms::{RevocationForm, TokenForm};
use super::pages::{AllPage, Made, OwnPage, TokenRow};
use super::{actions, store};
use crate::accounts::again::Again;
use crate::accounts::{AccountError, Browser, find_person, sessions};
use crate::clock::{Clock, Timestamp};
use crate::db::keys::{PersonId, TokenId};
use crate::db::{Db, once::once};
use crate::error::AppError;
use crate::web::{Form, Member, Shell, Site, html, page, see_other_saying};

/// Where a person's own tokens stand.
const OWN: &str = "/me/tokens";
/// Where everybody's stand.
const ALL: &str = "/tokens";
/// Lines of one page of the list.
const PAGE: i64 = 50;

/// `GET /me/tokens`: its query holds what was chosen by whoever had to say first
/// that it is still them.
pub async fn list_own(
    shell: Shell,
    member: Member,
    site: Data<Site>,
    db: Data<Db>,
    clock: Data<Clock>,
    chosen: Query<Vec<(String, String)>>,
) -> Result<HttpResponse, AppError> {
    let form = if chosen.is_empty() { TokenForm::default() } else { TokenForm::of(chosen.into_inner()) };
    page(&own_page(shell, &member, &site, &db, clock.now(), form).await?)
}

/// `POST /me/tokens`: makes a token and shows it this once. The same form again,
/// as on a reload, makes no other. One that changes things would outlive the
/// session of whoever sat down at a browser that was left open, so that it asks.
#[expect(clippy::too_many_arguments, reason = "each is one thing that the request brings along")]
pub async fn create(
    shell: Shell,
    member: Member,
    again: Again,
    browser: Browser,
    site: Data<Site>,
    db: Data<Db>,
    clock: Data<Clock>,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, AppError> {
    let (form, now) = (TokenForm::of(form.into_inner()), clock.now());
    let made = match form.parse() {
        Ok(new) => {
            if new.writes()
                && let Some(question) = again.ask(&member, OWN).await?
            {
                return Ok(question);
            }
            make(&db, (member.id, browser), now, form.once.clone(), new).await
        }
        Err(error) => Err(error),
    };
    match made {
        Ok(made) => {
            let shown = own_page(shell, &member, &site, &db, now, TokenForm::default()).await?;
            page(&OwnPage { made, ..shown })
        }
        Err(AccountError::Invalid(problems)) => {
            let shown = own_page(shell, &member, &site, &db, now, form).await?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &OwnPage { problems, ..shown })
        }
        Err(error) => Err(error.into()),
    }
}

async fn make(
    db: &Db,
    (person, browser): (PersonId, Browser),
    now: Timestamp,
    form_token: String,
    new: super::NewToken,
) -> Result<Made, AccountError> {
    db.write(move |tx| {
        // A new password ends sessions and revokes tokens: those that were made before it, too.
        if !sessions::lock_live(tx, now, person, &browser)? {
            return Err(AccountError::Changed);
        }
        let mut made = Made::Before;
        once(tx, person, &form_token, now, |tx| {
            let owner = find_person(tx, person)?;
            made = Made::Token(actions::create(tx, Some(person), now, &owner, &new)?);
            // The token itself is a secret, which no table keeps.
            Ok::<_, AccountError>(OWN.to_owned())
        })?;
        Ok(made)
    })
    .await
}

/// `POST /me/tokens/revocation`
pub async fn revoke_own(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    form: Form<RevocationForm>,
) -> Result<HttpResponse, AppError> {
    revoke(member, &db, clock.now(), &form, OWN).await
}

/// `POST /tokens/revocation`
pub async fn revoke_any(
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    form: Form<RevocationForm>,
) -> Result<HttpResponse, AppError> {
    revoke(member, &db, clock.now(), &form, ALL).await
}

async fn revoke(
    member: Member,
    db: &Db,
    now: Timestamp,
    form: &RevocationForm,
    back: &str,
) -> Result<HttpResponse, AppError> {
    let id = TokenId::parse(&form.token).ok_or(AccountError::NoToken)?;
    let name = db.write(move |tx| actions::revoke(tx, &member, now, id)).await?;
    Ok(see_other_saying(back, format!("“{name}” is revoked. Whatever used it has to have another token.")))
}

/// The query of `GET /tokens`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    page: u32,
}

/// `GET /tokens`
pub async fn list_all(
    shell: Shell,
    db: Data<Db>,
    clock: Data<Clock>,
    query: Query<ListQuery>,
) -> Result<HttpResponse, AppError> {
    let (number, now) = (query.page, clock.now());
    let mut tokens = db.read(move |connection| store::list_all(connection, i64::from(number) * PAGE, PAGE + 1)).await?;
    let more = tokens.len() as i64 > PAGE;
    tokens.truncate(PAGE as usize);
    let link = |number: u32| format!("{}{ALL}?page={number}", shell.base);
    page(&AllPage {
        previous: number.checked_sub(1).map(link).unwrap_or_default(),
        next: if more { link(number + 1) } else { String::new() },
        rows: tokens.into_iter().map(|(token, owner)| (owner, TokenRow::new(token, now))).collect(),
        shell,
    })
}

async fn own_page(
    shell: Shell,
    member: &Member,
    site: &Site,
    db: &Db,
    now: Timestamp,
    form: TokenForm,
) -> Result<OwnPage, AppError> {
    let person = member.id;
    let tokens = db.read(move |connection| store::list_of(connection, person)).await?;
    let rows = tokens.into_iter().map(|token| TokenRow::new(token, now)).collect();
    Ok(OwnPage::new(shell, site.absolute("/api/v1/search?q=port+5432"), rows, form))
}
