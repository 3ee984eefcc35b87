//! What a desk says of questions, by who hears of them.

use super::{Audience, BEFORE_LAUNCH, Cause, Notice, notices};
use crate::calendar::WorkCalendar;
use crate::clock::Timestamp;
use crate::db::Connection;
use crate::program::{ProgramError, Reminder, ReminderKind};
use crate::questions::Reader;
use crate::questions::clocks::Clocks;
use crate::questions::model::{Question, Turn};
use crate::questions::store::{self, Filter, Sort};
use crate::web::{Grant, Member};

/// Questions that are looked through for one desk.
const LOOKED_AT: i64 = 300;
/// Lines of one kind on a desk; what is more is said in one line.
const LINES: usize = 4;

impl Audience {
    fn holds(self, member: &Member) -> bool {
        match self {
            Audience::Person(id) => member.id == id,
            Audience::Serving(team) => member.is_champion_of(team),
            Audience::NetSec => member.has(Grant::NetSec),
            Audience::Lead => member.has(Grant::Lead),
        }
    }
}

/// What `member` should not forget of questions. What is asked back stands on
/// the desk by itself.
///
/// # Errors
///
/// The database's own.
pub fn reminders(
    connection: &mut Connection,
    clocks: &Clocks,
    member: &Member,
    now: Timestamp,
) -> Result<Vec<Reminder>, ProgramError> {
    let sees_all = member.has(Grant::NetSec) || member.has(Grant::Lead);
    if !sees_all && !member.is_champion() {
        return Ok(Vec::new());
    }
    let calendar = clocks.calendar();
    let soon = calendar.zone.start(calendar.today(now).plus_days(BEFORE_LAUNCH[1] + 1));
    let filter = Filter {
        reader: Reader::of(member),
        turns: vec![Turn::Asker, Turn::Champion, Turn::NetSec, Turn::Both],
        teams: (!sees_all).then(|| member.champion_of.clone()),
        given_to: (!sees_all).then_some(member.id),
        due_before: Some(soon),
        ..Filter::default()
    };
    let questions = store::list(connection, &filter, Sort::Due, LOOKED_AT)?;
    let mut kinds: Vec<(Cause, Vec<Reminder>)> = Vec::new();
    for question in &questions {
        let mut own: Vec<Notice> = notices(question, &clocks.targets, &calendar, now);
        own.retain(|notice| notice.audience.holds(member) && notice.cause != Cause::AskedBack);
        own.dedup_by_key(|notice| notice.cause);
        for notice in own {
            let reminder = Reminder {
                on: calendar.zone.day(about(question, notice.cause)),
                words: words(question, notice.cause, &calendar),
                path: question.number.path(),
                kind: ReminderKind::Question,
            };
            match kinds.iter_mut().find(|(cause, _)| *cause == notice.cause) {
                Some((_, known)) => known.push(reminder),
                None => kinds.push((notice.cause, vec![reminder])),
            }
        }
    }
    Ok(kinds.into_iter().flat_map(|(cause, all)| shortened(cause, all, member.has(Grant::NetSec))).collect())
}

/// The instant that a reminder is about.
fn about(question: &Question, cause: Cause) -> Timestamp {
    match cause {
        Cause::LaunchNear(_) => question.launches_at().unwrap_or(question.due_at),
        Cause::Overdue | Cause::LongOverdue => question.due_at,
        Cause::AskedBack => question.turn_since,
    }
}

pub(super) fn words(question: &Question, cause: Cause, calendar: &WorkCalendar) -> String {
    let (number, title) = (question.number, &question.title);
    match (cause, &question.launch) {
        (Cause::LaunchNear(_), Some(launch)) => {
            let at = calendar.zone.words(launch.at);
            format!("{} launches on {at}, and question {number} is open: {title}", launch.name)
        }
        (Cause::LongOverdue, _) => format!("Question {number} is long overdue, {}: {title}", question.state.label()),
        (Cause::AskedBack, _) => format!("Question {number} waits for what you were asked back: {title}"),
        _ => format!("Question {number} is overdue: {title}"),
    }
}

/// The first lines, and one for all that are left.
fn shortened(cause: Cause, mut all: Vec<Reminder>, is_netsec: bool) -> Vec<Reminder> {
    let more = all.len().saturating_sub(LINES);
    if more > 1 {
        let rest = all.split_off(LINES);
        let what = match cause {
            Cause::LaunchNear(_) => "are open with a launch near",
            Cause::LongOverdue => "are long overdue",
            _ => "are overdue",
        };
        let path = if is_netsec { "/queue" } else { "/questions?state=open&sort=due" };
        all.extend(rest.into_iter().next().map(|first| Reminder {
            words: format!("{more} more questions {what}"),
            path: path.into(),
            ..first
        }));
    }
    all
}
