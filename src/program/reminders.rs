//! What somebody should not forget: one list for all of the program.
//!
//! Each idea says what it would remind a member of; this gathers it. The desk
//! shows the list, and what sends mail reads the same one.

use super::ladder::Ladder;
use super::{ProgramError, absences, belts, exchange, handovers, meetings, onboarding, reviews, terms, training};
use crate::clock::Day;
use crate::db::{Connection, DbError};
use crate::program::coverage::Overseen;
use crate::web::Member;

/// What a reminder is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum ReminderKind {
    /// A nomination or a term.
    Term,
    /// Somebody is away.
    Absence,
    /// What a champion leaves behind.
    Handover,
    /// The checklist of a new champion, and what they may use.
    Access,
    /// Courses.
    Training,
    /// Logged time.
    Time,
    /// Meetings.
    Meeting,
    /// What is looked at for a team.
    Review,
    /// Levels.
    Belt,
    /// Questions about how it goes.
    Pulse,
    /// Questions that are late, or that a launch waits for.
    Question,
    /// Lists that come in by themselves.
    Import,
}

impl ReminderKind {
    /// The kind in a word.
    pub fn label(self) -> &'static str {
        match self {
            ReminderKind::Term => "term",
            ReminderKind::Absence => "leave",
            ReminderKind::Handover => "handover",
            ReminderKind::Access => "access",
            ReminderKind::Training => "training",
            ReminderKind::Time => "time",
            ReminderKind::Meeting => "meeting",
            ReminderKind::Review => "review",
            ReminderKind::Belt => "belt",
            ReminderKind::Pulse => "pulse",
            ReminderKind::Question => "question",
            ReminderKind::Import => "import",
        }
    }
}

/// One thing not to forget.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reminder {
    /// The day that it is about: by which something is to be done, or since which it waits.
    pub on: Day,
    /// What it is, in a sentence without a full stop.
    pub words: String,
    /// Where something can be done about it, below the base.
    pub path: String,
    /// What it is about.
    pub kind: ReminderKind,
}

/// Reminders of one kind before they become one line.
pub(super) const LINES: usize = 5;

/// Everything that `member` should not forget on `today`, the earliest day first.
/// What those who look after a large company have to see to was counted before.
///
/// # Errors
///
/// The database's own.
pub fn list_reminders(
    connection: &mut Connection,
    ladder: &Ladder,
    member: &Member,
    today: Day,
    overseen: &Overseen,
) -> Result<Vec<Reminder>, ProgramError> {
    let counted = overseen.counted.as_ref();
    let mut all = Vec::new();
    all.extend(terms::reminders(connection, member, today, counted.and_then(|counted| counted.ending))?);
    all.extend(handovers::reminders(connection, member, today)?);
    all.extend(absences::reminders(connection, member, today)?);
    all.extend(meetings::reminders(connection, member, today)?);
    all.extend(reviews::reminders(connection, member, today)?);
    let lasts = counted.map(|counted| counted.lasts.as_slice());
    all.extend(training::reminders(connection, ladder, member, today, lasts)?);
    all.extend(onboarding::reminders(connection, member, today, counted)?);
    all.extend(exchange::schedule::reminders(connection, member, today)?);
    all.extend(belts::reminders(connection, member, today)?);
    all.sort_by(|one, other| (one.on, &one.words).cmp(&(other.on, &other.words)));
    Ok(all)
}

/// One line where there are too many: a lead of 5,000 teams reads no list of
/// hundreds. `lines` are one more than are shown at the most; `count` says how
/// many there are in all.
pub(super) fn gathered(
    lines: Vec<Reminder>,
    summary: &str,
    path: &str,
    count: impl FnOnce() -> Result<i64, DbError>,
) -> Result<Vec<Reminder>, ProgramError> {
    match lines.first() {
        Some(first) if lines.len() > LINES => {
            let (on, kind) = (first.on, first.kind);
            Ok(vec![Reminder { on, words: format!("{} {summary}", count()?), path: path.into(), kind }])
        }
        _ => Ok(lines),
    }
}

/// A day as reminders say it: `today`, `tomorrow`, `in 7 days`, `3 days ago`.
pub fn from_today(day: Day, today: Day) -> String {
    match day.days_since(today) {
        0 => "today".into(),
        1 => "tomorrow".into(),
        -1 => "yesterday".into(),
        days if days > 0 => format!("in {days} days"),
        days => format!("{} days ago", -days),
    }
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
        for (count, expected) in [(0, 0), (1, 1), (LINES, LINES), (LINES + 1, 1)] {
            let lines: Vec<Reminder> = (0..count).map(line).collect();
            let shown = gathered(lines, "terms end", "/terms?show=ending", || Ok(300)).expect("nothing fails");
            assert_eq!(shown.len(), expected, "{count}");
            if count > LINES {
                assert_eq!((shown[0].words.as_str(), shown[0].on), ("300 terms end", today));
            }
        }
    }

    #[test]
    fn days_are_said_as_people_say_them() {
        let today = Day::new(2026, 11, 22).unwrap_or_else(|| panic!("a day"));
        for (days, words) in [(0, "today"), (1, "tomorrow"), (-1, "yesterday"), (30, "in 30 days"), (-3, "3 days ago")]
        {
            assert_eq!(from_today(today.plus_days(days), today), words, "{days}");
        }
    }
}
