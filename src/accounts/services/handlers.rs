//! The requests of services.

use std::sync::Arc;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

use super::forms::{AnswersForm, ServiceForm};
use super::pages::{Line, ListPage, ShowPage};
use super::store::{Answers, Service};
use super::{actions, answers, store};
use crate::accounts::again::Again;
use crate::accounts::tokens::{self, Made, TokenForm, TokenRow};
use crate::accounts::{AccountError, StandingSource, list_grants};
use crate::clock::{Clock, Timestamp};
use crate::db::{Connection, Db, once::once};
use crate::error::AppError;
use crate::web::confirm::{ConfirmPage, ask_first, is_confirmed};
use crate::web::{FieldProblem, Form, Member, Moment, Shell, html, page, see_other_saying};

type Standings = Data<Arc<dyn StandingSource>>;

/// `GET /service-accounts`
pub async fn list(
    shell: Shell,
    db: Data<Db>,
    clock: Data<Clock>,
    standings: Standings,
) -> Result<HttpResponse, AppError> {
    page(&list_page(shell, &db, clock.now(), &standings, ServiceForm::default(), Vec::new()).await?)
}

async fn list_page(
    shell: Shell,
    db: &Db,
    now: Timestamp,
    standings: &Standings,
    form: ServiceForm,
    problems: Vec<FieldProblem>,
) -> Result<ListPage, AppError> {
    let (standings, base) = (standings.clone(), shell.base.clone());
    let lines = db
        .read(move |connection| {
            let services = store::list(connection)?;
            lines(connection, &***standings, &base, services, now)
        })
        .await?;
    Ok(ListPage { shell, lines, form, problems })
}

/// Services as their pages show them.
fn lines(
    connection: &mut Connection,
    standings: &dyn StandingSource,
    base: &str,
    services: Vec<Service>,
    now: Timestamp,
) -> Result<Vec<Line>, AccountError> {
    let (teams, used) = (standings.teams(connection)?, store::list_used(connection, now)?);
    let mut lines = Vec::new();
    for service in services {
        let is_live = service.ended_at.is_none();
        let team = |id| teams.iter().find(|team| team.id == id);
        let (name, path, at, is_orphan) = match (&service.answers, &service.owner) {
            (Answers::Team(id), _) => team(*id).map_or_else(Default::default, |team| {
                (team.name.clone(), format!("/teams/{}", team.slug), format!("/teams/{}", team.slug), false)
            }),
            (Answers::Person(_), Some((owner, is_on))) => {
                let (path, at) = (format!("/people/{}", owner.handle), format!("@{}", owner.handle));
                (owner.name.clone(), path, at, is_live && !is_on)
            }
            (Answers::Person(_), None) => (String::new(), String::new(), String::new(), is_live),
        };
        let mut rights: Vec<_> = list_grants(connection, service.id)?.iter().map(|(grant, _)| grant.label()).collect();
        rights.dedup();
        let own = used.iter().filter(|(person, ..)| *person == service.id);
        lines.push(Line {
            href: format!("{base}/service-accounts/{}", service.handle),
            rights: rights.join(", "),
            tokens: own.clone().filter(|(.., is_live)| *is_live).count(),
            used: own.filter_map(|(_, used, _)| *used).max().map(|at| Moment::new(at, now)),
            ended: service.ended_at.map(|at| Moment::new(at, now)),
            name: service.name,
            about: service.about,
            answers: name,
            answers_href: format!("{base}{path}"),
            answers_at: at,
            is_orphan,
        });
    }
    Ok(lines)
}

/// `POST /service-accounts`
pub async fn create(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    standings: Standings,
    form: Form<ServiceForm>,
) -> Result<HttpResponse, AppError> {
    let (now, given, known) = (clock.now(), form.into_inner(), standings.clone());
    let sent = given.clone();
    let made = db
        .write(move |tx| {
            let new = sent.parse(tx, &***known)?;
            once(tx, member.id, &sent.once, now, |tx| {
                let service = actions::create(tx, Some(member.id), now, &new)?;
                Ok::<_, AccountError>(format!("/service-accounts/{}", service.handle))
            })
        })
        .await;
    match made {
        Ok(target) => Ok(see_other_saying(&target, "The service is there. Make it a token.")),
        Err(error) => {
            let problems = problems_of(error)?;
            let again = list_page(shell, &db, now, &standings, given, problems).await?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &again)
        }
    }
}

/// What is wrong, at its field; other errors go on.
fn problems_of(error: AccountError) -> Result<Vec<FieldProblem>, AccountError> {
    match error {
        AccountError::Invalid(problems) => Ok(problems),
        AccountError::NameTaken => Ok(vec![FieldProblem::new("name", error.to_string())]),
        _ => Err(error),
    }
}

/// `GET /service-accounts/{handle}`: its query holds what was chosen by whoever
/// had to say first that it is still them.
pub async fn show(
    shell: Shell,
    db: Data<Db>,
    clock: Data<Clock>,
    standings: Standings,
    handle: Path<String>,
    chosen: Query<Vec<(String, String)>>,
) -> Result<HttpResponse, AppError> {
    let form = if chosen.is_empty() { TokenForm::default() } else { TokenForm::of(chosen.into_inner()) };
    page(&show_page(shell, &db, clock.now(), &standings, handle.into_inner(), form).await?)
}

