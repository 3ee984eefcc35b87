//! A question's history, line by line.

use super::show::html;
use crate::clock::Timestamp;
use crate::questions::model::{Event, EventKind, Turn};
use crate::web::Moment;

/// One line of the history.
pub struct EventLine {
    pub who: String,
    pub did: &'static str,
    pub kind: &'static str,
    pub at: Moment,
    /// What was said, as HTML from `markdown`; empty where nothing was.
    pub said: String,
    /// The same where it is a plain line.
    pub line: String,
}

/// The history, oldest first.
pub fn event_lines(base: &str, now: Timestamp, events: &[Event]) -> Vec<EventLine> {
    let is_answer = |event: &Event| matches!(event.kind, EventKind::Answered | EventKind::AnswerChanged);
    // The newest answer stands above the history; only earlier ones are repeated in it.
    let newest = events.iter().rposition(is_answer);
    events
        .iter()
        .enumerate()
        .map(|(index, event)| {
            let is_markdown = event.kind.is_talk() || (is_answer(event) && newest != Some(index));
            let is_line = event.kind.is_way() || event.kind == EventKind::Planned;
            EventLine {
                who: event.person.as_ref().map_or_else(|| "Drawbridge".into(), |person| person.name.clone()),
                did: did(event),
                kind: event_kind(event.kind),
                at: Moment::new(event.at, now),
                said: if is_markdown { html(&event.words, base) } else { String::new() },
                line: if is_line { event.words.clone() } else { String::new() },
            }
        })
        .collect()
}

fn did(event: &Event) -> &'static str {
    match event.kind {
        EventKind::Asked => "asked",
        EventKind::Routed if event.turn == Some(Turn::Champion) => "gave it to whoever is there",
        EventKind::Routed if event.turn == Some(Turn::Both) => "gave it to both",
        EventKind::Routed => "sent it to Network Security",
        EventKind::Escalated => "passed it on to Network Security",
        EventKind::Claimed => "took it",
        EventKind::Released => "gave it back to the queue",
        EventKind::Answered => "answered",
        EventKind::AnswerChanged => "changed the answer",
        EventKind::Commented | EventKind::Responded => "said",
        EventKind::AskedBack => "asked back",
        EventKind::Replied => "replied",
        EventKind::Planned => "changed the launch",
        EventKind::HandedOver => "handed it over",
        EventKind::Published => "published the answer as an article",
    }
}

fn event_kind(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Routed | EventKind::Escalated | EventKind::HandedOver => "baseline",
        EventKind::Answered | EventKind::AnswerChanged | EventKind::Published => "open",
        EventKind::Asked | EventKind::AskedBack | EventKind::Replied => "preflight",
        EventKind::Claimed | EventKind::Released | EventKind::Commented | EventKind::Responded | EventKind::Planned => {
            "neutral"
        }
    }
}
