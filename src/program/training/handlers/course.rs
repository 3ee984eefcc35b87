//! One course: its page, and the form that makes or changes it.

use std::collections::HashMap;

use actix_web::HttpResponse;
use actix_web::http::StatusCode;
use actix_web::web::{Data, Path};

use crate::clock::{Clock, Day};
use crate::db::once::once;
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::program::conflict::Conflict;
use crate::program::ladder::Ladder;
use crate::program::training::catalogue::Catalogue;
use crate::program::training::forms::CourseForm;
use crate::program::training::model::{Course, RenewFor};
use crate::program::training::pages::{CoursePage, FormPage, RenewalLine, StandingWords, audience_words};
use crate::program::training::rules::Standing;
use crate::program::training::{access, actions, store};
use crate::program::{Actor, Department, ProgramError, list_departments};
use crate::web::form::Choice;
use crate::web::{FieldProblem, Form, Grant, Member, Shell, html, page, see_other_saying};

/// `GET /training/{slug}`
pub async fn show(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    ladder: Ladder,
    slug: Path<String>,
) -> Result<HttpResponse, AppError> {
    let today = clock.now().day();
    let read = move |connection: &mut Connection| show_page(connection, shell, &member, &ladder, &slug, today);
    page(&db.read(read).await?)
}

fn show_page(
    connection: &mut Connection,
    shell: Shell,
    member: &Member,
    ladder: &Ladder,
    slug: &str,
    today: Day,
) -> Result<CoursePage, ProgramError> {
    let catalogue = store::catalogue(connection, ladder)?;
    let course = catalogue.by_slug(slug).cloned().ok_or(ProgramError::NotFound("course"))?;
    let learner = store::learner(connection, &catalogue, member.id, today)?;
    let departments =
        list_departments(connection)?.into_iter().map(|one| (one.id, one.name)).collect::<HashMap<_, _>>();
    let named = |course: &Course| (course.slug.clone(), course.title.clone());
    let oversees = member.has(Grant::Lead) || member.has(Grant::Manager);
    let asks = course.renew_for != RenewFor::Nobody;
    let on_path = catalogue.paths().iter().filter(|path| path.courses.contains(&course.id));
    Ok(CoursePage {
        audience: audience_words(&course.audience, &departments, ladder),
        before: course.replaces.and_then(|id| catalogue.get(id)).map(named),
        after: catalogue.successor(course.id).map(named),
        belts: on_path.map(|path| (path.key.clone(), path.name.clone())).collect(),
        is_required: course.audience.means(&learner.facts),
        words: StandingWords::of(
            learner.standing(&catalogue, &course, today),
            course.audience.means(&learner.facts),
            today,
        ),
        can_shape: access::may_shape(member),
        oversees,
        renewals: if asks && oversees { renewals(connection, &catalogue, member, &course, today)? } else { Vec::new() },
        course,
        shell,
    })
}

/// Who still has to take this version, of those whom the member looks after, by name.
fn renewals(
    connection: &mut Connection,
    catalogue: &Catalogue,
    member: &Member,
    course: &Course,
    today: Day,
) -> Result<Vec<RenewalLine>, ProgramError> {
    let mut learners = store::learners(connection, catalogue, today)?;
    learners.retain(|learner| access::may_oversee(member, learner));
    let renews = |learner: store::Learner| {
        let is_over = match learner.standing(catalogue, course, today) {
            Standing::InDate { renewal: Some(renewal), .. } if renewal.of == course.id => false,
            Standing::Expired { renewal: Some(renewal), .. } if renewal.of == course.id => true,
            _ => return None,
        };
        let team = learner.teams.into_iter().next().map(|(_, _, name)| name).unwrap_or_default();
        Some(RenewalLine { handle: learner.handle, name: learner.name, team, is_over })
    };
    Ok(learners.into_iter().filter_map(renews).collect())
}

/// `GET /training/new`
pub async fn new(shell: Shell, db: Data<Db>, ladder: Ladder) -> Result<HttpResponse, AppError> {
    let around = around(&db, ladder).await?;
    page(&form_page(shell, None, &around, CourseForm::default(), Vec::new()))
}

/// What the form chooses from.
type Around = (Catalogue, Vec<Department>);

async fn around(db: &Db, ladder: Ladder) -> Result<Around, ProgramError> {
    db.read(move |connection| Ok((store::catalogue(connection, &ladder)?, list_departments(connection)?))).await
}

