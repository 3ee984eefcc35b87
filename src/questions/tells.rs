//! Who is told of what happens to a question, and in which words: one line for
//! each kind of event. What the clock brings is told by `hears`.

use std::collections::HashSet;

use super::hears::{Audience, holders, people};
use super::model::{Event, EventKind, Question, QuestionNumber, Urgency, Visibility};
use super::readers::reader_of;
use super::{QuestionError, Reader, store};
use crate::clock::Timestamp;
use crate::db::Tx;
use crate::db::keys::PersonId;
use crate::notify::{self, ChatPlace, NewNotice, NoticeKind, Subject, To};
use crate::program::ProgramError;

/// Who is told.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Who {
    /// Whose turn it is now, in chat, too.
    Holders,
    /// Whoever waits for the words: they asked back, or have the question.
    Inquirers,
    /// Whoever asked it, and for whom.
    Askers,
    /// Whoever asked, and all who said “me too”.
    Waiting,
    /// Whoever asked, has it, or said something.
    Talkers,
}

/// Whom an event concerns, and what they hear. `{who}`, `{number}` and
/// `{title}` are filled in; whoever did it hears nothing, and whoever is
/// concerned twice hears the first.
fn concerns(kind: EventKind) -> &'static [(Who, &'static str)] {
    use EventKind as Kind;
    match kind {
        Kind::Asked => &[(Who::Holders, "{who} asks: {title}"), (Who::Askers, "{who} asked in your name: {title}")],
        Kind::Routed => &[(Who::Holders, "Question {number} waits for an answer: {title}")],
        Kind::Escalated => &[
            (Who::Holders, "{who} passed question {number} on: {title}"),
            (Who::Askers, "Your question went to Network Security: {title}"),
        ],
        Kind::HandedOver => &[(Who::Holders, "Question {number} was handed over to you: {title}")],
        Kind::AskedBack => &[(Who::Askers, "{who} asks you back on question {number}: {title}")],
        Kind::Replied => &[(Who::Inquirers, "{who} replied on question {number}: {title}")],
        Kind::Commented | Kind::Responded => &[(Who::Talkers, "{who} said something on question {number}: {title}")],
        Kind::Answered => &[(Who::Waiting, "{who} answered question {number}: {title}")],
        Kind::AnswerChanged => &[(Who::Waiting, "{who} changed the answer to question {number}: {title}")],
        Kind::Published => &[(Who::Waiting, "The answer to question {number} became an article: {title}")],
        Kind::HandedOn | Kind::Assigned => &[(Who::Holders, "{who} gave you question {number}: {title}")],
        Kind::Released => &[(Who::Holders, "Question {number} is anybody’s again: {title}")],
        Kind::Reopened => &[
            (Who::Holders, "{who} opened question {number} again: {title}"),
            (Who::Askers, "{who} opened your question {number} again: {title}"),
        ],
        Kind::Merged => &[(Who::Waiting, "Question {number} was asked before; its link leads to the other: {title}")],
        Kind::Split => &[(Who::Askers, "{who} made two questions of your question {number}: {title}")],
        Kind::SplitOff => &[(Who::Holders, "{who} made question {number} of a part of another: {title}")],
        Kind::Confirmed => &[(Who::Askers, "The answer to question {number} counts as confirmed: {title}")],
        Kind::Missed => &[(Who::Holders, "{who} says what the answer to question {number} lacks: {title}")],
        Kind::Claimed | Kind::Planned | Kind::Absorbed | Kind::Reworded | Kind::Linked | Kind::Unlinked => &[],
    }
}

