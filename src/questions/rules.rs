//! Who gets a question first, until when they are to answer, and what can be
//! done with it in which state.

use jiff::SignedDuration;

use super::model::{Event, EventKind, QuestionState, Urgency};
use crate::clock::Timestamp;
use crate::db::keys::{PersonId, QuestionEventId};

/// A champion answers, or passes the question on, by the same hour of the next
/// working day: they have a job beside this one.
pub const CHAMPION_TARGET: SignedDuration = SignedDuration::from_hours(24);
/// Network Security answers within two working days …
pub const NETSEC_TARGET: SignedDuration = SignedDuration::from_hours(48);
/// … and within half a day where somebody can't go on without the answer.
pub const NETSEC_BLOCKED_TARGET: SignedDuration = SignedDuration::from_hours(4);
/// The same words of the same person within this time are one question: they
/// went back and sent the form again.
pub const TWIN_WINDOW: SignedDuration = SignedDuration::from_mins(10);
/// How long the words of somebody who has yet to sign in are kept.
pub const DRAFT_LIFETIME: SignedDuration = SignedDuration::from_hours(24);

/// Where a new question goes, and why.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Routing {
    /// To the team's champion or deputy.
    Champion,
    /// To Network Security: the asker belongs to no team.
    NoTeam,
    /// To Network Security: nobody serves the team.
    NoChampion,
    /// To Network Security: only the asker serves the team.
    AskerServes,
}

impl Routing {
    /// The state in which the question starts.
    pub fn state(self) -> QuestionState {
        match self {
            Routing::Champion => QuestionState::WithChampion,
            Routing::NoTeam | Routing::NoChampion | Routing::AskerServes => QuestionState::WithNetSec,
        }
    }
}

/// Decides who gets a question of `asker` first. `serving` are the champion and
/// deputies of the team that it is asked for; `None` where there is no team.
pub fn route(asker: PersonId, serving: Option<&[PersonId]>) -> Routing {
    match serving {
        None => Routing::NoTeam,
        Some([]) => Routing::NoChampion,
        Some(serving) if serving.iter().all(|person| *person == asker) => Routing::AskerServes,
        Some(_) => Routing::Champion,
    }
}

/// Until when whoever has the question is to answer. Closed states keep no
/// clock; for them it is the moment itself.
pub fn due(state: QuestionState, urgency: Urgency, since: Timestamp) -> Timestamp {
    let target = match (state, urgency) {
        (QuestionState::WithChampion, _) => CHAMPION_TARGET,
        (QuestionState::WithNetSec, Urgency::Normal) => NETSEC_TARGET,
        (QuestionState::WithNetSec, Urgency::Blocked) => NETSEC_BLOCKED_TARGET,
        (QuestionState::Answered | QuestionState::Published, _) => return since,
    };
    add_working_time(since, target)
}

/// `since` and `time` more, counted on Mondays to Fridays only (UTC): a
/// weekend moves the target on by its two days.
pub fn add_working_time(since: Timestamp, time: SignedDuration) -> Timestamp {
    let (mut at, mut left) = (since, time);
    loop {
        let tomorrow = at.day().plus_days(1).start_utc();
        if !at.day().is_workday() {
            at = tomorrow;
            continue;
        }
        let today = tomorrow.since(at);
        if left <= today {
            return at.plus(left);
        }
        left -= today;
        at = tomorrow;
    }
}

/// The newest comment of somebody else than `writer` that came after the line
/// `read`, up to which the writer has read. A line of no such history is none.
pub fn newer_comment(events: &[Event], read: QuestionEventId, writer: PersonId) -> Option<&Event> {
    let unread = events.iter().skip_while(|event| event.id != read).skip(1);
    let is_anothers = |event: &&Event| event.person.as_ref().is_none_or(|person| person.id != writer);
    unread.filter(|event| event.kind == EventKind::Commented).filter(is_anothers).last()
}

