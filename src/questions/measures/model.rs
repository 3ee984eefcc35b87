//! What one history adds up to.

use jiff::SignedDuration;

use crate::calendar::WorkCalendar;
use crate::clock::Timestamp;
use crate::questions::model::{Event, EventKind, Turn};

/// How long a question took. All of it is business time, counted while it was
/// with somebody who answers: what it waited for its asker is left out.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Measure {
    /// Until somebody whose part it is to answer said the first word.
    pub respond: Option<SignedDuration>,
    /// Until its last answer.
    pub answer: Option<SignedDuration>,
    /// Of that, the time that the champion had it; what both had counts for both.
    pub champion: SignedDuration,
    /// Of that, the time that Network Security had it.
    pub netsec: SignedDuration,
    /// Whether it was ever the champion's turn before the last answer.
    pub was_with_champion: bool,
    /// Whether it was ever the turn of Network Security before the last answer.
    pub was_with_netsec: bool,
    /// How often it came back after an answer.
    pub reopened: i32,
}

/// The sums while a history is gone through.
#[derive(Default)]
struct Running {
    measure: Measure,
    waited: SignedDuration,
    turn: Option<(Turn, Timestamp)>,
}

impl Measure {
    /// What a history adds up to, the oldest event first. A turn that goes on
    /// counts to the last event; one that ended before it began, as after a
    /// clock was set back, counts nothing.
    pub fn of(events: &[Event], calendar: &WorkCalendar) -> Self {
        let mut running = Running::default();
        // What it was at the last answer; while there is none, what it is at the end.
        let mut answered = None;
        for event in events {
            running.pass(event.at, calendar);
            if matches!(event.kind, EventKind::Responded | EventKind::AskedBack | EventKind::Answered) {
                running.measure.respond.get_or_insert(running.waited);
            }
            if event.kind == EventKind::Answered {
                answered = Some(Measure { answer: Some(running.waited), ..running.measure });
            }
            if let Some(turn) = event.turn {
                running.begin(turn, event.at);
            }
        }
        let reopened = running.measure.reopened;
        Measure { reopened, ..answered.unwrap_or(running.measure) }
    }
}

impl Running {
    /// Counts the turn that goes on up to `at`.
    fn pass(&mut self, at: Timestamp, calendar: &WorkCalendar) {
        let Some((turn, since)) = self.turn else { return };
        let passed = calendar.business_between(since, at);
        if Turn::OF_CHAMPION.contains(&turn) {
            self.measure.champion += passed;
        }
        if Turn::OF_NETSEC.contains(&turn) {
            self.measure.netsec += passed;
        }
        if !matches!(turn, Turn::Asker | Turn::Nobody) {
            self.waited += passed;
        }
        self.turn = Some((turn, since.max(at)));
    }

    fn begin(&mut self, turn: Turn, at: Timestamp) {
        self.measure.was_with_champion |= Turn::OF_CHAMPION.contains(&turn);
        self.measure.was_with_netsec |= Turn::OF_NETSEC.contains(&turn);
        let since = match self.turn {
            Some((before, since)) => {
                self.measure.reopened += i32::from(before == Turn::Nobody && turn != Turn::Nobody);
                since.max(at)
            }
            None => at,
        };
        self.turn = Some((turn, since));
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::keys::QuestionEventId;

    fn event((at, kind, turn): (&str, EventKind, Option<Turn>)) -> Event {
        let at = Timestamp::parse(&format!("2026-11-{at}:00Z")).unwrap_or_else(|error| panic!("{at}: {error}"));
        Event { id: QuestionEventId::generate(), at, person: None, kind, words: String::new(), turn, due_at: None }
    }

    fn measure(events: &[(&str, EventKind, Option<Turn>)]) -> Measure {
        let events: Vec<Event> = events.iter().copied().map(event).collect();
        Measure::of(&events, &WorkCalendar::default())
    }

    const fn hours(hours: i64) -> SignedDuration {
        SignedDuration::from_hours(hours)
    }

    #[test]
    fn what_waits_for_the_asker_is_nobodys_time() {
        use EventKind::{Answered, Asked, AskedBack, Commented, Escalated, Replied};
        // 2026-11-16 was a Monday; work is from nine to five.
        let measured = measure(&[
            ("16T10:00", Asked, Some(Turn::Champion)),
            ("16T11:00", Commented, None),
            ("16T12:00", Escalated, Some(Turn::NetSec)),
            ("16T14:00", AskedBack, Some(Turn::Asker)),
            ("17T10:00", Replied, Some(Turn::NetSec)),
            ("17T13:00", Answered, Some(Turn::Nobody)),
        ]);

        let expected = Measure {
            respond: Some(hours(4)),
            answer: Some(hours(7)),
            champion: hours(2),
            netsec: hours(5),
            was_with_champion: true,
            was_with_netsec: true,
            reopened: 0,
        };
        assert_eq!(measured, expected);
    }

    #[test]
    fn an_answer_that_was_not_the_end_counts_to_the_last() {
        use EventKind::{Answered, Asked, Commented};
        let answered = [("16T10:00", Asked, Some(Turn::Champion)), ("16T12:00", Answered, Some(Turn::Nobody))];
        let back = ("18T10:00", Commented, Some(Turn::NetSec));

        let open = measure(&[answered[0], answered[1], back, ("18T11:00", Commented, None)]);
        let again = measure(&[answered[0], answered[1], back, ("18T13:00", Answered, Some(Turn::Nobody))]);

        assert_eq!((open.answer, open.was_with_netsec, open.reopened), (Some(hours(2)), false, 1));
        assert_eq!((again.answer, again.netsec, again.reopened), (Some(hours(5)), hours(3), 1));
        assert_eq!(again.respond, Some(hours(2)));
    }

    #[test]
    fn what_both_have_counts_once_for_the_whole() {
        use EventKind::{Answered, Asked};
        let measured = measure(&[("16T10:00", Asked, Some(Turn::Both)), ("16T12:00", Answered, Some(Turn::Nobody))]);
        assert_eq!((measured.champion, measured.netsec, measured.answer), (hours(2), hours(2), Some(hours(2))));
    }

    #[test]
    fn a_clock_that_was_set_back_takes_nothing_away() {
        use EventKind::{Answered, Asked, Escalated};
        let measured = measure(&[
            ("16T10:00", Asked, Some(Turn::Champion)),
            ("16T09:00", Escalated, Some(Turn::NetSec)),
            ("16T11:00", Answered, Some(Turn::Nobody)),
        ]);
        assert_eq!((measured.champion, measured.netsec, measured.answer), (hours(0), hours(1), Some(hours(1))));
    }
}
