//! The path of a belt, as a form with a place for each course.

use std::collections::BTreeMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};
use serde::Deserialize;

use crate::clock::Clock;
use crate::db::Db;
use crate::error::AppError;
use crate::program::training::audience::Belt;
use crate::program::training::catalogue::Catalogue;
use crate::program::training::pages::PathPage;
use crate::program::training::{actions, store};
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

fn belt_of(path: &Path<String>) -> Result<Belt, AppError> {
    Belt::parse(path).ok_or(AppError::NotFound("belt"))
}

/// The addresses of a belt's courses as they are now.
fn present(catalogue: &Catalogue, belt: Belt) -> Vec<String> {
    let path = catalogue.paths().iter().find(|(known, _)| *known == belt);
    let ids = path.map(|(_, ids)| ids.as_slice()).unwrap_or_default();
    ids.iter().filter_map(|id| catalogue.get(*id)).map(|course| course.slug.clone()).collect()
}

fn path_page(shell: Shell, belt: Belt, catalogue: &Catalogue, chosen: &[String]) -> PathPage {
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
        belt: belt.as_str(),
        label: belt.label(),
        places: (1..=count).map(place).collect(),
        seen: present(catalogue, belt).join(" "),
        problems: Vec::new(),
        changed: Vec::new(),
    }
}

/// `GET /training/paths/{belt}/edit`
pub async fn edit_path(shell: Shell, db: Data<Db>, belt: Path<String>) -> Result<HttpResponse, AppError> {
    let belt = belt_of(&belt)?;
    let catalogue = db.read(store::catalogue).await?;
    page(&path_page(shell, belt, &catalogue, &present(&catalogue, belt)))
}

/// `POST /training/paths/{belt}`
pub async fn update_path(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    belt: Path<String>,
    form: Form<PathForm>,
) -> Result<HttpResponse, AppError> {
    let (belt, form, now) = (belt_of(&belt)?, form.into_inner(), clock.now());
    let (chosen, seen) = (form.courses(), form.seen());
    let wanted = chosen.clone();
    let saved =
        db.write(move |tx| actions::save_path(tx, Actor::Member(&member), now, belt, &wanted, Some(&seen))).await;
    let (status, problems) = match saved {
        Ok(()) => {
            return Ok(see_other_saying(
                "/training#paths",
                format!("The path to the {} is saved.", belt.label().to_lowercase()),
            ));
        }
        Err(ProgramError::Invalid(problems)) => (StatusCode::UNPROCESSABLE_ENTITY, problems),
        Err(ProgramError::Changed(_)) => (StatusCode::CONFLICT, Vec::<FieldProblem>::new()),
        Err(error) => return Err(error.into()),
    };
    let catalogue = db.read(store::catalogue).await?;
    let titles = |slugs: Vec<String>| {
        slugs.iter().filter_map(|slug| catalogue.by_slug(slug)).map(|course| course.title.clone()).collect()
    };
    let changed = if status == StatusCode::CONFLICT { titles(present(&catalogue, belt)) } else { Vec::new() };
    let shown = path_page(shell, belt, &catalogue, &chosen);
    html(status, &PathPage { problems, changed, ..shown })
}
