//! The list of departments, and their names.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use super::forms::DepartmentForm;
use super::pages::{DepartmentPage, DepartmentsPage};
use super::{access, actions, store};
use crate::clock::Clock;
use crate::db::Db;
use crate::db::once::once;
use crate::error::AppError;
use crate::program::conflict::Conflict;
use crate::program::{Actor, Department, ProgramError};
use crate::web::{FieldProblem, Form, Member, Shell, html, page, see_other_saying};

/// `GET /departments`
pub async fn list(shell: Shell, member: Member, db: Data<Db>) -> Result<HttpResponse, AppError> {
    page(&list_page(shell, &member, &db, String::new(), Vec::new()).await?)
}

async fn list_page(
    shell: Shell,
    member: &Member,
    db: &Db,
    name: String,
    problems: Vec<FieldProblem>,
) -> Result<DepartmentsPage, AppError> {
    let rows = db
        .read(|connection| {
            let counts: HashMap<_, _> = store::count_teams(connection)?.into_iter().collect();
            let departments = store::list_departments(connection)?;
            let counted = departments.into_iter().map(|department| {
                let count = counts.get(&department.id).copied().unwrap_or(0);
                (department, count)
            });
            Ok::<_, ProgramError>(counted.collect())
        })
        .await?;
    Ok(DepartmentsPage { shell, rows, name, can_shape: access::may_shape(member), problems })
}

/// `POST /departments`
pub async fn create(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    form: Form<DepartmentForm>,
) -> Result<HttpResponse, AppError> {
    let (form, now, actor) = (form.into_inner(), clock.now(), member.clone());
    let sent = form.clone();
    let saved = db
        .write(move |tx| {
            once(tx, actor.id, &sent.once, now, |tx| {
                actions::add_department(tx, Actor::Member(&actor), now, &sent.parse()?)?;
                Ok::<_, ProgramError>("/departments".to_owned())
            })
        })
        .await;
    match saved {
        Ok(target) => Ok(see_other_saying(&target, "The department is there. Teams can be added to it now.")),
        Err(ProgramError::Invalid(problems)) => {
            html(StatusCode::UNPROCESSABLE_ENTITY, &list_page(shell, &member, &db, form.name, problems).await?)
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /departments/{slug}/edit`
pub async fn edit(shell: Shell, db: Data<Db>, slug: Path<String>) -> Result<HttpResponse, AppError> {
    let department = find(&db, slug.into_inner()).await?;
    page(&edit_page(shell, department.clone(), department.name, department.version.0, Vec::new()))
}

async fn find(db: &Db, slug: String) -> Result<Department, ProgramError> {
    db.read(move |connection| store::find_department(connection, &slug)).await
}

fn edit_page(
    shell: Shell,
    department: Department,
    name: String,
    version: i32,
    problems: Vec<FieldProblem>,
) -> DepartmentPage {
    DepartmentPage { shell, department, name, version, problems, conflict: None }
}

/// `POST /departments/{slug}`
pub async fn update(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    slug: Path<String>,
    form: Form<DepartmentForm>,
) -> Result<HttpResponse, AppError> {
    let (slug, form, now) = (slug.into_inner(), form.into_inner(), clock.now());
    let (sent, wanted) = (form.clone(), slug.clone());
    let saved = db
        .write(move |tx| {
            let department = store::find_department(tx, &wanted)?;
            let name = sent.parse()?;
            actions::rename_department(tx, Actor::Member(&member), now, &department, &name, sent.seen())
        })
        .await;
    let (status, problems) = match saved {
        Ok(()) => return Ok(see_other_saying("/departments", "Saved.")),
        Err(ProgramError::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        Err(ProgramError::Changed(_)) => (StatusCode::CONFLICT, Vec::new()),
        Err(error) => return Err(error.into()),
    };
    let department = find(&db, slug).await?;
    let mut shown = edit_page(shell, department, form.name, form.version, problems);
    if status == StatusCode::CONFLICT {
        shown.version = shown.department.version.0;
        shown.conflict = Some(Conflict::of([("Name", &shown.name, &shown.department.name)]));
    }
    html(status, &shown)
}
