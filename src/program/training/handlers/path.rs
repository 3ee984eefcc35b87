//! The path of a belt, as a form with a place for each course.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde::Deserialize;

use super::list::path_line;
use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::program::ladder::Ladder;
use crate::program::training::catalogue::{Catalogue, CoursePath};
use crate::program::training::pages::{PathPage, PathShowPage};
use crate::program::training::{access, actions, store};
use crate::program::{Actor, ProgramError};
use crate::web::form::Choice;
use crate::web::{FieldProblem, Form, Member, Shell, html, page, see_other_saying};

/// Places that are free beyond those that are taken; the most a path may have.
const FREE: usize = 4;
const PLACES: usize = 20;

/// `POST /training/paths/{belt}`: `place_1` to `place_20`, each a course's address or empty.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub struct PathForm {
    /// What the form was drawn from: addresses with spaces between.
    seen: String,
    #[serde(flatten)]
    places: BTreeMap<String, String>,
}

impl PathForm {
    /// The addresses in their order, without empty places.
    fn courses(&self) -> Vec<String> {
        let place = |number: usize| self.places.get(&format!("place_{number}"));
        (1..=PLACES).filter_map(place).filter(|slug| !slug.is_empty()).cloned().collect()
    }

    fn seen(&self) -> Vec<String> {
        self.seen.split_whitespace().map(str::to_owned).collect()
    }
}

const GONE: ProgramError = ProgramError::NotFound("path");

/// The addresses of a path's courses as they are now.
fn present(catalogue: &Catalogue, path: &CoursePath) -> Vec<String> {
    path.courses.iter().filter_map(|id| catalogue.get(*id)).map(|course| course.slug.clone()).collect()
}

/// `GET /training/paths/{belt}`
pub async fn show_path(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    ladder: Ladder,
    belt: Path<String>,
) -> Result<HttpResponse, AppError> {
    let (today, person) = (clock.now().day(), member.id);
    let (catalogue, learner) = db
        .read(move |connection| {
            let catalogue = store::catalogue(connection, &ladder)?;
            let learner = store::learner(connection, &catalogue, person, today)?;
            Ok::<_, ProgramError>((catalogue, learner))
        })
        .await?;
    let path = catalogue.path(&belt).ok_or(GONE)?;
    page(&PathShowPage {
        path: path_line(&catalogue, &learner, path, today),
        belt_href: format!("/people/{}/belt#level-{}", member.handle, path.key),
        can_shape: access::may_shape(&member),
        shell,
    })
}

fn path_page(shell: Shell, path: &CoursePath, catalogue: &Catalogue, chosen: &[String]) -> PathPage {
    let count = (chosen.len() + FREE).min(PLACES);
    let choices = |current: &str| {
        catalogue.current().map(|course| Choice::new(&course.slug, &course.title, current)).collect::<Vec<_>>()
    };
    let place = |number: usize| {
        let current = chosen.get(number - 1).map_or("", String::as_str);
        (format!("place_{number}"), format!("Course {number}"), choices(current))
    };
    PathPage {
        shell,
        belt: path.key.clone(),
        label: path.name.clone(),
        is_gone: path.is_gone,
        places: (1..=count).map(place).collect(),
        seen: present(catalogue, path).join(" "),
        problems: Vec::new(),
        changed: Vec::new(),
    }
}

/// `GET /training/paths/{belt}/edit`
pub async fn edit_path(
    shell: Shell,
    db: Data<Db>,
    ladder: Ladder,
    belt: Path<String>,
) -> Result<HttpResponse, AppError> {
    let catalogue = db.read(move |connection| store::catalogue(connection, &ladder)).await?;
    let path = catalogue.path(&belt).ok_or(GONE)?;
    page(&path_page(shell, path, &catalogue, &present(&catalogue, path)))
}

/// `POST /training/paths/{belt}`
pub async fn update_path(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    ladder: Ladder,
    belt: Path<String>,
    form: Form<PathForm>,
) -> Result<HttpResponse, AppError> {
    let (belt, form, now) = (belt.into_inner(), form.into_inner(), clock.now());
    let (chosen, seen) = (form.courses(), form.seen());
    let (wanted, key, levels) = (chosen.clone(), belt.clone(), ladder.clone());
    let saved = db
        .write(move |tx| actions::save_path(tx, Actor::Member(&member), now, &levels, &key, &wanted, Some(&seen)))
        .await;
    let (status, problems) = match saved {
        Ok(()) => return Ok(see_other_saying("/training#paths", "The path is saved.")),
        Err(ProgramError::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        Err(ProgramError::Changed(_)) => (StatusCode::CONFLICT, Vec::<FieldProblem>::new()),
        Err(error) => return Err(error.into()),
    };
    let catalogue = db.read(move |connection| store::catalogue(connection, &ladder)).await?;
    let path = catalogue.path(&belt).ok_or(GONE)?;
    let titles = |slugs: Vec<String>| {
        slugs.iter().filter_map(|slug| catalogue.by_slug(slug)).map(|course| course.title.clone()).collect()
    };
    let changed = if status == StatusCode::CONFLICT { titles(present(&catalogue, path)) } else { Vec::new() };
    let shown = path_page(shell, path, &catalogue, &chosen);
    html(status, &PathPage { problems, changed, ..shown })
}
