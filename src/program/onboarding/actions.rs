//! What can be done with lists; one function per change.

use serde_json::json;

use super::access::{self, Whose};
use super::model::{Item, ItemMark, ReviewDays, Side};
use super::template::Template;
use super::{rules, store};
use crate::accounts::{self, Person, PersonState};
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::keys::{OnboardingItemId, PersonId, RowVersion, TermId};
use crate::db::{Tx, overtaken};
use crate::program::terms::{TermRow, find_term};
use crate::program::{Actor, ProgramError, Term, TermRole, served_by_these};

/// Copies the company's list into a term that was just accepted. A term that
/// continues another one takes over the list of that.
///
/// # Errors
///
/// The database's own.
pub fn begin(tx: &mut Tx, template: &Template, now: Timestamp, term: &Term) -> Result<(), ProgramError> {
    if store::exists(tx, term.id)? {
        return Ok(());
    }
    if let Some(before) = term.renews_id
        && store::carry_over(tx, before, term.id)?
    {
        return record(tx, None, now, term.id, "onboarding.carried_over", json!({ "from": before.as_str() }));
    }
    let begun_on = term.starts_on.unwrap_or_else(|| now.day());
    store::insert(tx, term.id, begun_on)?;
    let items: Vec<Item> = template
        .items
        .iter()
        .enumerate()
        .map(|(position, item)| Item {
            id: OnboardingItemId::generate(),
            term_id: term.id,
            position: i32::try_from(position).unwrap_or(i32::MAX),
            item: item.name.clone(),
            title: item.title.clone(),
            help: item.help.clone(),
            owner: item.owner,
            is_access: item.is_access,
            asked_on: None,
            asked_by: None,
            done_on: None,
            done_by: None,
            evidence: String::new(),
            revoked_on: None,
            revoked_by: None,
            version: RowVersion::FIRST,
        })
        .collect();
    store::insert_items(tx, &items)?;
    record(tx, None, now, term.id, "onboarding.begun", json!({ "things": items.len() }))
}

/// Says of a thing that it is asked for, done or taken back, or that this was
/// said by mistake.
///
/// # Errors
///
/// [`ProgramError::NotFound`]; [`ProgramError::NotYours`]; [`ProgramError::Invalid`]
/// for the fields `on` and `act`; [`ProgramError::Changed`].
pub fn mark(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    id: OnboardingItemId,
    said: &ItemMark,
) -> Result<TermId, ProgramError> {
    let item = store::find_item(tx, id)?;
    let (row, whose) = find(tx, item.term_id)?;
    if !actor.may(|member| access::may_see(member, &whose)) {
        return Err(ProgramError::NotFound("thing of an onboarding"));
    }
    if !actor.may(|member| access::may_mark(member, &whose, item.owner)) {
        return Err(ProgramError::NotYours("each thing is ticked by whoever does it, and by the program's lead"));
    }
    if item.version != said.seen {
        return Err(ProgramError::Changed("thing"));
    }
    let today = now.day();
    let is_off = accounts::find_person(tx, whose.person)?.state == PersonState::Disabled;
    let is_over = rules::over_since(&row.term, is_off, today).is_some();
    let by = actor.id().unwrap_or(whose.person);
    let marked = rules::marked(&item, said, is_over, by, today);
    let marked = marked.map_err(|(field, words)| ProgramError::field(field, words))?;
    if !store::save_item(tx, &marked)? {
        return Err(overtaken("somebody marked the thing meanwhile").into());
    }
    let detail = json!({
        "thing": item.item,
        "act": said.act.as_str(),
        "on": said.on.unwrap_or(today).to_string(),
        "evidence": said.evidence,
    });
    record(tx, actor.id(), now, item.term_id, "onboarding.marked", detail)?;
    Ok(item.term_id)
}

