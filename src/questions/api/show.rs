//! One question with all that its reader may see of it.

use actix_web::HttpResponse;
use actix_web::web::{Data, Path};
use serde::Serialize;

use super::answers::{QuestionAnswer, answers};
use crate::clock::{Clock, Timestamp};
use crate::db::{Connection, Db};
use crate::error::AppError;
use crate::questions::model::{Event, HelpLink, Note, Question, QuestionNumber, Turn};
use crate::questions::pages::History;
use crate::questions::rules::Act;
use crate::questions::{QuestionError, Reader, access, confirm, store};
use crate::web::{Member, Site};

/// One question with all that was said.
#[derive(Debug, Serialize)]
struct ShowAnswer {
    #[serde(flatten)]
    question: QuestionAnswer,
    body: String,
    flow: String,
    /// `service:NAME` or `repository:NAME`.
    about: Option<String>,
    topics: Vec<String>,
    /// How many others want to know, too.
    watchers: i64,
    answer: String,
    confirmed_at: Option<String>,
    /// Articles that help with it, by slug.
    links: Vec<String>,
    history: Vec<EventAnswer>,
    /// The newest line of the history, for `read`.
    read: Option<String>,
    /// What those who answer said among themselves; for them alone.
    #[serde(skip_serializing_if = "Option::is_none")]
    notes: Option<Vec<NoteAnswer>>,
}

/// One line of a history.
#[derive(Debug, Serialize)]
struct EventAnswer {
    id: String,
    at: String,
    /// Who did it, by handle; none where the site did.
    by: Option<String>,
    kind: &'static str,
    words: String,
    /// Whose turn it is since then, where it changed that.
    turn: Option<&'static str>,
    due_at: Option<String>,
}

#[derive(Debug, Serialize)]
struct NoteAnswer {
    at: String,
    by: String,
    words: String,
}

/// `GET /api/v1/questions/{number}`
pub async fn show(
    member: Member,
    site: Data<Site>,
    db: Data<Db>,
    clock: Data<Clock>,
    number: Path<String>,
) -> Result<HttpResponse, AppError> {
    let number = number.parse().map(QuestionNumber).map_err(|_| QuestionError::NotFound)?;
    let now = clock.now();
    let answer = db.read(move |connection| read(connection, &site, &member, number, now)).await?;
    Ok(HttpResponse::Ok().json(answer))
}

fn read(
    connection: &mut Connection,
    site: &Site,
    member: &Member,
    number: QuestionNumber,
    now: Timestamp,
) -> Result<ShowAnswer, QuestionError> {
    let reader = Reader::of(member);
    let question = store::find(connection, &reader, number)?;
    let confirmation = confirm::find(connection, question.id)?;
    let events = history(connection, &reader, &question)?;
    let notes = store::list_notes(connection, member, &question)?;
    let links = store::list_links(connection, question.id)?.into_iter();
    let line = answers(connection, site, &reader, std::slice::from_ref(&question), now)?.pop();
    Ok(ShowAnswer {
        question: line.ok_or(QuestionError::NotFound)?,
        about: question.about.as_ref().map(|about| format!("{}:{}", about.kind.as_str(), about.name)),
        topics: store::list_topics(connection, question.id)?.into_iter().map(|topic| topic.value).collect(),
        watchers: store::count_watchers(connection, question.id)?,
        confirmed_at: confirmation.and_then(|one| one.confirmed_at).map(Timestamp::iso),
        links: links.map(|link: HelpLink| link.target).collect(),
        read: events.last().map(|event| event.id.to_string()),
        history: events.into_iter().map(event_answer).collect(),
        notes: access::may(member, &question, Act::Note).then(|| notes.into_iter().map(note_answer).collect()),
        body: question.body,
        flow: question.flow,
        answer: question.answer,
    })
}

/// The history without the lines that name a question which `reader` may not read.
fn history(connection: &mut Connection, reader: &Reader, question: &Question) -> Result<Vec<Event>, QuestionError> {
    let mut events = store::list_events(connection, question.id)?;
    let readable = store::list_readable(connection, reader, &History::numbers(&events))?;
    let names_readable = |event: &Event| event.words.parse().is_ok_and(|number| readable.contains(&number));
    events.retain(|event| !event.kind.names_another() || names_readable(event));
    Ok(events)
}

fn event_answer(event: Event) -> EventAnswer {
    EventAnswer {
        id: event.id.to_string(),
        at: event.at.iso(),
        by: event.person.map(|person| person.handle),
        kind: event.kind.as_str(),
        words: event.words,
        turn: event.turn.map(Turn::as_str),
        due_at: event.due_at.map(Timestamp::iso),
    }
}

fn note_answer(note: Note) -> NoteAnswer {
    NoteAnswer { at: note.at.iso(), by: note.person.handle, words: note.words }
}
