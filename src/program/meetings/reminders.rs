//! What comes next.

use jiff::SignedDuration;

use super::model::Answer;
use super::reach::Reach;
use super::store::{Span, list_dates_for};
use crate::clock::Day;
use crate::db::Connection;
use crate::program::reminders::from_today;
use crate::program::{ProgramError, Reminder, ReminderKind};
use crate::web::Member;

/// Days ahead of which a meeting is reminded of.
const AHEAD: i64 = 7;
/// Dates that are looked at.
const DATES: i64 = 50;

/// The meetings of the next seven days, but for those that `member` declined.
///
/// # Errors
///
/// The database's own.
pub fn reminders(connection: &mut Connection, member: &Member, today: Day) -> Result<Vec<Reminder>, ProgramError> {
    let reach = Reach::of_member(connection, member)?;
    let from = today.start_utc();
    let until = from.plus(SignedDuration::from_hours(24 * (AHEAD + 1)));
    let mut rows = list_dates_for(connection, member.id, Some(&reach), Span::Coming(from), 0, DATES)?;
    rows.retain(|row| {
        let declined = row.own.is_some_and(|(answer, _)| answer == Some(Answer::Declined));
        row.date.stands() && row.date.starts_at < until && !declined
    });
    Ok(rows
        .into_iter()
        .map(|row| {
            let zone = &row.meeting.zone;
            let when =
                format!("{} at {} ({})", from_today(row.date.day, today), zone.hour(row.date.starts_at), zone.name());
            let asks = if row.own.is_none_or(|(answer, _)| answer.is_none()) { "; say whether you come" } else { "" };
            Reminder {
                on: row.date.day,
                words: format!("{}, {when}{asks}", row.meeting.title),
                path: row.date.path(&row.meeting),
                kind: ReminderKind::Meeting,
            }
        })
        .collect())
}
