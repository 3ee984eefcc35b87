//! What can be done with reviews.

use serde_json::json;

use super::model::{NewReview, Review, ReviewOutcome, ReviewState};
use super::{access, store};
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::keys::{ReviewId, RowVersion};
use crate::db::{DbError, Tx, changes};
use crate::program::time::offers::{OfferKind, Source, settle};
use crate::program::time::{self, NewEntry};
use crate::program::{Actor, ProgramError, team_by_id};

const SERVES: &str = "reviews are recorded by those who serve the team as champion or deputy";

/// Records a review of the actor's own and, where it says so, logs its minutes.
///
/// # Errors
///
/// [`ProgramError::NotYours`] where they don't serve the team today;
/// [`ProgramError::Invalid`] where the day lies ahead, or is too far back for its minutes.
pub fn record_review(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, new: &NewReview) -> Result<Review, ProgramError> {
    let person = actor.id().ok_or(ProgramError::NotYours(SERVES))?;
    if !actor.may(|member| access::may_record(member, new.team)) {
        return Err(ProgramError::NotYours(SERVES));
    }
    check(new, now)?;
    let review = Review {
        id: ReviewId::generate(),
        person_id: person,
        team_id: new.team,
        kind: new.kind,
        title: new.title.clone(),
        link: new.link.clone(),
        outcome: new.outcome,
        day: new.day,
        minutes: new.minutes,
        note: new.note.clone(),
        created_at: now,
        version: RowVersion::FIRST,
        state: new.state,
        critical: new.findings.critical,
        high: new.findings.high,
        medium: new.findings.medium,
        low: new.findings.low,
        findings: new.findings.words.clone(),
        preflight_why: new.preflight.why.clone(),
        preflight_flows: new.preflight.flows.clone(),
    };
    store::insert(tx, &review)?;
    record(tx, actor, now, "review.recorded", &review)?;
    if let Some(minutes) = new.minutes.filter(|_| new.log_minutes) {
        let entry =
            NewEntry { team: new.team, day: new.day, minutes, activity: new.kind.activity(), note: new.title.clone() };
        let entry = time::log_time(tx, actor, now, &entry)?;
        let source = Source { kind: OfferKind::Review, subject: review.id.to_string() };
        settle(tx, person, &source, Some(entry.id), now)?;
    }
    Ok(review)
}

/// Saves a review of the actor's own, which was read at version `seen`. Time
/// that was logged with it stays; it is changed on its own.
///
/// # Errors
///
/// [`ProgramError::Changed`] where it was saved in between.
pub fn save_review(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    review: &Review,
    new: &NewReview,
    seen: RowVersion,
) -> Result<(), ProgramError> {
    if !actor.may(|member| access::may_change(member, review)) {
        return Err(ProgramError::NotYours("a review is changed by whoever made it"));
    }
    if new.team != review.team_id && !actor.may(|member| access::may_record(member, new.team)) {
        return Err(ProgramError::NotYours(SERVES));
    }
    check(new, now)?;
    if !store::save(tx, review.id, new, seen)? {
        return Err(ProgramError::Changed("review"));
    }
    let after = store::find_review(tx, review.id)?;
    record(tx, actor, now, "review.changed", &after)?;
    Ok(())
}

fn check(new: &NewReview, now: Timestamp) -> Result<(), ProgramError> {
    if new.day > now.day() {
        return Err(ProgramError::field("day", format!("{} lies ahead", new.day.words())));
    }
    if new.state == ReviewState::Done && new.outcome == ReviewOutcome::Undecided {
        return Err(ProgramError::field("outcome", "say what came of it, or leave the review in progress"));
    }
    Ok(())
}

pub(super) fn record(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    action: &str,
    review: &Review,
) -> Result<(), ProgramError> {
    let detail = json!({
        "team": review.team_id.as_str(),
        "kind": review.kind.as_str(),
        "title": review.title,
        "outcome": review.outcome.as_str(),
        "state": review.state.as_str(),
        "findings": review.found().counted(),
        "day": review.day.to_string(),
    });
    let subject = ("review", review.id.as_str());
    audit::record(tx, now, Entry { actor: actor.id(), action, subject, detail })?;
    let team = team_by_id(tx, review.team_id)?;
    changes::announce(tx, now, "team", &team.slug).map_err(|error: DbError| error.into())
}
