//! The list of teams, and each of them.

use std::sync::Arc;

use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use actix_web::{HttpRequest, HttpResponse};
use serde::Deserialize;

use super::forms::TeamForm;
use super::pages::{ChampionsPage, FormPage, ListPage, TeamLine};
use super::store::TeamFilter;
use super::{access, actions, store};
use crate::clock::Clock;
use crate::db::Db;
use crate::db::once::once;
use crate::error::AppError;
use crate::program::conflict::Conflict;
use crate::program::files::ProgramFiles;
use crate::program::{
    Actor, CoverageBook, Department, ProgramError, ProgramSettings, Team, TeamExtras, find_who, find_whom_to_ask,
    serving_these,
};
use crate::web::form::Choice;
use crate::web::shell::query_value;
use crate::web::{FieldProblem, Form, Member, Shell, html, page, see_other_saying};

/// Lines of one page of the list.
const PAGE: i64 = 50;

/// The query of `GET /teams`; the department by its address.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    q: String,
    department: String,
    page: u32,
}

/// `GET /teams`
pub async fn list(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    query: Query<ListQuery>,
) -> Result<HttpResponse, AppError> {
    let query = query.into_inner();
    let (today, wanted, words) = (clock.now().day(), query.department.clone(), query.q.clone());
    let skip = i64::from(query.page) * PAGE;
    let (departments, rows, total, any) = db
        .read(move |connection| {
            let departments = store::list_departments(connection)?;
            let department = departments.iter().find(|department| department.slug == wanted).map(|found| found.id);
            let filter = TeamFilter { words, department };
            let (teams, total) = store::find_teams(connection, &filter, skip, PAGE)?;
            let shown: Vec<_> = teams.iter().map(|team| team.id).collect();
            let mut serving = serving_these(connection, &shown, today)?;
            let rows: Vec<_> = teams
                .into_iter()
                .map(|team| TeamLine { serving: serving.remove(&team.id).unwrap_or_default(), team })
                .collect();
            let any = total > 0 || store::exists_team(connection)?;
            Ok::<_, ProgramError>((departments, rows, total, any))
        })
        .await?;
    let link = |number: u32| {
        let (words, department) = (query_value(&query.q), query_value(&query.department));
        format!("{}/teams?q={words}&department={department}&page={number}", shell.base)
    };
    let last = skip + rows.len() as i64;
    page(&ListPage {
        previous: query.page.checked_sub(1).map(link).unwrap_or_default(),
        next: if last < total { link(query.page + 1) } else { String::new() },
        range: if total > PAGE { format!("{} to {last} of {total}", skip + 1) } else { String::new() },
        departments: department_choices(&departments, &query.department),
        can_shape: access::may_shape(&member),
        words: query.q,
        shell,
        rows,
        any,
    })
}

fn department_choices(departments: &[Department], current: &str) -> Vec<Choice> {
    departments.iter().map(|department| Choice::new(&department.slug, &department.name, current)).collect()
}

/// The query of `GET /champions`.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct ChampionsQuery {
    /// What somebody typed.
    q: String,
    /// A path in the repository that it names.
    path: String,
    page: u32,
}

/// `GET /champions`
pub async fn champions(
    shell: Shell,
    db: Data<Db>,
    clock: Data<Clock>,
    book: Data<CoverageBook>,
    settings: Data<ProgramSettings>,
    query: Query<ChampionsQuery>,
) -> Result<HttpResponse, AppError> {
    let (query, now) = (query.into_inner(), clock.now());
    let (asked, path) = (query.q.clone(), query.path.clone());
    let (who, contact) = db
        .read(move |connection| {
            let who = find_who(connection, &asked, &path, now.day())?;
            Ok::<_, ProgramError>((who, find_whom_to_ask(connection, &settings)?))
        })
        .await?;
    let snapshot = book.read(&db, now).await?;
    let first = (query.page as usize).saturating_mul(PAGE as usize);
    let (rows, total) = snapshot.find_serving(&query.q, first, PAGE as usize);
    let last = first + rows.len();
    let link = |number: u32| format!("{}/champions?q={}&page={number}", shell.base, query_value(&query.q));
    page(&ChampionsPage {
        previous: query.page.checked_sub(1).map(link).unwrap_or_default(),
        next: if last < total { link(query.page + 1) } else { String::new() },
        range: if total > rows.len() && !rows.is_empty() {
            format!("{} to {last} of {total}", first + 1)
        } else {
            String::new()
        },
        words: query.q.clone(),
        who,
        contact,
        shell,
        rows,
    })
}

