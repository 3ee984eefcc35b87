//! The catalogue, and the form by which a completed course is recorded.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Query};
use serde::Deserialize;

use super::{choose_again, evidence_file};
use crate::clock::{Clock, Day};
use crate::db::once::once;
use crate::db::{Connection, Db, Tx};
use crate::error::AppError;
use crate::files::{FileStore, Kept};
use crate::program::ladder::Ladder;
use crate::program::teams::person_named;
use crate::program::training::actions::Recorded;
use crate::program::training::catalogue::{Catalogue, CoursePath};
use crate::program::training::forms::CompletionForm;
use crate::program::training::model::Course;
use crate::program::training::pages::{CourseLine, ListPage, PathLine, StandingWords};
use crate::program::training::store::Learner;
use crate::program::training::{access, actions, store};
use crate::program::{Actor, ProgramError};
use crate::web::form::Choice;
use crate::web::page::own_target;
use crate::web::{FieldProblem, Form, Grant, Member, SentFiles, Shell, html, page, see_other, see_other_saying};

/// The query of `GET /training`: which course the form starts with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    course: String,
}

/// `GET /completions`: where a form with problems stood; it leads to the list.
pub async fn to_list() -> HttpResponse {
    see_other("/training")
}

/// `GET /training`
pub async fn list(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    ladder: Ladder,
    query: Query<ListQuery>,
) -> Result<HttpResponse, AppError> {
    let form = CompletionForm { course: query.into_inner().course, ..CompletionForm::default() };
    page(&list_page(shell, &member, &db, &ladder, clock.now().day(), form, Vec::new()).await?)
}

async fn list_page(
    shell: Shell,
    member: &Member,
    db: &Db,
    ladder: &Ladder,
    today: Day,
    form: CompletionForm,
    problems: Vec<FieldProblem>,
) -> Result<ListPage, AppError> {
    let (person, ladder) = (member.id, ladder.clone());
    let read = move |connection: &mut Connection| {
        let catalogue = store::catalogue(connection, &ladder)?;
        let learner = store::learner(connection, &catalogue, person, today)?;
        Ok::<_, ProgramError>((learner, store::list_completions(connection, person)?, catalogue))
    };
    let (learner, completions, catalogue) = db.read(read).await?;
    let choice = |course: &Course| Choice::new(&course.slug, &course.title, &form.course);
    let lines = catalogue.current().map(|course| line(&catalogue, &learner, course, today));
    let (required, others) = lines.partition(|line| line.is_required);
    Ok(ListPage {
        required,
        others,
        paths: paths(&catalogue, &learner, today),
        choices: catalogue.current().map(choice).collect(),
        person: form.person,
        completed_on: if form.completed_on.is_empty() { today.to_string() } else { form.completed_on },
        result: form.result,
        evidence: form.evidence,
        target: form.target,
        can_shape: access::may_shape(member),
        for_others: member.has(Grant::Lead),
        oversees: member.has(Grant::Lead) || member.has(Grant::Manager),
        completions,
        today,
        problems,
        shell,
    })
}

pub(super) fn line(catalogue: &Catalogue, learner: &Learner, course: &Course, today: Day) -> CourseLine {
    let is_required = course.audience.means(&learner.facts);
    let standing = learner.standing(catalogue, course, today);
    CourseLine {
        course: course.clone(),
        words: StandingWords::of(standing, is_required, today),
        is_required,
        is_in_date: standing.is_in_date(),
    }
}

fn paths(catalogue: &Catalogue, learner: &Learner, today: Day) -> Vec<PathLine> {
    catalogue.paths().iter().map(|path| path_line(catalogue, learner, path, today)).collect()
}

pub(super) fn path_line(catalogue: &Catalogue, learner: &Learner, path: &CoursePath, today: Day) -> PathLine {
    let courses = path.courses.iter().filter_map(|id| catalogue.get(*id));
    PathLine {
        belt: path.key.clone(),
        label: path.name.clone(),
        about: path.about.clone(),
        is_gone: path.is_gone,
        steps: courses.map(|course| line(catalogue, learner, course, today)).collect(),
        is_next: learner.facts.towards.as_ref().is_some_and(|rung| rung.key() == path.key),
    }
}

/// `POST /completions`
pub async fn create_completion(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    (store, ladder): (Data<FileStore>, Ladder),
    sent: SentFiles,
    form: Form<CompletionForm>,
) -> Result<HttpResponse, AppError> {
    let (form, now) = (form.into_inner(), clock.now());
    let file = match evidence_file(&sent) {
        Ok(None) => None,
        Ok(Some(checked)) => Some(store.keep(checked).await?),
        Err((status, problem)) => {
            let shown = list_page(shell, &member, &db, &ladder, now.day(), form, vec![problem]).await?;
            return html(status, &shown);
        }
    };
    let target = if form.target.is_empty() { "/training" } else { own_target(Some(&form.target)) }.to_owned();
    let (wanted, actor) = (form.clone(), member.clone());
    let saved = db.write(move |tx| record(tx, &actor, now, &wanted, file.as_ref())).await;
    match saved {
        Ok(words) => Ok(see_other_saying(&target, words)),
        Err(ProgramError::Invalid(mut problems)) => {
            choose_again(&sent, &mut problems);
            let shown = list_page(shell, &member, &db, &ladder, now.day(), form, problems).await?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error.into()),
    }
}

/// Records what the form says, once; what to tell its sender.
fn record(
    tx: &mut Tx,
    member: &Member,
    now: crate::clock::Timestamp,
    form: &CompletionForm,
    file: Option<&Kept>,
) -> Result<String, ProgramError> {
    once(tx, member.id, &form.once, now, |tx| {
        let new = form.parse(now.day())?;
        let course = store::find_course(tx, &form.course)
            .map_err(|_| ProgramError::field("course", "choose the course that was completed"))?;
        let person = if form.person.is_empty() { member.id } else { person_named(tx, &form.person)?.id };
        let recorded = actions::record_completion(tx, Actor::Member(member), now, person, &course, &new, file)?;
        let day = new.completed_on.unwrap_or(now.day()).words();
        match recorded {
            Recorded::Known(_) => {
                let words =
                    format!("{} is recorded for {day} already; take another day, or add evidence", course.title);
                Err(ProgramError::field("completed_on", words))
            }
            Recorded::Changed(_) => {
                Ok("That day was recorded already; its evidence and result are the new ones now.".to_owned())
            }
            Recorded::New(_) => Ok(match (new.result, course.pass_mark) {
                (Some(result), Some(mark)) if result < mark => {
                    format!("Recorded as not passed: {result} % of the {mark} % that are needed.")
                }
                _ => "The completed course is recorded.".to_owned(),
            }),
        }
    })
}