/// Something that is done with a question.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Act {
    /// Passing it on to Network Security.
    Escalate,
    /// Taking it, within Network Security.
    Claim,
    /// Giving it back to everybody in Network Security.
    Release,
    /// Answering it, or changing the answer.
    Answer,
    /// Saying something about it.
    Comment,
    /// Making an article of the answer.
    Publish,
}

/// Whether a question in `state` can be acted on so, by whoever has the right.
///
/// Once an answer is published the article is what people read, so the answer
/// under it no longer changes.
pub fn allows(state: QuestionState, act: Act) -> bool {
    use QuestionState::{Answered, Published, WithChampion, WithNetSec};
    match act {
        Act::Escalate => state == WithChampion,
        Act::Claim | Act::Release => state == WithNetSec,
        Act::Answer => matches!(state, WithChampion | WithNetSec | Answered),
        Act::Comment => matches!(state, WithChampion | WithNetSec | Answered | Published),
        Act::Publish => state == Answered,
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn a_question_goes_to_whoever_serves_the_team() {
        let (asker, champion) = (PersonId::generate(), PersonId::generate());
        for (serving, expected) in [
            (None, Routing::NoTeam),
            (Some(vec![]), Routing::NoChampion),
            (Some(vec![champion]), Routing::Champion),
            (Some(vec![asker]), Routing::AskerServes),
            (Some(vec![asker, champion]), Routing::Champion),
        ] {
            assert_eq!(route(asker, serving.as_deref()), expected, "{serving:?}");
        }
    }

    #[test]
    fn only_the_champion_comes_before_network_security() {
        for (routing, state) in [
            (Routing::Champion, QuestionState::WithChampion),
            (Routing::NoTeam, QuestionState::WithNetSec),
            (Routing::NoChampion, QuestionState::WithNetSec),
            (Routing::AskerServes, QuestionState::WithNetSec),
        ] {
            assert_eq!(routing.state(), state, "{routing:?}");
        }
    }

    #[test]
    fn targets_are_counted_on_working_days() {
        use QuestionState::{Answered, WithChampion, WithNetSec};
        use Urgency::{Blocked, Normal};
        // 2026-11-16 was a Monday.
        for (state, urgency, since, expected) in [
            (WithChampion, Normal, "2026-11-16T09:30:00Z", "2026-11-17T09:30:00Z"),
            (WithChampion, Blocked, "2026-11-16T09:30:00Z", "2026-11-17T09:30:00Z"),
            (WithChampion, Normal, "2026-11-20T15:00:00Z", "2026-11-23T15:00:00Z"),
            (WithChampion, Normal, "2026-11-21T15:00:00Z", "2026-11-24T00:00:00Z"),
            (WithNetSec, Normal, "2026-11-16T09:30:00Z", "2026-11-18T09:30:00Z"),
            (WithNetSec, Normal, "2026-11-19T09:30:00Z", "2026-11-23T09:30:00Z"),
            (WithNetSec, Blocked, "2026-11-16T09:30:00Z", "2026-11-16T13:30:00Z"),
            (WithNetSec, Blocked, "2026-11-20T22:00:00Z", "2026-11-23T02:00:00Z"),
            (WithNetSec, Blocked, "2026-11-22T12:00:00Z", "2026-11-23T04:00:00Z"),
            (Answered, Blocked, "2026-11-22T12:00:00Z", "2026-11-22T12:00:00Z"),
        ] {
            assert_eq!(due(state, urgency, at(since)), at(expected), "{state:?} {urgency:?} {since}");
        }
    }

    #[test]
    fn each_state_allows_its_own_acts() {
        use Act::{Answer, Claim, Comment, Escalate, Publish, Release};
        let all = [Escalate, Claim, Release, Answer, Comment, Publish];
        for (state, allowed) in [
            (QuestionState::WithChampion, vec![Escalate, Answer, Comment]),
            (QuestionState::WithNetSec, vec![Claim, Release, Answer, Comment]),
            (QuestionState::Answered, vec![Answer, Comment, Publish]),
            (QuestionState::Published, vec![Comment]),
        ] {
            for act in all {
                assert_eq!(allows(state, act), allowed.contains(&act), "{state:?} {act:?}");
            }
        }
    }
}
