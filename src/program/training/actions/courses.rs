//! Courses.

use serde_json::json;

use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::db::keys::{CourseId, RowVersion};
use crate::program::fields::Fields;
use crate::program::training::audience::Rule;
use crate::program::training::catalogue::Catalogue;
use crate::program::training::model::{Course, NewCourse, RenewFor};
use crate::program::training::{access, store};
use crate::program::{Actor, ProgramError, free_slug, list_departments};

const SHAPED_BY: &str = "courses are kept by the program's lead and by admins";

/// Addresses below `/training` that are pages of their own.
const RESERVED: &[&str] = &["paths", "expiring", "unverified", "import", "imports"];

/// Makes a course.
///
/// # Errors
///
/// [`ProgramError::Invalid`] where the title is taken, or it replaces what it can't.
pub fn add_course(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, new: &NewCourse) -> Result<Course, ProgramError> {
    if !actor.may(access::may_shape) {
        return Err(ProgramError::NotYours(SHAPED_BY));
    }
    check(tx, new, None)?;
    let slug = free_slug(&new.title, "course", |slug| Ok(!RESERVED.contains(&slug) && store::is_slug_free(tx, slug)?))?;
    store::insert_course(tx, CourseId::generate(), &slug, new)?;
    let detail = json!({ "title": new.title, "for": new.audience.as_str(), "pass_mark": new.pass_mark });
    audit::record(tx, now, Entry { actor: actor.id(), action: "course.added", subject: ("course", &slug), detail })?;
    store::find_course(tx, &slug)
}

/// Saves a course, which was read at version `seen`. What was completed keeps
/// the last day that it was given.
///
/// # Errors
///
/// [`ProgramError::Changed`] where somebody saved in between; [`ProgramError::Invalid`] as for [`add_course`].
pub fn save_course(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    course: &Course,
    new: &NewCourse,
    seen: RowVersion,
) -> Result<(), ProgramError> {
    if !actor.may(access::may_shape) {
        return Err(ProgramError::NotYours(SHAPED_BY));
    }
    check(tx, new, Some(course.id))?;
    if !store::save_course(tx, course.id, new, seen)? {
        return Err(ProgramError::Changed("course"));
    }
    let day = |day: Option<crate::clock::Day>| day.map(|day| day.to_string());
    let detail = json!({
        "before": {
            "title": course.title, "for": course.audience.as_str(), "months": course.valid_months,
            "pass_mark": course.pass_mark, "renew_for": course.renew_for.as_str(), "renew_by": day(course.renew_by),
        },
        "after": {
            "title": new.title, "for": new.audience.as_str(), "months": new.valid_months,
            "pass_mark": new.pass_mark, "renew_for": new.renew_for.as_str(), "renew_by": day(new.renew_by),
        },
    });
    let subject = ("course", course.slug.as_str());
    audit::record(tx, now, Entry { actor: actor.id(), action: "course.changed", subject, detail })?;
    Ok(())
}

/// What a form alone can't know: other courses, and departments.
fn check(tx: &mut Tx, new: &NewCourse, course: Option<CourseId>) -> Result<(), ProgramError> {
    let mut fields = Fields::default();
    if store::is_title_taken(tx, &new.title, course)? {
        fields.keep::<()>("title", Err(format!("there is a course called {} already", new.title)));
    }
    let known: Vec<_> = list_departments(tx)?.into_iter().map(|department| department.id).collect();
    let is_gone = |rule: &Rule| matches!(rule, Rule::Department(id) if !known.contains(id));
    if new.audience.rules().iter().any(is_gone) {
        fields.keep::<()>("audience", Err("one of these departments is not there; reload the page".into()));
    }
    let catalogue = store::versions(tx)?;
    fields.keep("replaces", check_replaced(&catalogue, new, course));
    fields.keep("renew_by", check_renewal(new));
    if fields.is_fine() { Ok(()) } else { Err(fields.refuse()) }
}

fn check_replaced(catalogue: &Catalogue, new: &NewCourse, course: Option<CourseId>) -> Result<(), String> {
    let Some(old) = new.replaces else { return Ok(()) };
    let title = catalogue.get(old).map_or("it", |course| course.title.as_str());
    if course == Some(old) {
        return Err("a course can't replace itself; choose the version before it".into());
    }
    if course.is_some_and(|course| catalogue.would_loop(course, old)) {
        return Err(format!("{title} is a later version of this course, so this would go round in a circle"));
    }
    match catalogue.successor(old).filter(|next| Some(next.id) != course) {
        Some(next) => Err(format!("{title} is replaced by {} already; replace that one", next.title)),
        None => Ok(()),
    }
}

fn check_renewal(new: &NewCourse) -> Result<(), String> {
    match (new.renew_for, new.replaces, new.renew_by) {
        (RenewFor::Nobody, _, None) => Ok(()),
        (RenewFor::Nobody, _, Some(_)) => Err("say beside it who has to renew by then".into()),
        (_, None, _) => Err("only a course that replaces another asks for a renewal; choose which one".into()),
        (_, _, None) => Err("say by when they have to".into()),
        _ => Ok(()),
    }
}
