//! Taking a file in.

use std::collections::HashMap;

use serde_json::json;

use super::columns::Mapping;
use super::plan::{Effect, Plan, plan};
use super::table::Table;
use super::{ImportFailure, store as import_store};
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::program::training::actions::record_completion;
use crate::program::training::store;
use crate::program::{Actor, ProgramError};

/// Records what the table says, all of it or nothing; the mapping is remembered
/// for `source`, where that has a name.
///
/// # Errors
///
/// [`ImportFailure::Faults`]; [`ImportFailure::Tried`] where `dry_run` is set.
pub fn import_completions(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    (source, table): (&str, &Table),
    mapping: &Mapping,
    dry_run: bool,
) -> Result<Plan, ImportFailure> {
    let plan = plan(tx, table, mapping, now.day())?;
    if dry_run {
        return Err(ImportFailure::Tried(Box::new(plan)));
    }
    let courses: HashMap<_, _> = store::list_courses(tx)?.into_iter().map(|course| (course.id, course)).collect();
    for row in plan.rows.iter().filter(|row| row.effect != Effect::Keep) {
        let course = courses.get(&row.course).ok_or(ProgramError::NotFound("course"))?;
        record_completion(tx, actor, now, row.person, course, &row.new, None)?;
    }
    if !source.is_empty() {
        import_store::remember(tx, now, source, mapping)?;
    }
    let [added, changed, unchanged] = [Effect::Add, Effect::Change, Effect::Keep].map(|effect| plan.count(effect));
    let detail = json!({
        "source": source, "added": added, "changed": changed, "unchanged": unchanged, "left_out": plan.skipped,
    });
    let (action, subject) = ("training.imported", ("import", "training"));
    audit::record(tx, now, Entry { actor: actor.id(), action, subject, detail })?;
    Ok(plan)
}
