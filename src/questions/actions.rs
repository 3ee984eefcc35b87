//! What can be done with questions; one function per change. Each checks who
//! may, whether the state allows it, writes, and leaves a line in the history.

use serde_json::json;

use super::model::{
    AnswerInput, Event, EventKind, NamedTeam, NewQuestion, Publication, Question, QuestionNumber, QuestionState,
};
use super::rules::{self, Act, Routing};
use super::{QuestionError, access, store};
use crate::accounts::PersonName;
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::keys::{QuestionId, RowVersion, TeamId};
use crate::db::{Tx, changes, counters};
use crate::knowledge::{self, Library};
use crate::program;
use crate::web::{FieldProblem, Member};

/// Asks. The question goes to whoever serves the team, or to Network Security
/// where nobody (else) does. Returns its number; what was sent a moment ago
/// in the same words keeps the number that it has.
///
/// # Errors
///
/// [`QuestionError::Invalid`] for a team that the asker has no part in.
pub fn ask(tx: &mut Tx, member: &Member, now: Timestamp, new: &NewQuestion) -> Result<QuestionNumber, QuestionError> {
    let own = |team| member.teams.contains(&team) || member.is_champion_of(team);
    if new.team.is_some_and(|team| !own(team)) {
        return Err(QuestionError::Invalid(vec![FieldProblem::new("team", "choose one of your own teams")]));
    }
    if let Some(number) = store::find_twin(tx, member.id, new, now.plus(-rules::TWIN_WINDOW))? {
        return Ok(number);
    }
    let (team, routing) = route(tx, member, now, new.team)?;
    let state = routing.state();
    let question = Question {
        id: QuestionId::generate(),
        number: QuestionNumber(counters::next(tx, "questions")?),
        title: new.title.clone(),
        body: new.body.clone(),
        searched: new.searched.clone(),
        asker: PersonName { id: member.id, name: member.name.clone(), handle: member.handle.clone() },
        team,
        urgency: new.urgency,
        state,
        asked_at: now,
        turn_since: now,
        due_at: rules::due(state, new.urgency, now),
        claimed_by: None,
        answer: String::new(),
        answered_by: None,
        answered_at: None,
        article_slug: None,
        version: RowVersion::FIRST,
    };
    store::insert(tx, &question)?;
    store::insert_event(tx, question.id, now, Some(member.id), EventKind::Asked, "")?;
    if let Some(words) = routed_words(routing, &question) {
        store::insert_event(tx, question.id, now, None, EventKind::Routed, &words)?;
    }
    record(tx, member, now, &question, "question.asked", json!({ "title": question.title, "state": state.as_str() }))?;
    Ok(question.number)
}

/// The team that a question is asked for, and who gets it first.
fn route(
    tx: &mut Tx,
    member: &Member,
    now: Timestamp,
    team: Option<TeamId>,
) -> Result<(Option<NamedTeam>, Routing), QuestionError> {
    let Some(id) = team else { return Ok((None, rules::route(member.id, None))) };
    let team = program::team_by_id(tx, id)?;
    let serving = program::serving(tx, id, now.day())?;
    let serving: Vec<_> = serving.iter().filter(|one| one.is_there()).map(|one| one.person_id).collect();
    let routing = rules::route(member.id, Some(&serving));
    Ok((Some(NamedTeam { id, slug: team.slug, name: team.name }), routing))
}

/// Why a question went straight to Network Security; none where it did not.
fn routed_words(routing: Routing, question: &Question) -> Option<String> {
    let team = question.team.as_ref().map(|team| team.name.as_str()).unwrap_or_default();
    match routing {
        Routing::Champion => None,
        Routing::NoTeam => {
            Some(format!("{} belongs to no team, so this went straight to Network Security.", question.asker.name))
        }
        Routing::NoChampion => Some(format!("Team {team} has no champion, so this went straight to Network Security.")),
        Routing::AskerServes => Some(format!(
            "{} serves team {team} as champion, so this went straight to Network Security.",
            question.asker.name
        )),
    }
}

/// Passes a question on to Network Security; `why` is one line, tidied.
///
/// # Errors
///
/// [`QuestionError::NotYourTurn`] and [`QuestionError::NotOpen`].
pub fn escalate(
    tx: &mut Tx,
    member: &Member,
    now: Timestamp,
    number: QuestionNumber,
    why: &str,
) -> Result<(), QuestionError> {
    let question = find_for(tx, member, number, Act::Escalate)?;
    let due_at = rules::due(QuestionState::WithNetSec, question.urgency, now);
    if !store::save_escalated(tx, &question, now, due_at)? {
        return Err(QuestionError::Changed { number });
    }
    store::insert_event(tx, question.id, now, Some(member.id), EventKind::Escalated, why)?;
    record(tx, member, now, &question, "question.escalated", json!({ "why": why }))
}

/// Takes a question, so that others in Network Security turn to another.
///
/// # Errors
///
/// [`QuestionError::Claimed`] where somebody was faster, and those of [`escalate`].
pub fn claim(tx: &mut Tx, member: &Member, now: Timestamp, number: QuestionNumber) -> Result<(), QuestionError> {
    let question = find_for(tx, member, number, Act::Claim)?;
    match &question.claimed_by {
        Some(person) if person.id == member.id => return Ok(()),
        Some(person) => return Err(QuestionError::Claimed { number, name: person.name.clone() }),
        None => {}
    }
    if !store::save_claimed(tx, &question, member.id, now)? {
        return Err(QuestionError::Changed { number });
    }
    store::insert_event(tx, question.id, now, Some(member.id), EventKind::Claimed, "")?;
    record(tx, member, now, &question, "question.claimed", json!({}))
}

