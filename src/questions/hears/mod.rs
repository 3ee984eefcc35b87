//! Who hears of a question, and why. The desk reminds by it; what sends mail
//! asks the same.

mod reminders;
mod watch;

pub use reminders::reminders;
pub use watch::QuestionWatch;

use std::collections::HashSet;

use super::clocks::{Clocks, Targets};
use super::model::{Question, Turn, Visibility};
use crate::accounts::{self, PersonName};
use crate::calendar::WorkCalendar;
use crate::clock::{Day, Timestamp};
use crate::db::Connection;
use crate::db::keys::{PersonId, TeamId};
use crate::program::{self, ProgramError};
use crate::web::Grant;

/// Days before a launch at which what is open goes to the lead and to Network
/// Security, the later first.
const BEFORE_LAUNCH: [i32; 2] = [1, 3];
/// People of one grant; no program has more leads, and no queue more readers.
const PEOPLE: i64 = 500;

/// Whom something concerns.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Audience {
    /// One person.
    Person(PersonId),
    /// Whoever serves the team and is there.
    Serving(TeamId),
    /// Everybody in Network Security.
    NetSec,
    /// Who runs the program.
    Lead,
}

/// Why they hear of it.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Cause {
    /// It is their turn, and the time for it is over.
    Overdue,
    /// It has been overdue for long, whoever has it.
    LongOverdue,
    /// It waits for what only they can say.
    AskedBack,
    /// A launch waits for it that is so many days off, or fewer.
    LaunchNear(i32),
}

/// That somebody hears of a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Notice {
    /// Who.
    pub audience: Audience,
    /// Why.
    pub cause: Cause,
    /// Since when.
    pub since: Timestamp,
}

/// Who is to hear of `question` by `now`, and why. What is not for everyone
/// reaches nobody who may not read it.
pub fn notices(question: &Question, targets: &Targets, calendar: &WorkCalendar, now: Timestamp) -> Vec<Notice> {
    let mut all = Vec::new();
    if !question.state.is_open() {
        return all;
    }
    let notice = |audience, cause, since| Notice { audience, cause, since };
    if question.turn == Turn::Asker {
        all.push(notice(Audience::Person(question.asker.id), Cause::AskedBack, question.turn_since));
        all.extend(
            question.asked_by.as_ref().map(|by| notice(Audience::Person(by.id), Cause::AskedBack, question.turn_since)),
        );
    }
    if question.is_overdue(now) {
        all.extend(holders(question).into_iter().map(|who| notice(who, Cause::Overdue, question.due_at)));
        let late = calendar.business_after(question.due_at, targets.lead_after.time(calendar));
        if late < now {
            all.push(notice(Audience::Lead, Cause::LongOverdue, late));
        }
    }
    if let Some(at) = question.launches_at() {
        let day = calendar.zone.day(at);
        let left = day.days_since(calendar.today(now));
        if let Some(step) = BEFORE_LAUNCH.into_iter().find(|step| left <= *step) {
            let since = calendar.zone.start(day.plus_days(-step)).max(question.asked_at);
            all.push(notice(Audience::NetSec, Cause::LaunchNear(step), since));
            all.push(notice(Audience::Lead, Cause::LaunchNear(step), since));
        }
    }
    all.retain(|notice| notice.audience != Audience::Lead || question.visibility == Visibility::Everyone);
    all
}

/// Whose turn it is, as an audience.
pub(super) fn holders(question: &Question) -> Vec<Audience> {
    let team = question.team_id().map(Audience::Serving);
    let owner = question.claimed_by.as_ref().map(|person| Audience::Person(person.id));
    match question.turn {
        Turn::Champion => owner.or(team).into_iter().collect(),
        Turn::NetSec => vec![owner.unwrap_or(Audience::NetSec)],
        Turn::Both => team.into_iter().chain([owner.unwrap_or(Audience::NetSec)]).collect(),
        Turn::Asker | Turn::Nobody => Vec::new(),
    }
}

/// The people who are to hear of `question` by `now`, each with why and since
/// when; somebody who hears of it twice for one cause comes once.
///
/// # Errors
///
/// The database's own.
pub fn who_hears(
    connection: &mut Connection,
    clocks: &Clocks,
    question: &Question,
    now: Timestamp,
) -> Result<Vec<(PersonName, Cause, Timestamp)>, ProgramError> {
    let calendar = clocks.calendar();
    let (mut all, mut seen) = (Vec::new(), HashSet::new());
    for notice in notices(question, &clocks.targets, &calendar, now) {
        for person in people(connection, notice.audience, calendar.today(now))? {
            if seen.insert((person.id, notice.cause)) {
                all.push((person, notice.cause, notice.since));
            }
        }
    }
    Ok(all)
}

