//! Reminders of handovers that somebody has to make.

use super::store::{HandoverRow, count_open, list_open};
use crate::clock::Day;
use crate::db::Connection;
use crate::program::ProgramError;
use crate::program::reach::Reach;
use crate::program::reminders::{LINES, Reminder, ReminderKind, gathered};
use crate::web::Member;

/// Handovers of the teams that `member` looks after as manager or lead.
pub fn reminders(connection: &mut Connection, member: &Member, _: Day) -> Result<Vec<Reminder>, ProgramError> {
    let reach = Reach::overseen_by(member);
    if reach.is_nothing() {
        return Ok(Vec::new());
    }
    let line = |row: HandoverRow| Reminder {
        on: row.handover.raised_at.day(),
        words: format!(
            "{} {} and was {} of {}: hand over what is open",
            row.person.1,
            row.reason(),
            row.role.label().to_lowercase(),
            row.team.1
        ),
        path: format!("/terms/{}/handover", row.handover.term_id),
        kind: ReminderKind::Handover,
    };
    let lines: Vec<Reminder> = list_open(connection, &reach, LINES as i64 + 1)?.into_iter().map(line).collect();
    gathered(lines, "handovers wait for somebody", "/handovers", || count_open(connection, &reach))
}
