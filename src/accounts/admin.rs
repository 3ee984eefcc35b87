//! Looking after accounts: who has one, what they may do, and a way back in.

mod factor;
mod grants;

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

use super::again::Again;
use super::forms::PersonForm;
use super::model::{PersonState, scope_columns};
use super::pages::{AccountRow, GrantRow, ListPage, Made, NewPage, ShowPage};
use super::{AccountError, Person, Providers, Purpose, StandingSource, actions, factors, store};
use crate::clock::Clock;
use crate::db::{Connection, Db, once::once};
use crate::error::AppError;
use crate::web::form::Choice;
use crate::web::shell::query_value;
use crate::web::{Form, Grant, Member, Moment, Scope, Shell, Site, html, page, see_other_saying};

pub use factor::delete_factor;
pub use grants::{create_grant, delete_grant};

/// Lines of one page of the list.
const PAGE: i64 = 50;

/// The query of `GET /accounts`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    page: u32,
}

/// `GET /accounts`
pub async fn list(shell: Shell, db: Data<Db>, query: Query<ListQuery>) -> Result<HttpResponse, AppError> {
    let ListQuery { q, page: number } = query.into_inner();
    let (words, base) = (q.clone(), shell.base.clone());
    let skip = i64::from(number) * PAGE;
    let mut people = db
        .read(move |connection| {
            let people = store::find_people(connection, &words, skip, PAGE + 1)?;
            people
                .into_iter()
                .map(|person| account_row(connection, &base, person))
                .collect::<Result<Vec<_>, AccountError>>()
        })
        .await?;
    let more = people.len() as i64 > PAGE;
    people.truncate(PAGE as usize);
    let link = |number: u32| format!("{}/accounts?q={}&page={number}", shell.base, query_value(&q));
    page(&ListPage {
        previous: number.checked_sub(1).map(link),
        next: more.then(|| link(number + 1)),
        shell: shell.clone(),
        words: q.clone(),
        people,
    })
}

fn account_row(connection: &mut Connection, base: &str, person: Person) -> Result<AccountRow, AccountError> {
    let mut grants: Vec<_> =
        store::list_grants(connection, person.id)?.iter().map(|(grant, _)| grant.label()).collect();
    grants.dedup();
    Ok(AccountRow {
        href: format!("{base}/accounts/{}", person.handle),
        name: person.name,
        email: person.email,
        state: person.state,
        grants: grants.join(", "),
    })
}

/// `GET /accounts/new`
pub async fn new(shell: Shell) -> Result<HttpResponse, AppError> {
    page(&new_page(shell, PersonForm::default(), Vec::new()))
}

/// `POST /accounts`
pub async fn create(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    form: Form<PersonForm>,
) -> Result<HttpResponse, AppError> {
    let now = clock.now();
    let (input, given) = (form.parse(), form.into_inner());
    let created = match input {
        Ok(new) => {
            let token = given.once.clone();
            db.write(move |tx| {
                once(tx, member.id, &token, now, |tx| {
                    let person = actions::add_person(tx, Some(member.id), now, &new)?;
                    Ok::<_, AccountError>(format!("/accounts/{}", person.handle))
                })
            })
            .await
        }
        Err(error) => Err(error),
    };
    let problems = match created {
        Ok(target) => return Ok(see_other_saying(&target, "The account is there. Make a link to invite them.")),
        Err(AccountError::Invalid(problems)) => problems,
        Err(error @ AccountError::EmailTaken(_)) => {
            vec![crate::web::FieldProblem::new("email", error.to_string())]
        }
        Err(error) => return Err(error.into()),
    };
    html(StatusCode::UNPROCESSABLE_ENTITY, &new_page(shell, given, problems))
}

fn new_page(shell: Shell, form: PersonForm, problems: Vec<crate::web::FieldProblem>) -> NewPage {
    NewPage { shell, name: form.name, email: form.email, chat: form.chat, problems }
}

/// The query of `GET /accounts/{handle}`: what was chosen in the form of rights.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ChosenQuery {
    kind: String,
    scope: String,
}

/// `GET /accounts/{handle}`
#[expect(clippy::too_many_arguments, reason = "an extractor each")]
pub async fn show(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    standings: Data<Arc<dyn StandingSource>>,
    providers: Data<Providers>,
    handle: Path<String>,
    chosen: Query<ChosenQuery>,
) -> Result<HttpResponse, AppError> {
    let now = clock.now();
    let ways = (&**standings, &**providers);
    let mut shown = show_page(shell, &member, &db, now, ways, handle.into_inner(), Made::Nothing).await?;
    shown.kinds.iter_mut().for_each(|choice| choice.selected = choice.value == chosen.kind);
    shown.scopes.iter_mut().for_each(|choice| choice.selected = choice.value == chosen.scope);
    page(&shown)
}