/// Tells whom the newest line of a question's history concerns; at the end of
/// the change that wrote the line, at `now`.
///
/// # Errors
///
/// The database's own.
pub(super) fn tell(tx: &mut Tx, now: Timestamp, number: QuestionNumber) -> Result<(), ProgramError> {
    let question = match store::find(tx, &Reader::Site, number) {
        Ok(question) => question,
        Err(QuestionError::Database(error)) => return Err(error.into()),
        Err(_) => return Ok(()),
    };
    // A change that wrote no line has nothing to tell.
    let Some(event) = store::newest_event(tx, question.id)?.filter(|event| event.at >= now) else { return Ok(()) };
    let event = as_asked(&question, event);
    let mut told: HashSet<PersonId> = event.person.iter().map(|person| person.id).collect();
    for (who, words) in concerns(event.kind) {
        let notice = notice(&question, &event, *who, words);
        for (to, kind) in concerned(tx, &question, *who, now)? {
            if to_be_told(tx, &question, &to, *who, &mut told, now)? {
                notify::send(tx, now, &to, &NewNotice { kind, ..notice.clone() })?;
            }
        }
    }
    Ok(())
}

/// What went straight to Network Security was asked a moment ago all the same:
/// whoever gets it hears by whom, and not which way it took.
fn as_asked(question: &Question, event: Event) -> Event {
    if event.kind != EventKind::Routed || event.at != question.asked_at {
        return event;
    }
    let person = question.asked_by.clone().unwrap_or_else(|| question.asker.clone());
    Event { kind: EventKind::Asked, person: Some(person), ..event }
}

/// Whether this is somebody who has not heard it, may read it, and did not ask
/// what waits for them now.
fn to_be_told(
    tx: &mut Tx,
    question: &Question,
    to: &To,
    who: Who,
    told: &mut HashSet<PersonId>,
    now: Timestamp,
) -> Result<bool, ProgramError> {
    let To::Person(person) = to else { return Ok(true) };
    if (who == Who::Holders && question.is_asked_by(*person)) || !told.insert(*person) {
        return Ok(false);
    }
    Ok(question.visibility == Visibility::Everyone || reader_of(tx, *person, now.day())?.reads(question))
}

fn notice(question: &Question, event: &Event, who: Who, words: &str) -> NewNotice {
    let is_blocked = question.urgency == Urgency::Blocked && who == Who::Holders;
    let actor = event.person.as_ref().map_or("Drawbridge", |person| person.name.as_str());
    // An address or a number is no sentence.
    let is_address = event.kind == EventKind::Published || event.kind.names_another();
    let said = if is_address { "" } else { event.words.as_str() };
    let words = if is_blocked { format!("Blocked now. {words}") } else { words.to_owned() };
    // The title last: it may hold a brace of its own.
    let title = words.replace("{who}", actor).replace("{number}", &question.number.to_string());
    NewNotice {
        title: title.replace("{title}", &question.title),
        words: if event.kind == EventKind::Asked { question.body.clone() } else { said.to_owned() },
        ..about(question, NoticeKind::Own)
    }
}

/// A notice about a question, which says nothing yet.
pub(super) fn about(question: &Question, kind: NoticeKind) -> NewNotice {
    let is_open = question.visibility == Visibility::Everyone;
    let number = question.number;
    NewNotice {
        kind,
        title: String::new(),
        words: String::new(),
        path: number.path(),
        thread: if is_open { format!("Question {number}: {}", question.title) } else { format!("Question {number}") },
        subject: Subject { kind: "question".into(), key: number.to_string() },
        is_open,
        useful_until: question.launches_at(),
    }
}

