//! Until when somebody is to answer.

use super::Targets;
use crate::calendar::WorkCalendar;
use crate::clock::Timestamp;
use crate::questions::model::{Turn, Urgency};

/// Until when whoever has a question is to answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Due {
    /// When their time runs out.
    pub target_at: Timestamp,
    /// By when they are to answer: then, or at a launch that comes before.
    pub at: Timestamp,
}

impl Due {
    /// The same end of their time, with another launch, or none.
    pub fn with_launch(target_at: Timestamp, launch: Option<Timestamp>) -> Self {
        Due { target_at, at: launch.map_or(target_at, |launch| launch.min(target_at)) }
    }
}

/// The due time of a turn that begins at `now`. Where nobody's clock runs it is
/// the moment itself.
pub fn start(
    targets: &Targets,
    calendar: &WorkCalendar,
    turn: Turn,
    urgency: Urgency,
    launch: Option<Timestamp>,
    now: Timestamp,
) -> Due {
    match targets.of(turn, urgency, calendar) {
        Some(time) => Due::with_launch(calendar.business_after(now, time), launch),
        None => Due { target_at: now, at: now },
    }
}

/// The due time after the clock stood still from `stopped` until `now`: what
/// was left then is left now. Whoever was late already is as late as before.
pub fn resume(
    calendar: &WorkCalendar,
    target_at: Timestamp,
    stopped: Timestamp,
    launch: Option<Timestamp>,
    now: Timestamp,
) -> Due {
    let left = calendar.business_between(stopped, target_at);
    let target_at = if target_at <= stopped { target_at } else { calendar.business_after(now.max(stopped), left) };
    Due::with_launch(target_at, launch)
}

