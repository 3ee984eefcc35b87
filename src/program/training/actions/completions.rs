//! Completions: recorded, shown to be so, verified or sent back, taken away.

use serde_json::json;

use crate::audit::{self, Entry};
use crate::clock::{Day, Timestamp};
use crate::db::Tx;
use crate::db::keys::{CompletionId, PersonId, RowVersion};
use crate::files::{self, Kept};
use crate::program::training::model::{Completion, CompletionState, Course, NewCompletion, ValidUntil};
use crate::program::training::{access, rules, store};
use crate::program::{Actor, ProgramError};

const RECORDED_BY: &str = "completions are recorded by people themselves and by the program's lead";

/// What recording a completed course came to.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Recorded {
    /// It is there now.
    New(CompletionId),
    /// It was there for that day; its evidence or result is another now.
    Changed(CompletionId),
    /// It was there just so.
    Known(CompletionId),
}

/// Records that `person` completed a course. The same day twice replaces
/// evidence and result, where some are given.
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
    new: &NewCompletion,
    file: Option<&Kept>,
) -> Result<Recorded, ProgramError> {
    if !actor.may(|member| access::may_record(member, person)) {
        return Err(ProgramError::NotYours(RECORDED_BY));
    }
    let day = new.completed_on.unwrap_or(now.day());
    if day > now.day() {
        return Err(ProgramError::field("completed_on", format!("{} lies ahead", day.words())));
    }
    if let Some(known) = store::find_same_day(tx, person, course.id, day)? {
        return change(tx, actor, now, course, known, new, file);
    }
    let id = CompletionId::generate();
    let (state, judged_by) = judgement(actor, person, new.state);
    let completion = Completion {
        id,
        person,
        course: course.id,
        completed_on: day,
        valid_until: rules::last_day(day, course.valid_months, new.valid_until),
        evidence: new.evidence.clone(),
        result: new.result,
        passed: rules::is_passed(new.result, course.pass_mark),
        file: file.map(|file| files::insert(tx, now, actor.id(), file)).transpose()?,
        state,
        judged_by,
        judged_at: (state != CompletionState::Recorded).then_some(now),
        words: new.words.clone(),
        certificate: certificate_of(id),
        recorded_at: now,
        version: RowVersion::FIRST,
    };
    store::insert_completion(tx, &completion)?;
    let detail = json!({
        "person": person.as_str(), "course": course.slug, "on": day.to_string(), "result": new.result,
        "state": state.as_str(),
    });
    record(tx, actor, now, "training.completed", id, detail)?;
    Ok(Recorded::New(id))
}

/// The random end of a key: nobody guesses the number of a certificate.
fn certificate_of(id: CompletionId) -> String {
    id.as_str().rsplit('-').next().unwrap_or_default().to_owned()
}

/// What a lead records for somebody, and what an import says, needs no second look.
fn judgement(actor: Actor<'_>, person: PersonId, said: Option<CompletionState>) -> (CompletionState, Option<PersonId>) {
    match (said, actor) {
        // Nobody verifies their own, in a file either.
        (Some(CompletionState::Verified), Actor::Member(member)) if member.id == person => {
            (CompletionState::Recorded, None)
        }
        (Some(state), _) => (state, actor.id().filter(|_| state != CompletionState::Recorded)),
        (None, Actor::Member(member)) if access::may_judge(member, person) => {
            (CompletionState::Verified, Some(member.id))
        }
        _ => (CompletionState::Recorded, None),
    }
}

/// Evidence, result and last day once `new` is laid over what is known: what
/// it leaves empty stays.
fn merged(known: &Completion, new: &NewCompletion, course: &Course) -> (String, Option<i32>, Option<Day>) {
    let evidence = if new.evidence.is_empty() { known.evidence.clone() } else { new.evidence.clone() };
    let until = match new.valid_until {
        ValidUntil::AsCourse => known.valid_until,
        said => rules::last_day(known.completed_on, course.valid_months, said),
    };
    (evidence, new.result.or(known.result), until)
}

/// Whether recording `new` for the day of `known` would change nothing.
pub fn is_same(known: &Completion, new: &NewCompletion, course: &Course) -> bool {
    let is_said = new.state.is_none_or(|state| state == known.state && new.words == known.words);
    is_said && merged(known, new, course) == (known.evidence.clone(), known.result, known.valid_until)
}

/// The same day again: what is given replaces what was there.
fn change(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    course: &Course,
    known: Completion,
    new: &NewCompletion,
    file: Option<&Kept>,
) -> Result<Recorded, ProgramError> {
    if file.is_none() && is_same(&known, new, course) {
        return Ok(Recorded::Known(known.id));
    }
    let (evidence, result, valid_until) = merged(&known, new, course);
    let (state, judged_by) = judgement(actor, known.person, new.state);
    let replaced = file.and(known.file);
    let after = Completion {
        evidence,
        result,
        passed: rules::is_passed(result, course.pass_mark),
        valid_until,
        file: file.map(|file| files::insert(tx, now, actor.id(), file)).transpose()?.or(known.file),
        state,
        judged_by,
        judged_at: (state != CompletionState::Recorded).then_some(now),
        words: new.words.clone(),
        ..known.clone()
    };
    save(tx, actor, now, "training.evidence", course, &known, &after)?;
    if let Some(file) = replaced {
        files::forget(tx, file)?;
    }
    Ok(Recorded::Changed(known.id))
}

