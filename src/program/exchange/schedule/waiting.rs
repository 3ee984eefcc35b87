//! What the lead is reminded of.

use super::model::FileState;
use super::store;
use crate::clock::Day;
use crate::db::Connection;
use crate::program::ProgramError;
use crate::program::reminders::{Reminder, ReminderKind};
use crate::web::{Grant, Member};

/// Lists that wait for somebody's word, for those who may give it.
///
/// # Errors
///
/// The database's own.
pub fn reminders(connection: &mut Connection, member: &Member, _today: Day) -> Result<Vec<Reminder>, ProgramError> {
    if !member.has(Grant::Lead) && !member.has(Grant::Admin) {
        return Ok(Vec::new());
    }
    let waiting = store::list_files(connection)?.into_iter().filter(|file| file.state == FileState::Waiting);
    Ok(waiting
        .map(|file| Reminder {
            on: file.read_at.day(),
            words: format!("{} waits: {}", file.name, file.words),
            path: "/imports".into(),
            kind: ReminderKind::Import,
        })
        .collect())
}
