//! A person's own linked sign-ins.

use actix_web::{HttpRequest, HttpResponse};

use super::actions;
use super::error::SignInError;
use super::forms::{LinkForm, RemovalForm};
use super::handlers::refused;
use super::pages::{GoOnPage, LinkRow, LinkedPage, ProviderLink};
use super::store;
use super::tools::{Aim, Tools};
use crate::accounts::again::Again;
use crate::accounts::{AccountError, find_person};
use crate::db::keys::LinkedSignInId;
use crate::error::AppError;
use crate::web::confirm::{ConfirmPage, ask_first, is_confirmed};
use crate::web::{Form, Member, Moment, Shell, page, see_other_saying, set_browser_secret};

/// Where they stand.
const OWN: &str = "/me/sign-ins";

/// `GET /me/sign-ins`
pub async fn list(shell: Shell, member: Member, tools: Tools) -> Result<HttpResponse, AppError> {
    let (person, now) = (member.id, tools.clock.now());
    let (linked, has_password) = tools
        .db
        .read(move |connection| {
            let has_password = find_person(connection, person)?.password_hash.is_some();
            Ok::<_, AccountError>((store::list_linked(connection, person)?, has_password))
        })
        .await?;
    let is_used = |key: &str| linked.iter().any(|link| link.provider == key);
    let more = tools.providers.iter().filter(|provider| !is_used(&provider.settings.key));
    let more = more.map(|provider| ProviderLink::new(&provider.settings, String::new())).collect();
    let has_password = has_password && tools.providers.local;
    let can_go = linked.len() > 1 || has_password;
    let row = |link: store::Linked| LinkRow {
        name: tools.providers.name_of(&link.provider),
        key: link.id.to_string(),
        label: link.label,
        linked: Moment::new(link.linked_at, now),
        used: Moment::new(link.used_at, now),
    };
    page(&LinkedPage { rows: linked.into_iter().map(row).collect(), shell, more, has_password, can_go })
}

/// `POST /me/sign-ins`: begins to link, which is another way in for good, and
/// to prove who one is. A page lies between, because browsers let no form lead
/// to somebody else's site.
pub async fn create(
    request: HttpRequest,
    shell: Shell,
    member: Member,
    again: Again,
    tools: Tools,
    form: Form<LinkForm>,
) -> Result<HttpResponse, AppError> {
    let provider = tools.providers.find(&form.provider).map_err(|_| AppError::NotFound("way to sign in"))?;
    if let Some(question) = again.ask(&member, OWN).await? {
        return Ok(question);
    }
    let aim = Aim { person: Some(member.id), target: OWN, again: false };
    match tools.begin(&request, &form.provider, aim).await {
        Ok(begun) => {
            let name = provider.settings.name.clone();
            let mut response = page(&GoOnPage { shell, name, href: begun.url.to_string() })?;
            set_browser_secret(&mut response, &tools.site, &begun.browser);
            Ok(response)
        }
        Err(SignInError::Unknown) => Err(AppError::NotFound("way to sign in")),
        Err(error) => refused(shell, &tools, provider, Some(aim), error),
    }
}

/// `POST /me/sign-ins/removal`
pub async fn delete(
    shell: Shell,
    member: Member,
    tools: Tools,
    form: Form<RemovalForm>,
) -> Result<HttpResponse, AppError> {
    let id = LinkedSignInId::parse(&form.id).ok_or(AccountError::NoLink)?;
    if !is_confirmed(&form.confirmed) {
        return ask_first(&ConfirmPage {
            shell,
            question: "Unlink it? What its groups gave you here goes with it.",
            action: "/me/sign-ins/removal",
            label: "Unlink",
            fields: &[("id", &form.id)],
            cancel: OWN,
        });
    }
    let (person, now, local) = (member.id, tools.clock.now(), tools.providers.local);
    let standings = tools.standings.clone();
    tools.db.write(move |tx| actions::unlink(tx, &***standings, now, person, id, local)).await?;
    Ok(see_other_saying(OWN, "It is unlinked. Nobody comes in by it any more."))
}