/// Says who walks beside a champion; nobody: there is no buddy any more.
///
/// # Errors
///
/// [`ProgramError::NotFound`]; [`ProgramError::NotYours`]; [`ProgramError::Invalid`]
/// for the field `buddy` where they serve no team as champion, or are the
/// champion themselves; [`ProgramError::Changed`].
pub fn save_buddy(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    term: TermId,
    buddy: Option<&Person>,
) -> Result<(), ProgramError> {
    let (_, whose) = find(tx, term)?;
    if !actor.may(|member| access::may_see(member, &whose)) {
        return Err(ProgramError::NotFound("onboarding"));
    }
    let may = |member: &crate::web::Member| match buddy {
        Some(_) => access::may_propose_buddy(member, &whose),
        None => access::may_remove_buddy(member, &whose),
    };
    if !actor.may(may) {
        return Err(ProgramError::NotYours("a buddy is proposed by the program's lead and the team's manager"));
    }
    if let Some(buddy) = buddy {
        check_buddy(tx, &whose, buddy, now)?;
    }
    let onboarding = store::find(tx, term)?;
    let by = buddy.and_then(|_| actor.id());
    if !store::save_buddy(tx, &onboarding, buddy.map(|buddy| buddy.id), by)? {
        return Err(overtaken("somebody named a buddy meanwhile").into());
    }
    let detail = json!({ "buddy": buddy.map(|buddy| buddy.id.as_str().to_owned()) });
    record(tx, actor.id(), now, term, "onboarding.buddy", detail)
}

fn check_buddy(tx: &mut Tx, whose: &Whose, buddy: &Person, now: Timestamp) -> Result<(), ProgramError> {
    if buddy.id == whose.person {
        return Err(ProgramError::field("buddy", "nobody is their own buddy; choose another champion"));
    }
    let serves = served_by_these(tx, &[buddy.id], now.day())?;
    if serves.iter().any(|(_, role, _)| *role == TermRole::Champion) {
        return Ok(());
    }
    Err(ProgramError::field("buddy", format!("{} serves no team as champion; choose one who does", buddy.name)))
}

/// Writes one side of a review: as the champion, or as whoever walks beside them.
/// `answers` are pairs of question and words.
///
/// # Errors
///
/// [`ProgramError::NotFound`]; [`ProgramError::NotYours`]; [`ProgramError::Changed`]
/// where somebody else wrote for the same side since `seen`.
pub fn write_review(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    term: TermId,
    days: ReviewDays,
    (side, answers, seen): (Side, &[(String, String)], Option<RowVersion>),
) -> Result<(), ProgramError> {
    let (_, whose) = find(tx, term)?;
    if !actor.may(|member| access::may_read_reviews(member, &whose)) {
        return Err(ProgramError::NotFound("review"));
    }
    if !actor.may(|member| access::side(member, &whose) == Some(side)) {
        return Err(ProgramError::NotYours("a review is written by the champion, and by whoever walks beside them"));
    }
    let by = actor.id().unwrap_or(whose.person);
    let text = json!(answers).to_string();
    match (store::find_review(tx, term, days, side)?, seen) {
        (None, _) => store::insert_review(tx, term, (days, side), &text, by, now)?,
        (Some(known), Some(seen)) if known.version == seen => {
            if !store::save_review(tx, &known, seen, &text, by, now)? {
                return Err(overtaken("somebody wrote the review meanwhile").into());
            }
        }
        (Some(_), _) => return Err(ProgramError::Changed("review")),
    }
    // What was written is between them; the record says only that it was.
    let detail = json!({ "days": days.number(), "side": side.as_str() });
    record(tx, actor.id(), now, term, "onboarding.reviewed", detail)
}

/// The term, and whose it is.
fn find(tx: &mut Tx, term: TermId) -> Result<(TermRow, Whose), ProgramError> {
    let onboarding = store::find(tx, term)?;
    let row = find_term(tx, term)?;
    let whose = Whose::of(&row, &onboarding);
    Ok((row, whose))
}

fn record(
    tx: &mut Tx,
    actor: Option<PersonId>,
    now: Timestamp,
    term: TermId,
    action: &str,
    detail: serde_json::Value,
) -> Result<(), ProgramError> {
    audit::record(tx, now, Entry { actor, action, subject: ("term", term.as_str()), detail })?;
    Ok(())
}
