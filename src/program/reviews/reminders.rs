//! Reviews that wait to be finished.

use super::store;
use crate::clock::Day;
use crate::db::Connection;
use crate::program::{ProgramError, Reminder, ReminderKind};
use crate::web::Member;

/// Days for which a review may be in progress before it is reminded of.
const PATIENCE: i32 = 7;

/// The reviews that `member` began more than a week ago and has not finished, and
/// those that were handed to them for a team which they do not serve.
///
/// # Errors
///
/// The database's own.
pub fn reminders(connection: &mut Connection, member: &Member, today: Day) -> Result<Vec<Reminder>, ProgramError> {
    let open = store::list_open_of(connection, member.id)?;
    Ok(open
        .into_iter()
        .map(|review| (!member.is_champion_of(review.team_id), review))
        .filter(|(was_handed, review)| *was_handed || today.days_since(review.day) >= PATIENCE)
        .map(|(was_handed, review)| Reminder {
            on: review.day,
            words: match was_handed {
                true => format!("The review of {} was handed to you and is not finished", review.title),
                false => format!("The review of {} is not finished", review.title),
            },
            path: format!("{}/edit", review.path()),
            kind: ReminderKind::Review,
        })
        .collect())
}
