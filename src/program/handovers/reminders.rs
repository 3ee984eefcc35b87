//! Reminders of handovers that somebody has to make.

use super::store::{HandoverRow, list_open};
use crate::clock::Day;
use crate::db::Connection;
use crate::program::ProgramError;
use crate::program::reminders::{Reminder, ReminderKind};
use crate::web::{Grant, Member};

/// Reminders before they become one line.
const LINES: usize = 5;

/// Handovers of the teams that `member` looks after as manager or lead.
pub fn reminders(connection: &mut Connection, member: &Member, _: Day) -> Result<Vec<Reminder>, ProgramError> {
    if !member.has(Grant::Lead) && !member.has(Grant::Manager) {
        return Ok(Vec::new());
    }
    let mut open = list_open(connection)?;
    open.retain(|row| member.has(Grant::Lead) || member.manages(row.team_id, row.department_id));
    let on = |row: &HandoverRow| row.handover.raised_at.day();
    let lines = open.iter().map(|row| Reminder {
        on: on(row),
        words: format!(
            "{} {} and was {} of {}: hand over what is open",
            row.person.1,
            row.handover.reason(),
            row.role.label().to_lowercase(),
            row.team.1
        ),
        path: format!("/terms/{}/handover", row.handover.term_id),
        kind: ReminderKind::Handover,
    });
    match open.first() {
        Some(first) if open.len() > LINES => Ok(vec![Reminder {
            on: on(first),
            words: format!("{} handovers wait for somebody", open.len()),
            path: "/handovers".into(),
            kind: ReminderKind::Handover,
        }]),
        _ => Ok(lines.collect()),
    }
}