/// Who an audience is on `today`.
pub(super) fn people(
    connection: &mut Connection,
    audience: Audience,
    today: Day,
) -> Result<Vec<PersonName>, ProgramError> {
    Ok(match audience {
        Audience::Person(id) => {
            let person = accounts::find_person(connection, id)?;
            vec![PersonName { id, name: person.name, handle: person.handle }]
        }
        Audience::Serving(team) => program::serving(connection, team, today)?
            .into_iter()
            .filter(program::Serving::is_there)
            .map(|one| PersonName { id: one.person_id, name: one.name, handle: one.handle })
            .collect(),
        Audience::NetSec => accounts::list_granted(connection, Grant::NetSec, PEOPLE)?,
        Audience::Lead => accounts::list_granted(connection, Grant::Lead, PEOPLE)?,
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::keys::LaunchId;
    use crate::questions::model::{NamedLaunch, QuestionState};

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn who_hears_follows_the_turn_the_delay_and_the_launch() {
        use Audience::{Lead, NetSec};
        let team = TeamId::generate();
        let asked = |state, launch: &str| Question {
            due_at: at("2026-11-18T12:00:00Z"),
            launch: (!launch.is_empty()).then(|| NamedLaunch {
                id: LaunchId::generate(),
                slug: "two".into(),
                name: "Two".into(),
                at: at(launch),
            }),
            ..Question::sample(state, Some(team))
        };
        let serving = Audience::Serving(team);
        use Cause::{AskedBack, LaunchNear, LongOverdue, Overdue};
        use QuestionState::{Answered, WithBoth, WithChampion, WithNetSec};
        for (state, launch, now, expected) in [
            (WithChampion, "", "2026-11-18T12:00:00Z", vec![]),
            (WithChampion, "", "2026-11-18T12:00:01Z", vec![(serving, Overdue)]),
            (WithNetSec, "", "2026-11-18T13:00:00Z", vec![(NetSec, Overdue)]),
            (WithBoth, "", "2026-11-18T13:00:00Z", vec![(serving, Overdue), (NetSec, Overdue)]),
            (WithNetSec, "", "2026-11-19T12:00:01Z", vec![(NetSec, Overdue), (Lead, LongOverdue)]),
            (Answered, "2026-11-18T02:00:00Z", "2026-11-30T12:00:00Z", vec![]),
            // A launch at two in the night to Monday: on Friday it is three days off.
            (WithChampion, "2026-11-16T02:00:00Z", "2026-11-12T23:59:00Z", vec![]),
            (
                WithChampion,
                "2026-11-16T02:00:00Z",
                "2026-11-13T00:00:00Z",
                vec![(NetSec, LaunchNear(3)), (Lead, LaunchNear(3))],
            ),
            (
                WithChampion,
                "2026-11-16T02:00:00Z",
                "2026-11-15T00:00:00Z",
                vec![(NetSec, LaunchNear(1)), (Lead, LaunchNear(1))],
            ),
        ] {
            let question = asked(state, launch);
            let heard = notices(&question, &Targets::default(), &WorkCalendar::default(), at(now));
            let heard: Vec<_> = heard.iter().map(|notice| (notice.audience, notice.cause)).collect();
            assert_eq!(heard, expected, "{state:?} {launch} {now}");
        }
        let back = Question { turn: Turn::Asker, ..asked(WithNetSec, "") };
        let heard = notices(&back, &Targets::default(), &WorkCalendar::default(), at("2026-11-30T12:00:00Z"));
        let heard: Vec<_> = heard.iter().map(|notice| (notice.audience, notice.cause)).collect();
        assert_eq!(heard, [(Audience::Person(back.asker.id), AskedBack)], "its clock stands still");
    }

    #[test]
    fn whoever_may_not_read_it_hears_nothing() {
        let question = Question {
            visibility: Visibility::Team,
            due_at: at("2026-11-18T12:00:00Z"),
            ..Question::sample(QuestionState::WithNetSec, Some(TeamId::generate()))
        };
        let heard = notices(&question, &Targets::default(), &WorkCalendar::default(), at("2026-12-18T12:00:00Z"));
        assert!(heard.iter().all(|notice| notice.audience == Audience::NetSec), "{heard:?}");
    }
}
