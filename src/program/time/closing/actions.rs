//! Closing months, and opening one again.

use serde_json::json;

use super::model::{Closing, ClosingAction};
use super::rules::month_words;
use super::store;
use crate::audit::{self, Entry};
use crate::calendar::WorkCalendar;
use crate::clock::{Day, Timestamp};
use crate::db::Tx;
use crate::db::keys::TimeClosingId;
use crate::program::time::access;
use crate::program::{Actor, ProgramError};

const LEADS: &str = "months are closed and opened again by the program's lead and admins";

/// Refuses a day of a closed month; `field` is where the form names the day. No
/// month is closed before the transaction ends.
///
/// # Errors
///
/// [`ProgramError::Invalid`] where it is closed.
pub fn check_open(
    tx: &mut Tx,
    calendar: &WorkCalendar,
    today: Day,
    day: Day,
    field: &'static str,
) -> Result<(), ProgramError> {
    store::hold(tx)?;
    if !store::is_closed(tx, calendar, today, day)? {
        return Ok(());
    }
    let month = month_words(day);
    Err(ProgramError::field(
        field,
        format!("{month} is closed: what was reported stays as it was; the program's lead can open it again"),
    ))
}

/// Closes a month and all before it.
///
/// # Errors
///
/// [`ProgramError::NotYours`] for all but the lead and admins;
/// [`ProgramError::Invalid`] for a month that is not over, or closed already.
pub fn close_months(tx: &mut Tx, actor: Actor<'_>, now: Timestamp, month: Day) -> Result<(), ProgramError> {
    let calendar = calendar_of(actor)?;
    let today = calendar.today(now);
    if month.month_start() >= today.month_start() {
        return Err(ProgramError::field("month", format!("{} is not over yet", month_words(month))));
    }
    store::hold_alone(tx)?;
    if store::is_closed(tx, &calendar, today, month)? {
        return Err(ProgramError::field("month", format!("{} is closed already", month_words(month))));
    }
    write(tx, actor, now, month, ClosingAction::Closed, String::new())
}

/// Opens one month again, until it is closed by hand.
///
/// # Errors
///
/// [`ProgramError::NotYours`] for all but the lead and admins;
/// [`ProgramError::Invalid`] without a reason, or where it is open.
pub fn reopen_month(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    month: Day,
    reason: &str,
) -> Result<(), ProgramError> {
    let calendar = calendar_of(actor)?;
    if reason.is_empty() {
        return Err(ProgramError::field("reason", "say why; it stays beside the month"));
    }
    store::hold_alone(tx)?;
    if !store::is_closed(tx, &calendar, calendar.today(now), month)? {
        return Err(ProgramError::field("month", format!("{} is open", month_words(month))));
    }
    write(tx, actor, now, month, ClosingAction::Reopened, reason.to_owned())
}

fn calendar_of(actor: Actor<'_>) -> Result<WorkCalendar, ProgramError> {
    match actor {
        Actor::Member(member) if access::may_close(member) => Ok(member.calendar.clone()),
        Actor::Member(_) => Err(ProgramError::NotYours(LEADS)),
        Actor::Trusted(_) => Ok(WorkCalendar::default()),
    }
}

fn write(
    tx: &mut Tx,
    actor: Actor<'_>,
    now: Timestamp,
    month: Day,
    action: ClosingAction,
    reason: String,
) -> Result<(), ProgramError> {
    let person_id = actor.id().ok_or(ProgramError::NotYours(LEADS))?;
    let month = month.month_start();
    let closing = Closing { id: TimeClosingId::generate(), month, action, reason, person_id, made_at: now };
    store::insert(tx, &closing)?;
    let words = match action {
        ClosingAction::Closed => "time.months_closed",
        ClosingAction::Reopened => "time.month_reopened",
    };
    let subject = month.to_string();
    let detail = json!({ "month": subject, "reason": closing.reason });
    audit::record(tx, now, Entry { actor: actor.id(), action: words, subject: ("month", &subject), detail })?;
    Ok(())
}