/// Gives a question back to everybody in Network Security, one's own or that
/// of somebody who is away.
///
/// # Errors
///
/// Those of [`escalate`].
pub fn release(tx: &mut Tx, member: &Member, now: Timestamp, number: QuestionNumber) -> Result<(), QuestionError> {
    let question = find_for(tx, member, number, Act::Release)?;
    if !store::save_released(tx, &question)? {
        return Ok(());
    }
    store::insert_event(tx, question.id, now, Some(member.id), EventKind::Released, "")?;
    record(tx, member, now, &question, "question.released", json!({}))
}

/// Answers a question, or changes its answer; the history keeps both.
///
/// # Errors
///
/// [`QuestionError::Changed`] where somebody saved since the writer looked;
/// the caller shows both texts. [`QuestionError::Unchanged`] where the answer
/// reads so already. [`QuestionError::Invalid`] where somebody said something
/// that the writer has not seen. Else those of [`escalate`].
pub fn answer(
    tx: &mut Tx,
    member: &Member,
    now: Timestamp,
    number: QuestionNumber,
    input: &AnswerInput,
) -> Result<(), QuestionError> {
    let question = find_for(tx, member, number, Act::Answer)?;
    if !question.state.is_open() && question.answer == input.words {
        return Err(QuestionError::Unchanged { number });
    }
    if let Some(read) = input.read {
        let events = store::list_events(tx, question.id)?;
        if let Some(newer) = rules::newer_comment(&events, read, member.id) {
            return Err(QuestionError::Invalid(vec![FieldProblem::new("answer", newer_words(newer))]));
        }
    }
    if !store::save_answer(tx, &question, member.id, now, &input.words, input.seen)? {
        return Err(QuestionError::Changed { number });
    }
    let (kind, action) = if question.state.is_open() {
        (EventKind::Answered, "question.answered")
    } else {
        (EventKind::AnswerChanged, "question.answer_changed")
    };
    store::insert_event(tx, question.id, now, Some(member.id), kind, &input.words)?;
    record(tx, member, now, &question, action, json!({ "version": input.seen.next().0 }))
}

/// What the writer of an answer hears of a comment that they have not seen.
fn newer_words(comment: &Event) -> String {
    const SHOWN: usize = 300;
    let who = comment.person.as_ref().map_or("Somebody", |person| person.name.as_str());
    let mut said: String = comment.words.chars().take(SHOWN).collect();
    if said.len() < comment.words.len() {
        said.push('…');
    }
    format!("{who} commented while you wrote: “{said}” Send it again if it still fits; it was not sent yet.")
}

/// Says something about a question; `words` are markdown.
///
/// # Errors
///
/// [`QuestionError::NotFound`].
pub fn comment(
    tx: &mut Tx,
    member: &Member,
    now: Timestamp,
    number: QuestionNumber,
    words: &str,
) -> Result<(), QuestionError> {
    let question = find_for(tx, member, number, Act::Comment)?;
    store::insert_event(tx, question.id, now, Some(member.id), EventKind::Commented, words)?;
    record(tx, member, now, &question, "question.commented", json!({}))
}

/// Makes an article of an answer, and links the two. Returns the article's slug.
///
/// # Errors
///
/// [`QuestionError::Changed`] where the answer was saved since the writer
/// looked, [`QuestionError::Knowledge`], and those of [`escalate`].
pub fn publish(
    tx: &mut Tx,
    library: &Library,
    member: &Member,
    now: Timestamp,
    number: QuestionNumber,
    publication: &Publication,
) -> Result<String, QuestionError> {
    let question = find_for(tx, member, number, Act::Publish)?;
    if question.version != publication.seen {
        return Err(QuestionError::Changed { number });
    }
    let article = knowledge::NewArticle {
        title: publication.title.clone(),
        category: publication.category.clone(),
        tags: publication.tags.clone(),
        phrasings: publication.phrasings.clone(),
        body: publication.body.clone(),
        question_number: Some(number.0),
        ..knowledge::NewArticle::default()
    };
    let slug = knowledge::publish(tx, library, member.id, now, &article)?.to_string();
    if !store::save_published(tx, &question, now, &slug, publication.seen)? {
        return Err(QuestionError::Changed { number });
    }
    store::insert_event(tx, question.id, now, Some(member.id), EventKind::Published, &slug)?;
    record(tx, member, now, &question, "question.published", json!({ "article": slug }))?;
    Ok(slug)
}

/// The question, where `member` may do `act` with it and its state allows that.
fn find_for(tx: &mut Tx, member: &Member, number: QuestionNumber, act: Act) -> Result<Question, QuestionError> {
    let question = store::find(tx, number)?;
    if !access::may(member, &question, act) {
        return Err(QuestionError::NotYourTurn { number });
    }
    if !rules::allows(question.state, act) {
        return Err(QuestionError::NotOpen { number, state: question.state.label() });
    }
    Ok(question)
}

/// The end of each change: the record, and a word to the other nodes.
fn record(
    tx: &mut Tx,
    member: &Member,
    now: Timestamp,
    question: &Question,
    action: &str,
    detail: serde_json::Value,
) -> Result<(), QuestionError> {
    let number = question.number.to_string();
    audit::record(tx, now, Entry { actor: Some(member.id), action, subject: ("question", &number), detail })?;
    changes::announce(tx, now, "question", &number)?;
    Ok(())
}
