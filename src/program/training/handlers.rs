//! The list of courses, and what was completed.

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path, Query};
use serde::Deserialize;

use super::forms::{CompletionForm, CourseForm};
use super::model::Course;
use super::pages::{CourseLine, FormPage, ListPage};
use super::{access, actions, rules, store};
use crate::clock::{Clock, Day};
use crate::db::Db;
use crate::db::keys::CompletionId;
use crate::db::once::once;
use crate::error::AppError;
use crate::program::conflict::Conflict;
use crate::program::teams::person_named;
use crate::program::{Actor, ProgramError};
use crate::web::confirm::{ConfirmPage, ask_first, is_confirmed};
use crate::web::form::Choice;
use crate::web::page::own_target;
use crate::web::{FieldProblem, Form, Grant, Member, Shell, html, page, see_other_saying};

/// The query of `GET /training`: which course the form starts with.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub struct ListQuery {
    course: String,
}

/// `GET /training`
pub async fn list(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    query: Query<ListQuery>,
) -> Result<HttpResponse, AppError> {
    let form = CompletionForm { course: query.into_inner().course, ..CompletionForm::default() };
    page(&list_page(shell, &member, &db, clock.now().day(), form, Vec::new()).await?)
}

async fn list_page(
    shell: Shell,
    member: &Member,
    db: &Db,
    today: Day,
    form: CompletionForm,
    problems: Vec<FieldProblem>,
) -> Result<ListPage, AppError> {
    let person = member.id;
    let (courses, completions) = db
        .read(move |connection| {
            Ok::<_, ProgramError>((store::list_courses(connection)?, store::list_completions(connection, person)?))
        })
        .await?;
    let choice = |course: &Course| Choice::new(&course.slug, &course.title, &form.course);
    let choices = courses.iter().map(choice).collect();
    let line = |course: Course| {
        let counts = completions
            .iter()
            .find(|done| done.course_slug == course.slug && rules::is_valid(done.valid_until, today))
            .cloned();
        CourseLine { course, done: counts }
    };
    Ok(ListPage {
        courses: courses.into_iter().map(line).collect(),
        choices,
        person: form.person,
        completed_on: if form.completed_on.is_empty() { today.to_string() } else { form.completed_on },
        evidence: form.evidence,
        target: form.target,
        can_shape: access::may_shape(member),
        for_others: member.has(Grant::Lead),
        completions,
        today,
        problems,
        shell,
    })
}

/// `POST /completions`
pub async fn create_completion(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    form: Form<CompletionForm>,
) -> Result<HttpResponse, AppError> {
    let (form, now) = (form.into_inner(), clock.now());
    let (sent, actor) = (form.clone(), member.clone());
    let target = if form.target.is_empty() { "/training" } else { own_target(Some(&form.target)) }.to_owned();
    let saved = db
        .write(move |tx| {
            let mut recorded = actions::Recorded::Known;
            once(tx, actor.id, &sent.once, now, |tx| {
                let (day, evidence) = sent.parse(now.day())?;
                let course = store::find_course(tx, &sent.course)
                    .map_err(|_| ProgramError::field("course", "choose the course that was completed"))?;
                let person = if sent.person.is_empty() { actor.id } else { person_named(tx, &sent.person)?.id };
                recorded = actions::record_completion(tx, Actor::Member(&actor), now, person, &course, day, &evidence)?;
                Ok::<_, ProgramError>(String::new())
            })?;
            Ok::<_, ProgramError>(recorded)
        })
        .await;
    match saved {
        Ok(recorded) => Ok(see_other_saying(&target, recorded_words(recorded))),
        Err(ProgramError::Invalid(problems)) => {
            let shown = list_page(shell, &member, &db, now.day(), form, problems).await?;
            html(StatusCode::UNPROCESSABLE_ENTITY, &shown)
        }
        Err(error) => Err(error.into()),
    }
}

fn recorded_words(recorded: actions::Recorded) -> &'static str {
    match recorded {
        actions::Recorded::New => "The completed course is recorded.",
        actions::Recorded::Evidence => "That day was recorded already; its evidence is the new one now.",
        actions::Recorded::Known => "That was recorded already.",
    }
}

