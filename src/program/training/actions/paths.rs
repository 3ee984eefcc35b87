//! Paths.

use serde_json::json;

use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::program::ladder::Ladder;
use crate::program::training::{access, store};
use crate::program::{Actor, ProgramError};

/// Makes the courses with these addresses, in this order, the path of the level
/// with the key `belt`. `seen` are those that the form was drawn from.
///
/// # Errors
///
/// [`ProgramError::NotFound`] for a level that the company does not have, unless
/// it had it and a path is left over; [`ProgramError::Changed`] where somebody saved in between;
/// [`ProgramError::Invalid`] where a course stands there twice, or is none.
pub fn save_path(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    ladder: &Ladder,
    belt: &str,
    courses: &[String],
    seen: Option<&[String]>,
) -> Result<(), ProgramError> {
    if !actor.may(access::may_shape) {
        return Err(ProgramError::NotYours("paths are kept by the program's lead and by admins"));
    }
    let catalogue = store::catalogue(tx, ladder)?;
    let path = catalogue.path(belt).ok_or(ProgramError::NotFound("path"))?;
    let slug = |id: &crate::db::keys::CourseId| catalogue.get(*id).map(|course| course.slug.clone());
    let before: Vec<String> = path.courses.iter().filter_map(slug).collect();
    if seen.is_some_and(|seen| seen != before) {
        return Err(ProgramError::Changed("path"));
    }
    let mut steps = Vec::new();
    for (number, wanted) in (1..).zip(courses) {
        let course = catalogue.current().find(|course| course.slug == *wanted);
        let course =
            course.ok_or_else(|| ProgramError::field("courses", format!("{number}: there is no such course")))?;
        if steps.contains(&course.id) {
            return Err(ProgramError::field("courses", format!("{} stands there twice; once is enough", course.title)));
        }
        steps.push(course.id);
    }
    store::replace_path(tx, belt, &steps)?;
    let detail = json!({ "before": before, "after": courses });
    let subject = ("path", belt);
    audit::record(tx, now, Entry { actor: actor.id(), action: "training.path", subject, detail })?;
    Ok(())
}
