//! What a question's history adds up to. Its page, the gap queue and the figures
//! all count by this.

use jiff::SignedDuration;

use crate::calendar::WorkCalendar;
use crate::clock::Timestamp;
use crate::questions::model::{Event, EventKind, Turn};

/// Business time, by who had a question meanwhile.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Spent {
    /// With the champion; none where it never was.
    pub champion: Option<SignedDuration>,
    /// With Network Security; none where it never was. What both had counts for both.
    pub netsec: Option<SignedDuration>,
    /// It waited for whoever asked.
    pub asker: SignedDuration,
    /// With anybody whose part it is to answer; what both had counts once.
    pub waited: SignedDuration,
}

/// A history gone through from its beginning to its end.
///
/// The first response and the final answer are figures of their own. What
/// whoever asked said was missing takes the answer back: it was none, and the
/// next one ends the same conversation. What is opened again had an answer,
/// which stands until the next one, and that is what counts as reopened.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Walk {
    /// All turns that ended.
    pub ended: Spent,
    /// When somebody whose part it is to answer said the first word, and how long that took.
    pub responded: Option<(Timestamp, SignedDuration)>,
    /// When the last answer was given that was not taken back, and what was spent until then.
    pub answered: Option<(Timestamp, Spent)>,
    /// How often it was opened again.
    pub reopened: i32,
    /// Whose turn goes on, and since when.
    turn: Option<(Turn, Timestamp)>,
}

impl Walk {
    /// Goes through a history, oldest event first. Each event that changes whose
    /// turn it is says so; a turn that ended before it began, as after a clock
    /// was set back, counts nothing.
    pub fn of(events: &[Event], calendar: &WorkCalendar) -> Self {
        let mut walk = Walk::default();
        for event in events {
            let responds = matches!(event.kind, EventKind::Responded | EventKind::AskedBack | EventKind::Answered);
            if responds && walk.responded.is_none() {
                walk.responded = Some((event.at, walk.until(calendar, event.at).waited));
            }
            match event.kind {
                EventKind::Answered => walk.answered = Some((event.at, walk.until(calendar, event.at))),
                EventKind::Missed => walk.answered = None,
                EventKind::Reopened => walk.reopened += 1,
                _ => {}
            }
            if let Some(turn) = event.turn {
                walk.ended = walk.until(calendar, event.at);
                walk.ended.begin(turn);
                // Time that was counted is not counted again.
                let since = walk.turn.map_or(event.at, |(_, since)| since.max(event.at));
                walk.turn = Some((turn, since));
            }
        }
        walk
    }

    /// What was spent up to `now`, which is not before the last event: with the turn that goes on.
    pub fn until(&self, calendar: &WorkCalendar, now: Timestamp) -> Spent {
        let mut spent = self.ended;
        if let Some((turn, since)) = self.turn {
            spent.add(turn, calendar.business_between(since, now));
        }
        spent
    }
}

impl Spent {
    fn begin(&mut self, turn: Turn) {
        self.add(turn, SignedDuration::ZERO);
    }