fn save(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    action: &'static str,
    course: &Course,
    before: &Completion,
    after: &Completion,
) -> Result<(), ProgramError> {
    if !store::save_values(tx, before.version, after)? {
        return Err(ProgramError::Changed("completion"));
    }
    let shown = |one: &Completion| {
        json!({
            "evidence": one.evidence, "result": one.result, "file": one.file.map(|file| file.to_string()),
            "until": one.valid_until.map(|day: Day| day.to_string()), "state": one.state.as_str(), "words": one.words,
        })
    };
    let detail = json!({
        "person": after.person.as_str(), "course": course.slug, "before": shown(before), "after": shown(after),
    });
    record(tx, actor, now, action, after.id, detail)
}

fn record(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    action: &'static str,
    id: CompletionId,
    detail: serde_json::Value,
) -> Result<(), ProgramError> {
    audit::record(tx, now, Entry { actor: actor.id(), action, subject: ("completion", id.as_str()), detail })?;
    Ok(())
}

/// What somebody hands in to show that it is so.
#[derive(Debug, Clone, Default)]
pub struct Evidence {
    /// A link or a word; may be empty.
    pub words: String,
    /// Percent.
    pub result: Option<i32>,
    /// A file, which replaces the one before.
    pub file: Option<Kept>,
}

/// Hands in evidence anew: the lead looks at it again.
///
/// # Errors
///
/// [`ProgramError::NotFound`] where it is somebody else's; [`ProgramError::Changed`].
pub fn send_evidence(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    (course, known): (&Course, &Completion),
    seen: RowVersion,
    new: &Evidence,
) -> Result<(), ProgramError> {
    if !actor.may(|member| access::may_record(member, known.person)) {
        return Err(ProgramError::NotFound("completion"));
    }
    if seen != known.version {
        return Err(ProgramError::Changed("completion"));
    }
    let (state, judged_by) = judgement(actor, known.person, None);
    let file = new.file.as_ref().map(|file| files::insert(tx, now, actor.id(), file)).transpose()?;
    let after = Completion {
        evidence: new.words.clone(),
        result: new.result,
        passed: rules::is_passed(new.result, course.pass_mark),
        file: file.or(known.file),
        state,
        judged_by,
        judged_at: (state != CompletionState::Recorded).then_some(now),
        words: String::new(),
        ..known.clone()
    };
    save(tx, actor, now, "training.evidence", course, known, &after)?;
    match known.file.filter(|_| file.is_some()) {
        Some(replaced) => Ok(files::forget(tx, replaced)?),
        None => Ok(()),
    }
}

/// Verifies a completion, or sends it back with words; then it does not count
/// until it is handed in again.
///
/// # Errors
///
/// [`ProgramError::NotYours`] for all but leads, and for one's own;
/// [`ProgramError::Changed`] where it is not as it was looked at.
pub fn judge(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    (course, known): (&Course, &Completion),
    seen: RowVersion,
    verdict: Result<(), String>,
) -> Result<(), ProgramError> {
    if !actor.may(|member| access::may_judge(member, known.person)) {
        return Err(ProgramError::NotYours("evidence is verified by a program lead, and never one's own"));
    }
    if seen != known.version {
        return Err(ProgramError::Changed("completion"));
    }
    let (state, words) = match verdict {
        Ok(()) => (CompletionState::Verified, String::new()),
        Err(words) => (CompletionState::Returned, words),
    };
    let after = Completion { state, words, judged_by: actor.id(), judged_at: Some(now), ..known.clone() };
    let action = if state == CompletionState::Verified { "training.verified" } else { "training.returned" };
    save(tx, actor, now, action, course, known, &after)
}

/// Takes a completion away that was recorded by mistake, and its file with it.
///
/// # Errors
///
/// [`ProgramError::NotFound`] where it is none, or somebody else's.
pub fn delete_completion(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, id: CompletionId) -> Result<(), ProgramError> {
    let known = store::find_completion(tx, id)?;
    if !actor.may(|member| access::may_record(member, known.person)) {
        return Err(ProgramError::NotFound("completion"));
    }
    if let Some(file) = store::delete_completion(tx, id)? {
        files::forget(tx, file)?;
    }
    let detail = json!({
        "person": known.person.as_str(), "on": known.completed_on.to_string(), "evidence": known.evidence,
        "result": known.result, "state": known.state.as_str(),
    });
    record(tx, actor, now, "training.taken_back", id, detail)
}
