//! What can be done with courses and completions.

use serde_json::json;

use super::model::{Course, NewCourse};
use super::{access, rules, store};
use crate::audit::{self, Entry};
use crate::clock::{Day, Timestamp};
use crate::db::Tx;
use crate::db::keys::{CompletionId, CourseId, PersonId, RowVersion};
use crate::program::{Actor, ProgramError, free_slug};

const SHAPED_BY: &str = "courses are kept by the program's lead and by admins";

/// Makes a course.
///
/// # Errors
///
/// [`ProgramError::Invalid`] where the title is taken.
pub fn add_course(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, new: &NewCourse) -> Result<Course, ProgramError> {
    if !actor.may(access::may_shape) {
        return Err(ProgramError::NotYours(SHAPED_BY));
    }
    check_title(tx, &new.title, None)?;
    let slug = free_slug(&new.title, "course", |slug| store::is_slug_free(tx, slug))?;
    store::insert_course(tx, CourseId::generate(), &slug, new)?;
    let detail = json!({ "title": new.title, "required": new.required });
    audit::record(tx, now, Entry { actor: actor.id(), action: "course.added", subject: ("course", &slug), detail })?;
    store::find_course(tx, &slug)
}

/// Saves a course, which was read at version `seen`. What was completed keeps
/// the last day that it was given.
///
/// # Errors
///
/// [`ProgramError::Changed`] where somebody saved in between; [`ProgramError::Invalid`] where the title is taken.
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
    check_title(tx, &new.title, Some(course.id))?;
    if !store::save_course(tx, course.id, new, seen)? {
        return Err(ProgramError::Changed("course"));
    }
    let detail = json!({
        "before": { "title": course.title, "required": course.required, "months": course.valid_months },
        "after": { "title": new.title, "required": new.required, "months": new.valid_months },
    });
    let subject = ("course", course.slug.as_str());
    audit::record(tx, now, Entry { actor: actor.id(), action: "course.changed", subject, detail })?;
    Ok(())
}

fn check_title(tx: &mut Tx, title: &str, except: Option<CourseId>) -> Result<(), ProgramError> {
    if store::is_title_taken(tx, title, except)? {
        return Err(ProgramError::field("title", format!("there is a course called {title} already")));
    }
    Ok(())
}

/// What recording a completed course came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// It is there now.
    New,
    /// It was there for that day; its evidence is another now.
    Evidence,
    /// It was there just so.
    Known,
}

/// Records that `person` completed a course; `evidence` may be empty. The same
/// day twice replaces the evidence, where some is given.
///
/// # Errors
///
/// [`ProgramError::Invalid`] where the day lies ahead.
pub fn record_completion(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    person: PersonId,
    course: &Course,
    completed_on: Day,
    evidence: &str,
) -> Result<Recorded, ProgramError> {
    if !actor.may(|member| access::may_record(member, person)) {
        return Err(ProgramError::NotYours("completions are recorded by people themselves and by the program's lead"));
    }
    if completed_on > now.day() {
        return Err(ProgramError::field("completed_on", format!("{} lies ahead", completed_on.words())));
    }
    if let Some((id, known)) = store::find_completion(tx, person, course.id, completed_on)? {
        if evidence.is_empty() || evidence == known {
            return Ok(Recorded::Known);
        }
        store::save_evidence(tx, id, evidence)?;
        let detail = json!({ "person": person.as_str(), "course": course.slug, "before": known, "after": evidence });
        let subject = ("completion", id.as_str());
        audit::record(tx, now, Entry { actor: actor.id(), action: "training.evidence", subject, detail })?;
        return Ok(Recorded::Evidence);
    }
    let id = CompletionId::generate();
    let until = rules::valid_until(completed_on, course.valid_months);
    store::insert_completion(tx, now, id, (person, course.id), (completed_on, until), evidence)?;
    let detail = json!({ "person": person.as_str(), "course": course.slug, "on": completed_on.to_string() });
    let subject = ("completion", id.as_str());
    audit::record(tx, now, Entry { actor: actor.id(), action: "training.completed", subject, detail })?;
    Ok(Recorded::New)
}

/// Takes a completion away that was recorded by mistake.
///
/// # Errors
///
/// [`ProgramError::NotFound`] where it is none, or somebody else's.
pub fn delete_completion(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, id: CompletionId) -> Result<(), ProgramError> {
    let person = store::owner_of(tx, id)?;
    if !actor.may(|member| access::may_record(member, person)) {
        return Err(ProgramError::NotFound("completion"));
    }
    store::delete_completion(tx, id)?;
    let detail = json!({ "person": person.as_str() });
    let subject = ("completion", id.as_str());
    audit::record(tx, now, Entry { actor: actor.id(), action: "training.taken_back", subject, detail })?;
    Ok(())
}
