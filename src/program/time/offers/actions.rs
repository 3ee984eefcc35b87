//! Taking an offer, and waving it away.

use serde_json::json;

use super::model::{Offer, Source};
use super::store::{list_offers, settle};
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::program::time::{NewEntry, TimeEntry, actions};
use crate::program::{Actor, Answers, ProgramError};
use crate::web::Member;

/// Logs time of `member`'s own for something that is offered to them; length,
/// day and the rest are theirs to correct.
///
/// # Errors
///
/// As for [`log_time`](crate::program::time::log_time);
/// [`ProgramError::Invalid`] where it is not offered, or not any more.
pub fn log_offer(
    tx: &mut Tx,
    answers: &dyn Answers,
    member: &Member,
    now: Timestamp,
    new: &NewEntry,
    source: &Source,
) -> Result<TimeEntry, ProgramError> {
    find(tx, answers, member, now, source)?;
    let entry = actions::log_time(tx, Actor::Member(member), now, new)?;
    if settle(tx, member.id, source, Some(entry.id), now)? { Ok(entry) } else { Err(gone()) }
}

/// Waves an offer away: it is not made again.
///
/// # Errors
///
/// [`ProgramError::Invalid`] where it is not offered, or not any more.
pub fn dismiss_offer(
    tx: &mut Tx,
    answers: &dyn Answers,
    member: &Member,
    now: Timestamp,
    source: &Source,
) -> Result<(), ProgramError> {
    let offer = find(tx, answers, member, now, source)?;
    if !settle(tx, member.id, source, None, now)? {
        return Err(gone());
    }
    let detail = json!({ "day": offer.entry.day.to_string() });
    let subject = (source.kind.as_str(), source.subject.as_str());
    let entry = Entry { actor: Some(member.id), action: "time.offer_dismissed", subject, detail };
    Ok(audit::record(tx, now, entry)?)
}

fn find(
    tx: &mut Tx,
    answers: &dyn Answers,
    member: &Member,
    now: Timestamp,
    source: &Source,
) -> Result<Offer, ProgramError> {
    list_offers(tx, answers, member, now)?.into_iter().find(|offer| offer.source == *source).ok_or_else(gone)
}

fn gone() -> ProgramError {
    ProgramError::field("length", "this is not offered any more: it was logged, or put away")
}
