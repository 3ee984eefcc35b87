//! Looking after accounts: who has one, what they may do, and a way back in.

mod factor;
mod grants;
mod show;

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

use super::again::Again;
use super::forms::PersonForm;
use super::model::PersonState;
use super::pages::{AccountRow, ListPage, Made, NewPage};
use super::{AccountError, Person, Providers, StandingSource, actions, services, store};
use crate::clock::Clock;
use crate::db::{Connection, Db, once::once};
use crate::error::AppError;
use crate::web::shell::query_value;
use crate::web::{FieldProblem, Form, Member, Shell, Site, html, page, see_other_saying};

pub use factor::delete_factor;
pub use grants::{create_grant, delete_grant};
pub use show::show;
use show::show_page;

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
            vec![FieldProblem::new("email", error.to_string())]
        }
        Err(error) => return Err(error.into()),
    };
    html(StatusCode::UNPROCESSABLE_ENTITY, &new_page(shell, given, problems))
}

fn new_page(shell: Shell, form: PersonForm, problems: Vec<FieldProblem>) -> NewPage {
    NewPage { shell, name: form.name, email: form.email, chat: form.chat, problems }
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
    let answered = db
        .write(move |tx| {
            let person = store::find_by_handle(tx, &handle)?;
            actions::set_state(tx, &member, now, &person, active)?;
            standings.switched(tx, member.id, person.id, active, now)?;
            Ok::<_, AccountError>(services::list_answered_by(tx, person.id)?)
        })
        .await?;
    let names: Vec<_> = answered.iter().map(|service| service.name.as_str()).collect();
    let words = match (active, names.is_empty()) {
        (true, _) => "The account is on again.".to_owned(),
        (false, true) => "The account is off, and signed out everywhere.".to_owned(),
        (false, false) => {
            format!("The account is off, and signed out everywhere. Nobody answers any more for {}.", names.join(", "))
        }
    };
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