/// `POST /completions/{id}/delete`
pub async fn delete_completion(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    id: Path<String>,
    form: Form<CompletionForm>,
) -> Result<HttpResponse, AppError> {
    let id = CompletionId::parse(&id).ok_or(AppError::NotFound("completion"))?;
    if !is_confirmed(&form.confirmed) {
        return ask_first(&ConfirmPage {
            shell,
            question: "Take this completed course away?",
            action: &format!("/completions/{id}/delete"),
            label: "Take it away",
            fields: &[],
            cancel: "/training",
        });
    }
    let now = clock.now();
    db.write(move |tx| actions::delete_completion(tx, Actor::Member(&member), now, id)).await?;
    Ok(see_other_saying("/training", "The completed course is taken away."))
}

/// `GET /training/new`
pub async fn new(shell: Shell) -> Result<HttpResponse, AppError> {
    page(&form_page(shell, None, CourseForm::default(), Vec::new()))
}

fn form_page(shell: Shell, known: Option<&Course>, form: CourseForm, problems: Vec<FieldProblem>) -> FormPage {
    let known = known.map(|course| (course.title.clone(), course.slug.clone()));
    FormPage { shell, known, form, problems, conflict: None }
}

/// `POST /training`
pub async fn create(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    form: Form<CourseForm>,
) -> Result<HttpResponse, AppError> {
    let (form, now) = (form.into_inner(), clock.now());
    let sent = form.clone();
    let saved = db
        .write(move |tx| {
            once(tx, member.id, &sent.once, now, |tx| {
                actions::add_course(tx, Actor::Member(&member), now, &sent.parse()?)?;
                Ok::<_, ProgramError>("/training".to_owned())
            })
        })
        .await;
    match saved {
        Ok(target) => Ok(see_other_saying(&target, "The course is there.")),
        Err(ProgramError::Invalid(problems)) => {
            html(StatusCode::UNPROCESSABLE_ENTITY, &form_page(shell, None, form, problems))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /training/{slug}/edit`
pub async fn edit(shell: Shell, db: Data<Db>, slug: Path<String>) -> Result<HttpResponse, AppError> {
    let course = find(&db, slug.into_inner()).await?;
    page(&form_page(shell, Some(&course), CourseForm::of(&course), Vec::new()))
}

async fn find(db: &Db, slug: String) -> Result<Course, ProgramError> {
    db.read(move |connection| store::find_course(connection, &slug)).await
}

/// `POST /training/{slug}`
pub async fn update(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    slug: Path<String>,
    form: Form<CourseForm>,
) -> Result<HttpResponse, AppError> {
    let (slug, form, now) = (slug.into_inner(), form.into_inner(), clock.now());
    let (sent, wanted) = (form.clone(), slug.clone());
    let saved = db
        .write(move |tx| {
            let course = store::find_course(tx, &wanted)?;
            actions::save_course(tx, Actor::Member(&member), now, &course, &sent.parse()?, sent.seen())
        })
        .await;
    let problems = match saved {
        Ok(()) => return Ok(see_other_saying("/training", "Saved.")),
        Err(ProgramError::Invalid(problems)) => problems,
        Err(ProgramError::Changed(_)) => return conflict(shell, &db, slug, form).await,
        Err(error) => return Err(error.into()),
    };
    let course = find(&db, slug).await?;
    html(StatusCode::UNPROCESSABLE_ENTITY, &form_page(shell, Some(&course), form, problems))
}

/// Both texts; the form keeps what was written and may now replace the other.
async fn conflict(shell: Shell, db: &Db, slug: String, mut yours: CourseForm) -> Result<HttpResponse, AppError> {
    let course = find(db, slug).await?;
    let theirs = CourseForm::of(&course);
    let conflict = Conflict::of([
        ("Title", &yours.title, &theirs.title),
        ("Provider", &yours.provider, &theirs.provider),
        ("Link", &yours.link, &theirs.link),
        ("Minutes", &yours.minutes, &theirs.minutes),
        ("Required", &yours.required, &theirs.required),
        ("Months", &yours.valid_months, &theirs.valid_months),
    ]);
    yours.version = theirs.version;
    let shown = FormPage { conflict: Some(conflict), ..form_page(shell, Some(&course), yours, Vec::new()) };
    html(StatusCode::CONFLICT, &shown)
}