async fn show_page(
    shell: Shell,
    db: &Db,
    now: Timestamp,
    standings: &Standings,
    handle: String,
    form: TokenForm,
) -> Result<ShowPage, AppError> {
    let (standings, base) = (standings.clone(), shell.base.clone());
    let (service, line, tokens) = db
        .read(move |connection| {
            let service = store::find(connection, &handle)?;
            let line = lines(connection, &***standings, &base, vec![service.clone()], now)?.pop();
            let tokens = tokens::list_of(connection, service.id)?;
            Ok::<_, AccountError>((service, line.ok_or(AccountError::NoService)?, tokens))
        })
        .await?;
    let (scopes, days) = ShowPage::choices(&form);
    Ok(ShowPage {
        shell,
        line,
        handle: service.handle,
        since: Moment::new(service.created_at, now),
        made: Made::Nothing,
        rows: tokens.into_iter().map(|token| TokenRow::new(token, now)).collect(),
        name: form.name,
        scopes,
        days,
        problems: Vec::new(),
        answers: AnswersForm::default(),
        answers_problems: Vec::new(),
    })
}

/// `POST /service-accounts/{handle}/tokens`: makes a token and shows it this
/// once. The same form again, as on a reload, makes no other.
#[expect(clippy::too_many_arguments, reason = "an extractor each")]
pub async fn create_token(
    shell: Shell,
    member: Member,
    again: Again,
    db: Data<Db>,
    clock: Data<Clock>,
    standings: Standings,
    handle: Path<String>,
    form: Form<Vec<(String, String)>>,
) -> Result<HttpResponse, AppError> {
    let (form, now, handle) = (TokenForm::of(form.into_inner()), clock.now(), handle.into_inner());
    if let Some(question) = again.ask(&member, &format!("/service-accounts/{handle}")).await? {
        return Ok(question);
    }
    let (sent, wanted) = (form.clone(), handle.clone());
    let made = db
        .write(move |tx| {
            let service = store::find_live(tx, &wanted)?;
            let (new, mut made) = (sent.parse()?, Made::Before);
            once(tx, member.id, &sent.once, now, |tx| {
                made = Made::Token(tokens::create(tx, Some(member.id), now, &service, &new)?);
                // The token itself is a secret, which no table keeps.
                Ok::<_, AccountError>(format!("/service-accounts/{wanted}"))
            })?;
            Ok(made)
        })
        .await;
    match made {
        Ok(made) => {
            let shown = show_page(shell, &db, now, &standings, handle, TokenForm::default()).await?;
            page(&ShowPage { made, ..shown })
        }
        Err(AccountError::Invalid(problems)) => {
            let shown = show_page(shell, &db, now, &standings, handle, form).await?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &ShowPage { problems, ..shown })
        }
        Err(error) => Err(error.into()),
    }
}

/// `POST /service-accounts/{handle}/answers`
pub async fn update_answers(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    standings: Standings,
    handle: Path<String>,
    form: Form<AnswersForm>,
) -> Result<HttpResponse, AppError> {
    let (handle, now, form) = (handle.into_inner(), clock.now(), form.into_inner());
    let (wanted, typed, known) = (handle.clone(), form.answers.clone(), standings.clone());
    let saved = db
        .write(move |tx| {
            store::find_live(tx, &wanted)?;
            let service = store::find(tx, &wanted)?;
            let answers = answers::find(tx, &***known, &typed)?;
            actions::hand_on(tx, Some(member.id), now, &service, &answers)
        })
        .await;
    match saved {
        Ok(()) => Ok(see_other_saying(&format!("/service-accounts/{handle}"), "Who answers for it is saved.")),
        Err(error) => {
            let answers_problems = problems_of(error)?;
            let shown = show_page(shell, &db, now, &standings, handle, TokenForm::default()).await?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &ShowPage { answers: form, answers_problems, ..shown })
        }
    }
}

/// `POST /service-accounts/{handle}/end`
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct EndForm {
    confirmed: String,
}

/// `POST /service-accounts/{handle}/end`
pub async fn delete(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    handle: Path<String>,
    form: Form<EndForm>,
) -> Result<HttpResponse, AppError> {
    let (handle, now) = (handle.into_inner(), clock.now());
    let wanted = handle.clone();
    let service = db.read(move |connection| store::find_live(connection, &wanted)).await?;
    let own = format!("/service-accounts/{handle}");
    if !is_confirmed(&form.confirmed) {
        return ask_first(&ConfirmPage {
            shell,
            question: &format!("End {}? Its tokens stop working at once, and it gets no other.", service.name),
            action: &format!("{own}/end"),
            label: "End it",
            fields: &[],
            cancel: &own,
        });
    }
    db.write(move |tx| actions::end(tx, Some(member.id), now, &service)).await?;
    Ok(see_other_saying(&own, "The service has ended, and all of its tokens."))
}
