//! Reminders about terms: those that end soon, and words that are waited for.

use super::model::TermState;
use super::seen_to::{Matter, Whose, count_matter, list_matter};
use super::store::{self, TermRow};
use crate::clock::{Day, Timestamp};
use crate::db::Connection;
use crate::program::ProgramError;
use crate::program::reach::Reach;
use crate::program::reminders::{LINES, Reminder, ReminderKind, from_today, gathered};
use crate::web::Member;

/// Days before its end from which a term is a reminder …
pub const ENDS_SOON_DAYS: i32 = 30;
/// … and from which it is an urgent one.
pub const ENDS_NOW_DAYS: i32 = 7;
/// Days that a nomination may wait for somebody's word before it is a reminder.
pub const PATIENCE_DAYS: i32 = 3;
/// Days for which thanks are news on a desk.
const NEWS_DAYS: i32 = 14;

/// What `member` should not forget of terms: their own, and those of the teams
/// that they look after as manager or lead. How many end in the whole company
/// was counted before: `ending`.
pub fn reminders(
    connection: &mut Connection,
    member: &Member,
    today: Day,
    ending: Option<usize>,
) -> Result<Vec<Reminder>, ProgramError> {
    let reach = Reach::overseen_by(member);
    let whose = Whose { reach: &reach, person: Some(member.id) };
    let latest = today.plus_days(-PATIENCE_DAYS).start_utc();
    let mut all = Vec::new();
    // The second reminder is a line of its own: among thirty days' worth it would be overlooked.
    let now = Matter::Ends(today, today.plus_days(ENDS_NOW_DAYS));
    let soon = Matter::Ends(today.plus_days(ENDS_NOW_DAYS + 1), today.plus_days(ENDS_SOON_DAYS));
    for (matter, summary, path) in [
        (now, "terms end within 7 days: renew them now, or name successors", "/terms?show=ending-now"),
        (soon, "terms end in 8 to 30 days", "/terms?show=ending"),
        (Matter::Nominated(Some(latest)), "nominations wait for approval", "/terms?show=nominated"),
        (Matter::Approved(Some(latest)), "nominations wait for the nominee's answer", "/terms?show=approved"),
    ] {
        let rows = list_matter(connection, matter, whose, 0, LINES as i64 + 1)?;
        let line = |row: &TermRow| match matter {
            Matter::Ends(..) => ending_line(row, member, today),
            _ => waiting_line(row, member, today),
        };
        let lines: Vec<Reminder> = rows.iter().map(line).collect();
        all.extend(gathered(lines, summary, path, || match (matter, ending) {
            (matter, Some(counted)) if matter == soon && reach == Reach::All => {
                Ok((counted as i64 - count_matter(connection, now, whose)?).max(LINES as i64 + 1))
            }
            _ => count_matter(connection, matter, whose),
        })?);
    }
    for (row, by) in store::list_thanked(connection, member.id, today.plus_days(-NEWS_DAYS).start_utc())? {
        all.push(Reminder {
            on: row.term.ended_at.max(row.term.thanked_at).map_or(today, Timestamp::day),
            words: format!("{by} thanks you for serving {}: “{}”", row.team.1, row.term.thanks),
            path: format!("/terms/{}", row.term.id),
            kind: ReminderKind::Term,
        });
    }
    Ok(all)
}

fn is_last_week(row: &TermRow, today: Day) -> bool {
    row.term.ends_on.is_some_and(|last| last.days_since(today) <= ENDS_NOW_DAYS)
}

fn ending_line(row: &TermRow, member: &Member, today: Day) -> Reminder {
    let last = row.term.ends_on.unwrap_or(today);
    let (role, team) = (row.term.role.label().to_lowercase(), &row.team.1);
    let what = if is_last_week(row, today) {
        "this is the last week to renew it, or to name a successor"
    } else {
        "renew it, or name a successor"
    };
    let whose = if row.term.person_id == member.id { "Your".into() } else { format!("{}'s", row.person.1) };
    Reminder {
        on: last,
        words: format!("{whose} term as {role} of {team} ends {}: {what}", from_today(last, today)),
        path: format!("/terms/{}", row.term.id),
        kind: ReminderKind::Term,
    }
}

fn waiting_line(row: &TermRow, member: &Member, today: Day) -> Reminder {
    let (person, team, since) = (&row.person.1, &row.team.1, from_today(row.term.asked_on(), today));
    let words = match row.term.state {
        TermState::Nominated => format!("{person} was nominated for {team} {since} and waits for approval"),
        _ if row.term.person_id == member.id => format!("You were asked to serve {team} {since}: accept or decline"),
        _ => format!("{person} was asked to serve {team} {since} and has not answered"),
    };
    Reminder { on: row.term.asked_on(), words, path: format!("/terms/{}", row.term.id), kind: ReminderKind::Term }
}
