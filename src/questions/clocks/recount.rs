//! How long a question took, counted from its raw history.

use jiff::SignedDuration;

use crate::calendar::WorkCalendar;
use crate::clock::Timestamp;
use crate::questions::model::{Event, EventKind, Turn};

/// What a question's history adds up to.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spent {
    /// Business time that the champion had it.
    pub champion: SignedDuration,
    /// Business time that Network Security had it; what both had counts for both.
    pub netsec: SignedDuration,
    /// Business time that it waited for the asker.
    pub asker: SignedDuration,
    /// When somebody whose part it is to answer said the first word.
    pub first_response_at: Option<Timestamp>,
    /// When it was answered first.
    pub answered_at: Option<Timestamp>,
}

/// Counts a history, oldest event first, up to `now`. Each event that changes
/// whose turn it is says so; a turn that ended before it began, as after a
/// clock was set back, counts nothing.
pub fn recount(events: &[Event], calendar: &WorkCalendar, now: Timestamp) -> Spent {
    let mut spent = Spent::default();
    let mut turn: Option<(Turn, Timestamp)> = None;
    for event in events {
        match event.kind {
            EventKind::Responded | EventKind::AskedBack => note(&mut spent.first_response_at, event.at),
            EventKind::Answered => {
                note(&mut spent.first_response_at, event.at);
                note(&mut spent.answered_at, event.at);
            }
            // What was no answer does not count as the final one.
            EventKind::Missed => spent.answered_at = None,
            _ => {}
        }
        if let Some(next) = event.turn {
            if let Some((before, since)) = turn {
                spent.add(before, calendar.business_between(since, event.at));
            }
            // Time that was counted is not counted again.
            let since = turn.map_or(event.at, |(_, since)| since.max(event.at));
            turn = Some((next, since));
        }
    }
    if let Some((last, since)) = turn {
        spent.add(last, calendar.business_between(since, now));
    }
    spent
}

fn note(first: &mut Option<Timestamp>, at: Timestamp) {
    first.get_or_insert(at);
}

impl Spent {
    fn add(&mut self, turn: Turn, time: SignedDuration) {
        if matches!(turn, Turn::Champion | Turn::Both) {
            self.champion += time;
        }
        if matches!(turn, Turn::NetSec | Turn::Both) {
            self.netsec += time;
        }
        if turn == Turn::Asker {
            self.asker += time;
        }
    }

    /// Business time that others than the asker had it.
    pub fn waited(&self, calendar: &WorkCalendar, asked_at: Timestamp, until: Timestamp) -> SignedDuration {
        (calendar.business_between(asked_at, until) - self.asker).max(SignedDuration::ZERO)
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::keys::QuestionEventId;

    fn event(at: &str, kind: EventKind, turn: Option<Turn>) -> Event {
        let at = Timestamp::parse(at).unwrap_or_else(|error| panic!("{at}: {error}"));
        Event { id: QuestionEventId::generate(), at, person: None, kind, words: String::new(), turn, due_at: None }
    }

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(text).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    #[test]
    fn each_turn_is_counted_once() {
        use EventKind::{Answered, Asked, AskedBack, Claimed, Commented, Escalated, Replied};
        let events = [
            event("2026-11-16T10:00:00Z", Asked, Some(Turn::Champion)),
            event("2026-11-16T11:00:00Z", Commented, None),
            event("2026-11-16T12:00:00Z", Escalated, Some(Turn::NetSec)),
            event("2026-11-16T13:00:00Z", Claimed, None),
            event("2026-11-16T14:00:00Z", AskedBack, Some(Turn::Asker)),
            event("2026-11-17T10:00:00Z", Replied, Some(Turn::NetSec)),
            event("2026-11-17T10:30:00Z", Answered, Some(Turn::Nobody)),
        ];
        let calendar = WorkCalendar::default();

        let spent = recount(&events, &calendar, at("2026-12-01T10:00:00Z"));

        let hours = |hours: f64| SignedDuration::from_mins((hours * 60.0) as i64);
        assert_eq!((spent.champion, spent.netsec, spent.asker), (hours(2.0), hours(2.5), hours(4.0)));
        assert_eq!(spent.first_response_at, Some(at("2026-11-16T14:00:00Z")));
        assert_eq!(spent.answered_at, Some(at("2026-11-17T10:30:00Z")));
        assert_eq!(spent.waited(&calendar, events[0].at, events[6].at), hours(4.5));
    }

    #[test]
    fn a_clock_that_is_set_back_takes_nothing_away() {
        let events = [
            event("2026-11-16T10:00:00Z", EventKind::Asked, Some(Turn::Both)),
            event("2026-11-16T09:00:00Z", EventKind::AskedBack, Some(Turn::Asker)),
        ];

        let spent = recount(&events, &WorkCalendar::default(), at("2026-11-16T11:00:00Z"));

        assert_eq!((spent.champion, spent.asker), (SignedDuration::ZERO, SignedDuration::from_hours(1)));
    }
}