/// The due time of what is opened again at `now`, after the clock stood still
/// since the answer: what was left then is left now, and never less than the
/// target of what is blocked. A launch that was is no longer waited for.
pub fn reopen(
    targets: &Targets,
    calendar: &WorkCalendar,
    turn: Turn,
    (target_at, stopped): (Timestamp, Timestamp),
    launch: Option<Timestamp>,
    now: Timestamp,
) -> Due {
    let left = resume(calendar, target_at, stopped, None, now).target_at;
    let least = start(targets, calendar, turn, Urgency::Blocked, None, now).target_at;
    Due::with_launch(left.max(least), launch.filter(|at| *at > now))
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::calendar::Zone;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn targets_follow_the_turn_the_urgency_and_the_launch() {
        use Turn::{Asker, Both, Champion, NetSec, Nobody};
        use Urgency::{Blocked, Low, Normal};
        // 2026-11-16 was a Monday.
        for (turn, urgency, launch, since, expected) in [
            (Champion, Normal, "", "2026-11-16T09:30:00Z", "2026-11-17T09:30:00Z"),
            (Champion, Low, "", "2026-11-16T09:30:00Z", "2026-11-19T09:30:00Z"),
            (Champion, Normal, "", "2026-11-20T15:00:00Z", "2026-11-23T15:00:00Z"),
            (Champion, Normal, "", "2026-11-21T15:00:00Z", "2026-11-23T17:00:00Z"),
            (NetSec, Normal, "", "2026-11-16T09:30:00Z", "2026-11-18T09:30:00Z"),
            (NetSec, Blocked, "", "2026-11-16T09:30:00Z", "2026-11-16T13:30:00Z"),
            (Both, Blocked, "", "2026-11-20T16:00:00Z", "2026-11-23T12:00:00Z"),
            (NetSec, Low, "2026-11-17T02:00:00Z", "2026-11-16T09:30:00Z", "2026-11-17T02:00:00Z"),
            (NetSec, Low, "2026-12-17T02:00:00Z", "2026-11-16T09:30:00Z", "2026-11-23T09:30:00Z"),
            (Asker, Normal, "2026-11-17T02:00:00Z", "2026-11-16T09:30:00Z", "2026-11-16T09:30:00Z"),
            (Nobody, Blocked, "", "2026-11-22T12:00:00Z", "2026-11-22T12:00:00Z"),
        ] {
            let launch = (!launch.is_empty()).then(|| at(launch));
            let due = start(&Targets::default(), &WorkCalendar::default(), turn, urgency, launch, at(since));
            assert_eq!(due.at, at(expected), "{turn:?} {urgency:?} {since} {launch:?}");
        }
    }

    #[test]
    fn hours_are_those_of_the_company() {
        let zone = Zone::parse("America/New_York").unwrap_or_else(|words| panic!("{words}"));
        let calendar = WorkCalendar { zone, ..WorkCalendar::default() };
        let due =
            start(&Targets::default(), &calendar, Turn::NetSec, Urgency::Blocked, None, at("2026-11-16T09:30:00Z"));
        assert_eq!(due.at, at("2026-11-16T18:00:00Z"));
    }

    #[test]
    fn what_is_opened_again_has_what_was_left_and_four_hours_at_the_least() {
        let targets = Targets::default();
        for (target, answered, launch, now, expected) in [
            // A day and an hour were left on Monday noon.
            ("2026-11-17T13:00:00Z", "2026-11-16T12:00:00Z", "", "2026-11-18T10:00:00Z", "2026-11-19T11:00:00Z"),
            // Minutes were left.
            ("2026-11-16T12:05:00Z", "2026-11-16T12:00:00Z", "", "2026-11-18T10:00:00Z", "2026-11-18T14:00:00Z"),
            // It was late when it was answered.
            ("2026-11-16T09:00:00Z", "2026-11-16T12:00:00Z", "", "2026-11-18T10:00:00Z", "2026-11-18T14:00:00Z"),
            (
                "2026-11-17T13:00:00Z",
                "2026-11-16T12:00:00Z",
                "2026-11-19T02:00:00Z",
                "2026-11-18T10:00:00Z",
                "2026-11-19T02:00:00Z",
            ),
            (
                "2026-11-17T13:00:00Z",
                "2026-11-16T12:00:00Z",
                "2026-11-17T02:00:00Z",
                "2026-11-18T10:00:00Z",
                "2026-11-19T11:00:00Z",
            ),
        ] {
            let launch = (!launch.is_empty()).then(|| at(launch));
            let left = (at(target), at(answered));
            let due = reopen(&targets, &WorkCalendar::default(), Turn::NetSec, left, launch, at(now));
            assert_eq!(due.at, at(expected), "{target} {answered} {launch:?}");
        }
    }

    #[test]
    fn what_was_left_is_left_after_waiting_for_the_asker() {
        for (target, stopped, now, expected) in [
            // Three hours were left on Monday; the asker came back on Thursday.
            ("2026-11-16T15:00:00Z", "2026-11-16T12:00:00Z", "2026-11-19T10:00:00Z", "2026-11-19T13:00:00Z"),
            ("2026-11-16T15:00:00Z", "2026-11-16T12:00:00Z", "2026-11-19T16:00:00Z", "2026-11-20T11:00:00Z"),
            ("2026-11-16T15:00:00Z", "2026-11-16T12:00:00Z", "2026-11-16T12:00:00Z", "2026-11-16T15:00:00Z"),
            // Late already.
            ("2026-11-16T15:00:00Z", "2026-11-16T16:00:00Z", "2026-11-19T10:00:00Z", "2026-11-16T15:00:00Z"),
            // A clock that was set back takes nothing away.
            ("2026-11-16T15:00:00Z", "2026-11-16T12:00:00Z", "2026-11-16T09:00:00Z", "2026-11-16T15:00:00Z"),
        ] {
            let due = resume(&WorkCalendar::default(), at(target), at(stopped), None, at(now));
            assert_eq!(due.at, at(expected), "{target} {stopped} {now}");
        }
    }
}
