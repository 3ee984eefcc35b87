//! A question's history, line by line.

use std::collections::HashMap;

use super::line::Link;
use super::show::html;
use crate::calendar::Zone;
use crate::clock::Timestamp;
use crate::questions::model::{Event, EventKind, Note, QuestionNumber, Turn};
use crate::web::Moment;

/// What a question's history is drawn from.
#[derive(Debug, Default)]
pub struct History {
    /// What happened, oldest first.
    pub events: Vec<Event>,
    /// What the reader may read of what those who answer said among themselves.
    pub notes: Vec<Note>,
    /// Titles of the other questions that the reader may read, by number. Lines
    /// that name any other are left out.
    pub titles: HashMap<i64, String>,
}

impl History {
    /// Numbers of other questions that the history names.
    pub fn numbers(events: &[Event]) -> Vec<i64> {
        events.iter().filter_map(named).collect()
    }
}

fn named(event: &Event) -> Option<i64> {
    if event.kind.names_another() { event.words.parse().ok() } else { None }
}

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
    /// The other question or the article that it names.
    pub names: Option<Link>,
    /// Whether only those who answer see it.
    pub is_note: bool,
}

/// The history and the notes, oldest first.
pub fn event_lines(base: &str, (now, zone): (Timestamp, &Zone), history: &History) -> Vec<EventLine> {
    let events = &history.events;
    let note = |note: &Note| EventLine {
        who: note.person.name.clone(),
        did: "noted",
        kind: "unknown",
        at: Moment::within(note.at, now, zone),
        said: html(&note.words, base),
        line: String::new(),
        names: None,
        is_note: true,
    };
    let mut lines: Vec<(Timestamp, EventLine)> = happened(base, (now, zone), history, events);
    lines.extend(history.notes.iter().map(|one| (one.at, note(one))));
    // Stable: what happened in one moment stays in its order.
    lines.sort_by_key(|(at, _)| *at);
    lines.into_iter().map(|(_, line)| line).collect()
}

fn happened(
    base: &str,
    (now, zone): (Timestamp, &Zone),
    history: &History,
    events: &[Event],
) -> Vec<(Timestamp, EventLine)> {
    let is_answer = |event: &Event| matches!(event.kind, EventKind::Answered | EventKind::AnswerChanged);
    // The newest answer stands above the history; only earlier ones are repeated in it.
    let newest = events.iter().rposition(is_answer);
    events
        .iter()
        .enumerate()
        .filter(|(_, event)| !event.kind.names_another() || names(base, event, history).is_some())
        .map(|(index, event)| {
            let is_markdown = event.kind.is_talk()
                || event.kind == EventKind::Reworded
                || (is_answer(event) && newest != Some(index));
            let is_line = event.kind.is_way() || matches!(event.kind, EventKind::Planned | EventKind::Released);
            let line = EventLine {
                who: event.person.as_ref().map_or_else(|| "Drawbridge".into(), |person| person.name.clone()),
                did: did(event),
                kind: event_kind(event.kind),
                at: Moment::within(event.at, now, zone),
                said: if is_markdown { html(&event.words, base) } else { String::new() },
                line: if is_line { event.words.clone() } else { String::new() },
                names: names(base, event, history),
                is_note: false,
            };
            (event.at, line)
        })
        .collect()
}

/// The other question or the article that an event names.
fn names(base: &str, event: &Event, history: &History) -> Option<Link> {
    if matches!(event.kind, EventKind::Linked | EventKind::Unlinked) {
        return Some(Link { name: event.words.clone(), href: format!("{base}/faq/{}", event.words) });
    }
    let number = named(event)?;
    let title = history.titles.get(&number)?;
    let path = QuestionNumber(number).path();
    // A duplicate's own address leads here; its history is behind this one.
    let own = if event.kind == EventKind::Absorbed { "?own=yes" } else { "" };
    Some(Link { name: format!("{number}: {title}"), href: format!("{base}{path}{own}") })
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
        EventKind::Confirmed if event.person.is_none() => "took it as confirmed: nobody said that something is missing",
        EventKind::Confirmed => "confirmed the answer",
        EventKind::Missed => "said what is missing",
        EventKind::HandedOn => "handed it on",
        EventKind::Assigned => "gave it to somebody",
        EventKind::Reopened => "opened it again",
        EventKind::Merged => "merged it into question",
        EventKind::Absorbed => "merged into it question",
        EventKind::Split => "made a part of it question",
        EventKind::SplitOff => "took it out of question",
        EventKind::Reworded => "put it in other words; it was",
        EventKind::Linked => "linked the article",
        EventKind::Unlinked => "took away the link to the article",
    }
}

fn event_kind(kind: EventKind) -> &'static str {
    match kind {
        EventKind::Routed
        | EventKind::Escalated
        | EventKind::HandedOver
        | EventKind::HandedOn
        | EventKind::Assigned => "baseline",
        EventKind::Answered | EventKind::AnswerChanged | EventKind::Published | EventKind::Confirmed => "open",
        EventKind::Asked
        | EventKind::SplitOff
        | EventKind::AskedBack
        | EventKind::Replied
        | EventKind::Reopened
        | EventKind::Missed => "preflight",
        EventKind::Claimed
        | EventKind::Released
        | EventKind::Commented
        | EventKind::Responded
        | EventKind::Planned
        | EventKind::Merged
        | EventKind::Absorbed
        | EventKind::Split
        | EventKind::Reworded
        | EventKind::Linked
        | EventKind::Unlinked => "neutral",
    }
}