fn form_page(
    shell: Shell,
    known: Option<&Course>,
    (catalogue, departments): &Around,
    form: CourseForm,
    problems: Vec<FieldProblem>,
) -> FormPage {
    let others = catalogue.all().iter().filter(|course| known.is_none_or(|known| known.id != course.id));
    FormPage {
        shell,
        known: known.map(|course| (course.title.clone(), course.slug.clone())),
        rules: form.rule_choices(departments, catalogue.ladder()),
        replaced: others.map(|course| Choice::new(&course.slug, &course.title, &form.replaces)).collect(),
        form,
        problems,
        conflict: None,
    }
}

/// `POST /training`
pub async fn create(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    ladder: Ladder,
    form: Form<CourseForm>,
) -> Result<HttpResponse, AppError> {
    let (form, now) = (form.into_inner(), clock.now());
    let (sent, levels) = (form.clone(), ladder.clone());
    let saved = db
        .write(move |tx| {
            once(tx, member.id, &sent.once, now, |tx| {
                let new = sent.parse(&store::catalogue(tx, &levels)?)?;
                let course = actions::add_course(tx, Actor::Member(&member), now, &new)?;
                Ok::<_, ProgramError>(format!("/training/{}", course.slug))
            })
        })
        .await;
    match saved {
        Ok(target) => Ok(see_other_saying(&target, "The course is there.")),
        Err(ProgramError::Invalid(problems)) => {
            html(StatusCode::UNPROCESSABLE_ENTITY, &form_page(shell, None, &around(&db, ladder).await?, form, problems))
        }
        Err(error) => Err(error.into()),
    }
}

/// `GET /training/{slug}/edit`
pub async fn edit(shell: Shell, db: Data<Db>, ladder: Ladder, slug: Path<String>) -> Result<HttpResponse, AppError> {
    let around = around(&db, ladder).await?;
    let course = around.0.by_slug(&slug).cloned().ok_or(ProgramError::NotFound("course"))?;
    let form = CourseForm::of(&course, &around.0);
    page(&form_page(shell, Some(&course), &around, form, Vec::new()))
}

/// `POST /training/{slug}`
pub async fn update(
    shell: Shell,
    member: Member,
    db: Data<Db>,
    clock: Data<Clock>,
    ladder: Ladder,
    slug: Path<String>,
    form: Form<CourseForm>,
) -> Result<HttpResponse, AppError> {
    let (slug, form, now) = (slug.into_inner(), form.into_inner(), clock.now());
    let (sent, wanted, levels) = (form.clone(), slug.clone(), ladder.clone());
    let saved = db
        .write(move |tx| {
            let course = store::find_course(tx, &wanted)?;
            let new = sent.parse(&store::catalogue(tx, &levels)?)?;
            actions::save_course(tx, Actor::Member(&member), now, &course, &new, sent.seen())
        })
        .await;
    let around = around(&db, ladder).await?;
    let course = around.0.by_slug(&slug).cloned().ok_or(ProgramError::NotFound("course"))?;
    match saved {
        Ok(()) => Ok(see_other_saying(&format!("/training/{slug}"), "Saved.")),
        Err(ProgramError::Invalid(problems)) => {
            html(StatusCode::UNPROCESSABLE_ENTITY, &form_page(shell, Some(&course), &around, form, problems))
        }
        Err(ProgramError::Changed(_)) => conflict(shell, &course, &around, form),
        Err(error) => Err(error.into()),
    }
}

/// Both texts; the form keeps what was written and may now replace the other.
fn conflict(shell: Shell, course: &Course, around: &Around, mut yours: CourseForm) -> Result<HttpResponse, AppError> {
    let theirs = CourseForm::of(course, &around.0);
    let boxes = |form: &CourseForm| {
        let ticked = form.rule_choices(&around.1, around.0.ladder()).into_iter().filter(|choice| choice.is_ticked);
        ticked.map(|choice| choice.label).collect::<Vec<_>>().join(", ")
    };
    let conflict = Conflict::of([
        ("Title", &yours.title, &theirs.title),
        ("Provider", &yours.provider, &theirs.provider),
        ("Link", &yours.link, &theirs.link),
        ("Also given", &yours.more_offers, &theirs.more_offers),
        ("Minutes", &yours.minutes, &theirs.minutes),
        ("Required for", &boxes(&yours), &boxes(&theirs)),
        ("Months", &yours.valid_months, &theirs.valid_months),
        ("Pass mark", &yours.pass_mark, &theirs.pass_mark),
        ("Replaces", &yours.replaces, &theirs.replaces),
        ("Renewal for", &yours.renew_for, &theirs.renew_for),
        ("Renewal by", &yours.renew_by, &theirs.renew_by),
    ]);
    yours.version = theirs.version;
    let shown = FormPage { conflict: Some(conflict), ..form_page(shell, Some(course), around, yours, Vec::new()) };
    html(StatusCode::CONFLICT, &shown)
}
