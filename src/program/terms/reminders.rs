//! Reminders about terms: those that end soon, and words that are waited for.

use super::model::TermState;
use super::store::{self, TermRow};
use crate::clock::{Day, Timestamp};
use crate::db::Connection;
use crate::program::ProgramError;
use crate::program::reminders::{Reminder, ReminderKind, from_today};
use crate::web::{Grant, Member};

/// Days before its end from which a term is a reminder …
pub const ENDS_SOON_DAYS: i32 = 30;
/// … and from which it is an urgent one.
pub const ENDS_NOW_DAYS: i32 = 7;
/// Days that a nomination may wait for somebody's word before it is a reminder.
pub const PATIENCE_DAYS: i32 = 3;
/// Days for which thanks are news on a desk.
const NEWS_DAYS: i32 = 14;
/// Reminders of one kind before they become one line.
const LINES: usize = 5;

/// What `member` should not forget of terms: their own, and those of the teams
/// that they look after as manager or lead.
pub fn reminders(connection: &mut Connection, member: &Member, today: Day) -> Result<Vec<Reminder>, ProgramError> {
    let oversees = |row: &TermRow| member.has(Grant::Lead) || member.manages(row.term.team_id, row.department_id);
    let concerns = |row: &TermRow| row.term.person_id == member.id || oversees(row);
    let mut all = Vec::new();

    let mut ending = store::list_ending(connection, today, today.plus_days(ENDS_SOON_DAYS))?;
    ending.retain(concerns);
    let lines = ending.iter().map(|row| ending_line(row, member, today)).collect();
    all.extend(gathered(lines, "terms end within 30 days", "/terms?show=ending"));

    let latest = today.plus_days(-PATIENCE_DAYS);
    for (state, summary, path) in [
        (TermState::Nominated, "nominations wait for approval", "/terms?show=nominated"),
        (TermState::Approved, "nominations wait for the nominee's answer", "/terms?show=approved"),
    ] {
        let mut waiting = store::list_waiting(connection, state)?;
        waiting.retain(|row| asked_on(row) < latest && concerns(row));
        let lines = waiting.iter().map(|row| waiting_line(row, member, today)).collect();
        all.extend(gathered(lines, summary, path));
    }
    for (row, by) in store::list_thanked(connection, member.id, today.plus_days(-NEWS_DAYS).start_utc())? {
        all.push(Reminder {
            on: row.term.ended_at.map_or(today, Timestamp::day),
            words: format!("{by} thanks you for serving {}: “{}”", row.team.1, row.term.thanks),
            path: format!("/terms/{}", row.term.id),
            kind: ReminderKind::Term,
        });
    }
    Ok(all)
}

/// One line where there are too many: a lead of 5,000 teams reads no list of hundreds.
fn gathered(lines: Vec<Reminder>, summary: &str, path: &str) -> Vec<Reminder> {
    match lines.first() {
        Some(first) if lines.len() > LINES => {
            let (on, kind) = (first.on, first.kind);
            vec![Reminder { on, words: format!("{} {summary}", lines.len()), path: path.into(), kind }]
        }
        _ => lines,
    }
}

fn ending_line(row: &TermRow, member: &Member, today: Day) -> Reminder {
    let last = row.term.ends_on.unwrap_or(today);
    let (role, team) = (row.term.role.label().to_lowercase(), &row.team.1);
    let whose = if row.term.person_id == member.id { "Your".into() } else { format!("{}'s", row.person.1) };
    Reminder {
        on: last,
        words: format!(
            "{whose} term as {role} of {team} ends {}: renew it, or name a successor",
            from_today(last, today)
        ),
        path: format!("/terms/{}", row.term.id),
        kind: ReminderKind::Term,
    }
}

/// The day since which the next word is waited for.
fn asked_on(row: &TermRow) -> Day {
    row.term.approved_at.unwrap_or(row.term.nominated_at).day()
}

fn waiting_line(row: &TermRow, member: &Member, today: Day) -> Reminder {
    let (person, team, since) = (&row.person.1, &row.team.1, from_today(asked_on(row), today));
    let words = match row.term.state {
        TermState::Nominated => format!("{person} was nominated for {team} {since} and waits for approval"),
        _ if row.term.person_id == member.id => format!("You were asked to serve {team} {since}: accept or decline"),
        _ => format!("{person} was asked to serve {team} {since} and has not answered"),
    };
    Reminder { on: asked_on(row), words, path: format!("/terms/{}", row.term.id), kind: ReminderKind::Term }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn many_lines_become_one() {
        let today = Day::new(2026, 11, 22).unwrap_or_else(|| panic!("a day"));
        let line = |number: usize| Reminder {
            on: today.plus_days(number as i32),
            words: format!("line {number}"),
            path: "/terms/x".into(),
            kind: ReminderKind::Term,
        };
        for (count, expected) in [(0, 0), (1, 1), (LINES, LINES), (LINES + 1, 1), (300, 1)] {
            let shown = gathered((0..count).map(line).collect(), "terms end", "/terms?show=ending");
            assert_eq!(shown.len(), expected, "{count}");
            if count > LINES {
                assert_eq!((shown[0].words.clone(), shown[0].on), (format!("{count} terms end"), today));
            }
        }
    }
}