/// Who `who` is for this question, each with the kind of notice that it is for them.
fn concerned(
    tx: &mut Tx,
    question: &Question,
    who: Who,
    now: Timestamp,
) -> Result<Vec<(To, NoticeKind)>, ProgramError> {
    let person = |id: PersonId, kind| (To::Person(id), kind);
    let mut askers = vec![question.asker.id];
    askers.extend(question.asked_by.iter().map(|by| by.id));
    let own = |people: Vec<PersonId>| people.into_iter().map(|id| person(id, NoticeKind::Own)).collect();
    Ok(match who {
        Who::Holders => {
            let mut all = Vec::new();
            for audience in holders(question) {
                let kind = waiting_kind(question, audience);
                all.extend(people(tx, audience, now.day())?.into_iter().map(|one| person(one.id, kind)));
                all.extend(place(question, audience).map(|place| (To::Chat(place), kind)));
            }
            all
        }
        Who::Inquirers => {
            let mut ids: Vec<PersonId> = question.claimed_by.iter().map(|one| one.id).collect();
            ids.extend(store::list_inquirers(tx, question.id)?);
            ids.into_iter().map(|id| person(id, NoticeKind::Turn)).collect()
        }
        Who::Askers => own(askers),
        Who::Waiting => {
            askers.extend(store::list_watchers(tx, question.id)?);
            own(askers)
        }
        Who::Talkers => {
            askers.extend(question.claimed_by.iter().map(|one| one.id));
            askers.extend(store::list_talkers(tx, question.id)?);
            own(askers)
        }
    })
}

/// What it is for an audience that a question waits for them.
fn waiting_kind(question: &Question, audience: Audience) -> NoticeKind {
    match audience {
        _ if question.urgency == Urgency::Blocked => NoticeKind::Blocked,
        Audience::NetSec => NoticeKind::Queue,
        _ => NoticeKind::Turn,
    }
}

/// Where in chat an audience hears of it.
pub(super) fn place(question: &Question, audience: Audience) -> Option<ChatPlace> {
    match audience {
        Audience::Person(_) => None,
        Audience::Serving(_) => question.team.as_ref().map(|team| ChatPlace::Team(team.slug.clone())),
        Audience::NetSec => Some(ChatPlace::NetSec),
        Audience::Lead => Some(ChatPlace::Lead),
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::db::keys::{QuestionEventId, TeamId};
    use crate::questions::model::QuestionState;

    fn event(kind: EventKind, words: &str) -> Event {
        let (at, words) = (Timestamp(0), words.to_owned());
        Event { id: QuestionEventId::generate(), at, person: None, kind, words, turn: None, due_at: None }
    }

    #[test]
    fn a_title_is_filled_in_as_it_is() {
        let question = Question {
            title: "What is {who} in {number}?".into(),
            urgency: Urgency::Blocked,
            body: "More.".into(),
            ..Question::sample(QuestionState::WithBoth, Some(TeamId::generate()))
        };
        let asked = event(EventKind::Asked, "");

        let waiting = notice(&question, &asked, Who::Holders, concerns(EventKind::Asked)[0].1);

        assert_eq!(waiting.title, "Blocked now. Drawbridge asks: What is {who} in {number}?");
        assert_eq!((waiting.words.as_str(), waiting.path.as_str()), ("More.", "/questions/1"));
        let published = event(EventKind::Published, "a-slug");
        let told = notice(&question, &published, Who::Waiting, concerns(EventKind::Published)[0].1);
        assert_eq!(told.title, "The answer to question 1 became an article: What is {who} in {number}?");
        assert_eq!(told.words, "", "a slug is no sentence");
    }

    #[test]
    fn what_went_straight_on_was_asked_by_somebody() {
        let question = Question::sample(QuestionState::WithNetSec, None);
        let routed = |at: i64| Event { at: Timestamp(at), ..event(EventKind::Routed, "No champion.") };

        let asked = as_asked(&question, routed(0));
        assert_eq!((asked.kind, asked.person.map(|person| person.name)), (EventKind::Asked, Some("Kim".into())));
        assert_eq!(as_asked(&question, routed(1)).kind, EventKind::Routed, "later it went by itself");
    }

    #[test]
    fn what_is_not_for_everyone_is_called_by_its_number_alone() {
        let question = Question {
            visibility: Visibility::Team,
            title: "Our secret plan".into(),
            ..Question::sample(QuestionState::WithNetSec, Some(TeamId::generate()))
        };

        let notice = about(&question, NoticeKind::Turn);

        assert!(!notice.is_open && !notice.thread.contains("secret"), "{notice:?}");
    }
}