async fn show_page(
    shell: Shell,
    member: &Member,
    db: &Db,
    now: crate::clock::Timestamp,
    (standings, providers): (&Arc<dyn StandingSource>, &Providers),
    handle: String,
    link: Made,
) -> Result<ShowPage, AppError> {
    let standings = Arc::clone(standings);
    let (person, grants, scopes, has_factor) = db
        .read(move |connection| {
            let person = store::find_by_handle(connection, &handle)?;
            let grants = store::list_sourced_grants(connection, person.id)?;
            let has_factor = factors::since(connection, person.id)?.is_some();
            Ok::<_, AccountError>((person, grants, standings.scopes(connection)?, has_factor))
        })
        .await?;
    let name_of =
        |scope: Scope| scopes.iter().find(|(known, _)| *known == scope).map_or("everything", |(_, name)| name.as_str());
    let grants = grants
        .iter()
        .map(|(grant, scope, source)| GrantRow {
            label: match (grant, scope) {
                (Grant::Manager, scope) => format!("Manager of {}", name_of(*scope)),
                (grant, _) => grant.label().to_owned(),
            },
            kind: grant.as_str(),
            scope: scope_value(*scope),
            source: providers.name_of(source),
            can_go: source.is_empty() && !(member.id == person.id && *grant == Grant::Admin),
        })
        .collect();
    let mut choices = vec![Choice::new("all:", "everything", "")];
    choices.extend(scopes.iter().map(|(scope, name)| Choice::new(&scope_value(*scope), name, "")));
    let is_self = member.id == person.id;
    Ok(ShowPage {
        shell,
        is_self,
        since: Moment::new(person.created_at, now),
        link_lives: Purpose::for_person(&person).lifetime_words(),
        name: person.name,
        handle: person.handle,
        email: person.email,
        state: person.state,
        grants,
        kinds: Grant::ALL.iter().map(|grant| Choice::new(grant.as_str(), grant.label(), "")).collect(),
        scopes: choices,
        link,
        local: providers.local,
        has_factor,
    })
}

fn scope_value(scope: Scope) -> String {
    let (kind, key) = scope_columns(scope);
    format!("{kind}:{key}")
}

/// `POST /accounts/{handle}/state`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct StateForm {
    state: String,
}

/// `POST /accounts/{handle}/state`
pub async fn update_state(
    member: Member,
    again: Again,
    db: Data<Db>,
    clock: Data<Clock>,
    standings: Data<Arc<dyn StandingSource>>,
    handle: Path<String>,
    form: Form<StateForm>,
) -> Result<HttpResponse, AppError> {
    let active = match PersonState::parse(&form.state) {
        Some(PersonState::Active) => true,
        Some(PersonState::Disabled) => false,
        _ => return Err(AppError::Unprocessable("an account can be made active or disabled".into())),
    };
    let (handle, now) = (handle.into_inner(), clock.now());
    let target = format!("/accounts/{handle}");
    if let Some(question) = again.ask(&member, &target).await? {
        return Ok(question);
    }
    db.write(move |tx| {
        let person = store::find_by_handle(tx, &handle)?;
        actions::set_state(tx, &member, now, &person, active)?;
        standings.switched(tx, member.id, person.id, active, now)?;
        Ok::<_, AccountError>(())
    })
    .await?;
    let words = if active { "The account is on again." } else { "The account is off, and signed out everywhere." };
    Ok(see_other_saying(&target, words))
}

/// The field `once`.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct OnceForm {
    once: String,
}

/// `POST /accounts/{handle}/link`: makes a link and shows it this once. The same
/// form again, as on a reload, leaves the link alone that was given already.
#[expect(clippy::too_many_arguments, reason = "an extractor each")]
pub async fn create_link(
    shell: Shell,
    member: Member,
    again: Again,
    db: Data<Db>,
    clock: Data<Clock>,
    site: Data<Site>,
    standings: Data<Arc<dyn StandingSource>>,
    providers: Data<Providers>,
    handle: Path<String>,
    form: Form<OnceForm>,
) -> Result<HttpResponse, AppError> {
    if !providers.local {
        return Err(AccountError::LocalOff.into());
    }
    let (handle, now, actor) = (handle.into_inner(), clock.now(), member.id);
    if let Some(question) = again.ask(&member, &format!("/accounts/{handle}")).await? {
        return Ok(question);
    }
    let (wanted, token) = (handle.clone(), form.into_inner().once);
    let path = db
        .write(move |tx| {
            let mut path = None;
            once(tx, actor, &token, now, |tx| {
                let person = store::find_by_handle(tx, &wanted)?;
                path = Some(actions::invite(tx, Some(actor), now, &person)?);
                // The link itself is a secret, which no table keeps.
                Ok::<_, AccountError>(format!("/accounts/{wanted}"))
            })?;
            Ok::<_, AccountError>(path)
        })
        .await?;
    let made = path.map_or(Made::Before, |path| Made::Link(site.absolute(&path)));
    page(&show_page(shell, &member, &db, now, (&**standings, &**providers), handle, made).await?)
}