    fn add(&mut self, turn: Turn, time: SignedDuration) {
        if Turn::OF_CHAMPION.contains(&turn) {
            *self.champion.get_or_insert_default() += time;
        }
        if Turn::OF_NETSEC.contains(&turn) {
            *self.netsec.get_or_insert_default() += time;
        }
        match turn {
            Turn::Asker => self.asker += time,
            Turn::Champion | Turn::NetSec | Turn::Both => self.waited += time,
            Turn::Nobody => {}
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::keys::QuestionEventId;

    fn at(text: &str) -> Timestamp {
        Timestamp::parse(&format!("2026-11-{text}:00Z")).unwrap_or_else(|error| panic!("{text}: {error}"))
    }

    fn walk(events: &[(&str, EventKind, Option<Turn>)]) -> Walk {
        let event = |(when, kind, turn): &(&str, EventKind, Option<Turn>)| Event {
            id: QuestionEventId::generate(),
            at: at(when),
            person: None,
            kind: *kind,
            words: String::new(),
            turn: *turn,
            due_at: None,
        };
        Walk::of(&events.iter().map(event).collect::<Vec<_>>(), &WorkCalendar::default())
    }

    const fn hours(hours: i64) -> SignedDuration {
        SignedDuration::from_hours(hours)
    }

    // 2026-11-16 was a Monday; work is from nine to five.

    #[test]
    fn each_turn_is_counted_once_and_what_waits_for_the_asker_is_nobodys_time() {
        use EventKind::{Answered, Asked, AskedBack, Claimed, Commented, Escalated, Replied};
        let walk = walk(&[
            ("16T10:00", Asked, Some(Turn::Champion)),
            ("16T11:00", Commented, None),
            ("16T12:00", Escalated, Some(Turn::NetSec)),
            ("16T13:00", Claimed, None),
            ("16T14:00", AskedBack, Some(Turn::Asker)),
            ("17T10:00", Replied, Some(Turn::NetSec)),
            ("17T13:00", Answered, Some(Turn::Nobody)),
        ]);

        let spent = Spent { champion: Some(hours(2)), netsec: Some(hours(5)), asker: hours(4), waited: hours(7) };
        assert_eq!(walk.responded, Some((at("16T14:00"), hours(4))));
        assert_eq!(walk.answered, Some((at("17T13:00"), spent)));
        assert_eq!((walk.ended, walk.reopened), (spent, 0));
        assert_eq!(walk.until(&WorkCalendar::default(), at("30T10:00")), spent, "nobody has it any more");
    }

    #[test]
    fn what_goes_on_counts_up_to_now() {
        let walk = walk(&[("16T10:00", EventKind::Asked, Some(Turn::NetSec))]);

        let spent = walk.until(&WorkCalendar::default(), at("16T12:00"));

        assert_eq!((spent.netsec, spent.champion, spent.waited), (Some(hours(2)), None, hours(2)));
        assert_eq!((walk.ended.netsec, walk.responded, walk.answered), (Some(hours(0)), None, None));
    }

    #[test]
    fn what_is_missing_takes_the_answer_back_and_is_no_reopening() {
        use EventKind::{Answered, Asked, Missed};
        let answered = [("16T10:00", Asked, Some(Turn::Champion)), ("16T12:00", Answered, Some(Turn::Nobody))];
        let missed = ("18T10:00", Missed, Some(Turn::Champion));

        let open = walk(&[answered[0], answered[1], missed]);
        let again = walk(&[answered[0], answered[1], missed, ("18T13:00", Answered, Some(Turn::Nobody))]);

        assert_eq!((open.answered, open.reopened), (None, 0));
        assert_eq!(again.answered.map(|(when, spent)| (when, spent.waited)), Some((at("18T13:00"), hours(5))));
        assert_eq!((again.reopened, again.responded), (0, Some((at("16T12:00"), hours(2)))));
    }

    #[test]
    fn what_is_opened_again_keeps_its_answer_until_the_next() {
        use EventKind::{Answered, Asked, Confirmed, Reopened};
        let confirmed = [
            ("16T10:00", Asked, Some(Turn::Champion)),
            ("16T12:00", Answered, Some(Turn::Nobody)),
            ("16T15:00", Confirmed, None),
            ("18T10:00", Reopened, Some(Turn::NetSec)),
        ];

        let open = walk(&confirmed);
        let again = walk(&[&confirmed[..], &[("18T13:00", Answered, Some(Turn::Nobody))]].concat());

        let spent = |walk: &Walk| walk.answered.map(|(_, spent)| (spent.waited, spent.netsec));
        assert_eq!((spent(&open), open.reopened), (Some((hours(2), None)), 1));
        assert_eq!((spent(&again), again.reopened), (Some((hours(5), Some(hours(3)))), 1));
    }

    #[test]
    fn what_both_have_counts_once_for_the_whole() {
        use EventKind::{Answered, Asked};
        let walk = walk(&[("16T10:00", Asked, Some(Turn::Both)), ("16T12:00", Answered, Some(Turn::Nobody))]);
        let two = Some(hours(2));
        assert_eq!((walk.ended.champion, walk.ended.netsec, walk.ended.waited), (two, two, hours(2)));
    }

    #[test]
    fn a_clock_that_was_set_back_takes_nothing_away() {
        use EventKind::{Answered, Asked, Escalated};
        let walk = walk(&[
            ("16T10:00", Asked, Some(Turn::Champion)),
            ("16T09:00", Escalated, Some(Turn::NetSec)),
            ("16T11:00", Answered, Some(Turn::Nobody)),
        ]);
        assert_eq!((walk.ended.champion, walk.ended.netsec), (Some(hours(0)), Some(hours(1))));
        assert_eq!(walk.answered.map(|(_, spent)| spent.waited), Some(hours(1)));
    }
}