/// `GET /teams/{slug}`
pub async fn show(
    request: HttpRequest,
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    (files, settings): (Data<ProgramFiles>, Data<ProgramSettings>),
    slug: Path<String>,
) -> Result<HttpResponse, AppError> {
    let extras = request.app_data::<Data<Arc<dyn TeamExtras>>>().map(|extras| Arc::clone(extras.get_ref()));
    let (now, what) = (clock.now(), (files.belts.get(), settings));
    page(&super::show::page_of(shell, member, &db, now, slug.into_inner(), extras, what).await?)
}

/// `GET /teams/new`
pub async fn new(shell: Shell, db: Data<Db>) -> Result<HttpResponse, AppError> {
    page(&form_page(shell, &db, None, TeamForm::default(), Vec::new()).await?)
}

async fn form_page(
    shell: Shell,
    db: &Db,
    known: Option<&Team>,
    form: TeamForm,
    problems: Vec<FieldProblem>,
) -> Result<FormPage, AppError> {
    let departments = db.read(store::list_departments).await?;
    Ok(FormPage {
        shell,
        known: known.map(|team| (team.name.clone(), team.slug.clone())),
        departments: department_choices(&departments, &form.department),
        name: form.name,
        chat: form.chat,
        version: form.version,
        problems,
        conflict: None,
    })
}

/// `POST /teams`
pub async fn create(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    form: Form<TeamForm>,
) -> Result<HttpResponse, AppError> {
    let (form, now) = (form.into_inner(), clock.now());
    let sent = form.clone();
    let saved = db
        .write(move |tx| {
            once(tx, member.id, &sent.once, now, |tx| {
                let new = sent.parse(tx)?;
                let team = actions::add_team(tx, Actor::Member(&member), now, &new)?;
                Ok::<_, ProgramError>(format!("/teams/{}", team.slug))
            })
        })
        .await;
    match saved {
        Ok(target) => Ok(see_other_saying(&target, "The team is there. Nominate its champion next.")),
        Err(ProgramError::Invalid(problems)) => {
            html(StatusCode::UNPROCESSABLE_ENTITY, &form_page(shell, &db, None, form, problems).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /teams/{slug}/edit`
pub async fn edit(shell: Shell, db: Data<Db>, slug: Path<String>) -> Result<HttpResponse, AppError> {
    let team = find(&db, slug.into_inner()).await?;
    let form = TeamForm {
        name: team.name.clone(),
        department: team.department_slug.clone(),
        chat: team.chat.clone(),
        version: team.version.0,
        once: String::new(),
    };
    page(&form_page(shell, &db, Some(&team), form, Vec::new()).await?)
}

async fn find(db: &Db, slug: String) -> Result<Team, ProgramError> {
    db.read(move |connection| store::find_team(connection, &slug)).await
}

/// `POST /teams/{slug}`
pub async fn update(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    slug: Path<String>,
    form: Form<TeamForm>,
) -> Result<HttpResponse, AppError> {
    let (slug, form, now) = (slug.into_inner(), form.into_inner(), clock.now());
    let (sent, wanted) = (form.clone(), slug.clone());
    let saved = db
        .write(move |tx| {
            let team = store::find_team(tx, &wanted)?;
            let new = sent.parse(tx)?;
            actions::save_team(tx, Actor::Member(&member), now, &team, &new, sent.seen())
        })
        .await;
    let problems = match saved {
        Ok(()) => return Ok(see_other_saying(&format!("/teams/{slug}"), "Saved.")),
        Err(ProgramError::Invalid(problems)) => problems,
        Err(ProgramError::Changed(_)) => return conflict(shell, &db, slug, form).await,
        Err(error) => return Err(error.into()),
    };
    let team = find(&db, slug).await?;
    html(StatusCode::UNPROCESSABLE_ENTITY, &form_page(shell, &db, Some(&team), form, problems).await?)
}

/// Both texts; the form keeps what was written and may now replace the other.
async fn conflict(shell: Shell, db: &Db, slug: String, mut form: TeamForm) -> Result<HttpResponse, AppError> {
    let team = find(db, slug).await?;
    form.version = team.version.0;
    let mut shown = form_page(shell, db, Some(&team), form, Vec::new()).await?;
    let department = shown.departments.iter().find(|choice| choice.selected).map(|choice| choice.label.clone());
    shown.conflict = Some(Conflict::of([
        ("Name", &shown.name, &team.name),
        ("Department", &department.unwrap_or_default(), &team.department),
        ("Team chat", &shown.chat, &team.chat),
    ]));
    html(StatusCode::CONFLICT, &shown)
}
