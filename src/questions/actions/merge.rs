//! Leading a duplicate to the question that was asked before, and making two
//! questions of one.

use serde_json::json;

use super::{find_for, record};
use crate::clock::Timestamp;
use crate::db::keys::{QuestionId, RowVersion};
use crate::db::{Tx, counters};
use crate::questions::clocks::{self, Clocks, Due};
use crate::questions::model::{EventKind, Parts, Question, QuestionNumber, Turn, Urgency};
use crate::questions::rules::{self, Act, MergeFault};
use crate::questions::store::NewEvent;
use crate::questions::{QuestionError, Reader, access, store};
use crate::web::{FieldProblem, Member};

/// Leads question `number` to question `kept`. Who waits for the first waits
/// for the second from then on, its asker too; the more urgent of both and the
/// earlier due time hold. What was said stays where it was said.
///
/// # Errors
///
/// [`QuestionError::Invalid`] where the one can't lead to the other, and those
/// of [`super::escalate`].
pub fn merge(
    tx: &mut Tx,
    member: &Member,
    now: Timestamp,
    number: QuestionNumber,
    kept: QuestionNumber,
) -> Result<(), QuestionError> {
    let refused = |words: String| QuestionError::Invalid(vec![FieldProblem::new("into", words)]);
    let question = find_for(tx, member, number, Act::Merge)?;
    let now = question.not_before(now);
    let kept = match store::find(tx, &Reader::of(member), kept) {
        Ok(kept) => kept,
        Err(QuestionError::NotFound) => return Err(refused(format!("there is no question {kept} that you may read"))),
        Err(error) => return Err(error),
    };
    if !access::may(member, &kept, Act::Merge) {
        return Err(refused(format!("question {} is another team’s; ask Network Security to merge them", kept.number)));
    }
    rules::check_merge(&question, &kept).map_err(|fault| refused(fault_words(fault, &question, &kept)))?;
    let joint = absorb(tx, &question, &kept)?;
    let own =
        question.launch.as_ref().map(|launch| launch.id).filter(|launch| joint.is_none_or(|joint| joint != *launch));
    if !store::save_merged(tx, &question, kept.id, own, now)? {
        return Err(QuestionError::Changed { number });
    }
    for person in [Some(&question.asker), question.asked_by.as_ref()].into_iter().flatten() {
        if !kept.is_asked_by(person.id) {
            store::insert_watcher(tx, kept.id, person.id, now)?;
        }
    }
    store::copy_watchers(tx, question.id, kept.id)?;
    // Who asked the one that is kept hears the answer anyway.
    for person in [Some(&kept.asker), kept.asked_by.as_ref()].into_iter().flatten() {
        store::delete_watcher(tx, kept.id, person.id)?;
    }
    let to = kept.number.to_string();
    let event = NewEvent::new(question.id, now, Some(member.id), EventKind::Merged, &to);
    store::insert_event(tx, &event.closing())?;
    let from = number.to_string();
    store::insert_event(tx, &absorbed(&question, &kept, member, now, &from))?;
    record(tx, Some(member.id), now, &question, "question.merged", json!({ "into": kept.number.0 }))?;
    crate::db::changes::announce(tx, now, "question", &to)?;
    Ok(())
}

fn absorbed<'a>(question: &Question, kept: &Question, member: &Member, now: Timestamp, from: &'a str) -> NewEvent<'a> {
    let event = NewEvent::new(kept.id, kept.not_before(now), Some(member.id), EventKind::Absorbed, from);
    let earlier = question.due_at < kept.due_at && kept.is_owed() && question.is_owed();
    if earlier { event.due(question.due_at) } else { event }
}

/// Gives the kept question what its duplicate brings; returns its launch then.
fn absorb(
    tx: &mut Tx,
    question: &Question,
    kept: &Question,
) -> Result<Option<crate::db::keys::LaunchId>, QuestionError> {
    let own = kept.launch.as_ref().map(|launch| launch.id);
    if !kept.state.is_open() {
        return Ok(own);
    }
    let launch = rules::joint_launch(question, kept);
    let urgency = if rules::carries(question, kept) { higher(question.urgency, kept.urgency) } else { kept.urgency };
    // What waits for its asker has no clock that another's could hasten.
    let target_at = if question.is_owed() { kept.target_at.min(question.target_at) } else { kept.target_at };
    let mut due = Due::with_launch(target_at, launch.map(|launch| launch.at));
    due.at = due.at.min(kept.due_at);
    if question.is_owed() {
        due.at = due.at.min(question.due_at);
    }
    let launch = launch.map(|launch| launch.id);
    store::save_absorbed(tx, kept.id, urgency, launch, due)?;
    Ok(launch)
}

fn higher(one: Urgency, other: Urgency) -> Urgency {
    let rank = |urgency| match urgency {
        Urgency::Low => 0,
        Urgency::Normal => 1,
        Urgency::Blocked => 2,
    };
    if rank(one) > rank(other) { one } else { other }
}

fn fault_words(fault: MergeFault, question: &Question, kept: &Question) -> String {
    let (number, into) = (question.number, kept.number);
    match fault {
        MergeFault::Itself => "a question can’t be merged into itself; give the number of the other one".into(),
        MergeFault::Loop => format!("question {into} was merged into this one already"),
        MergeFault::Elsewhere(third) => format!("question {into} was merged into question {third}; take that one"),
        MergeFault::Narrower => format!(
            "not everybody who reads question {number} may read question {into}, and they would lose sight of it; \
             merge {into} into {number} instead, or answer both"
        ),
        MergeFault::Launch => format!(
            "a launch waits for question {number}, and readers of question {into} may not know of it; \
             take the launch off first, or answer both"
        ),
    }
}

/// Makes two questions of one: the first keeps number, watchers and history,
/// the second begins in its own words with the same asker, readers, watchers
/// and due time. Returns the number of the second.
///
/// # Errors
///
/// [`QuestionError::Changed`] where somebody saved since the writer looked, and
/// those of [`super::escalate`].
pub fn split(
    tx: &mut Tx,
    clocks: &Clocks,
    member: &Member,
    now: Timestamp,
    number: QuestionNumber,
    parts: &Parts,
) -> Result<QuestionNumber, QuestionError> {
    let question = find_for(tx, member, number, Act::Split)?;
    let now = question.not_before(now);
    if !store::save_words(tx, question.id, (&parts.first.0, &parts.first.1), parts.seen)? {
        return Err(QuestionError::Changed { number });
    }
    let second = part(tx, clocks, &question, &parts.second, now)?;
    store::insert(tx, &second)?;
    let topics = store::list_topics(tx, question.id)?;
    store::insert_topics(tx, second.id, &topics)?;
    store::copy_watchers(tx, question.id, second.id)?;
    if (&question.title, &question.body) != (&parts.first.0, &parts.first.1) {
        let before = format!("**{}**\n\n{}", question.title, question.body);
        let event = NewEvent::new(question.id, now, Some(member.id), EventKind::Reworded, before.trim_end());
        store::insert_event(tx, &event)?;
    }
    let (first_number, second_number) = (number.to_string(), second.number.to_string());
    store::insert_event(tx, &NewEvent::new(question.id, now, Some(member.id), EventKind::Split, &second_number))?;
    let off = NewEvent::new(second.id, now, Some(member.id), EventKind::SplitOff, &first_number);
    store::insert_event(tx, &off.turning(second.turn, second.due_at))?;
    record(tx, Some(member.id), now, &question, "question.split", json!({ "into": second.number.0 }))?;
    record(tx, Some(member.id), now, &second, "question.split_off", json!({ "from": number.0 }))?;
    Ok(second.number)
}

/// The second part: whoever has the first has it, until when they were to
/// answer the whole. Where the whole waited for its asker, its clock goes on.
fn part(
    tx: &mut Tx,
    clocks: &Clocks,
    question: &Question,
    (title, body): &(String, String),
    now: Timestamp,
) -> Result<Question, QuestionError> {
    let due = match question.turn {
        Turn::Asker => {
            let launch = question.launches_at();
            clocks::resume(&clocks.calendar(), question.target_at, question.turn_since, launch, now)
        }
        _ => Due { target_at: question.target_at, at: question.due_at },
    };
    Ok(Question {
        id: QuestionId::generate(),
        number: QuestionNumber(counters::next(tx, "questions")?),
        title: title.clone(),
        body: body.clone(),
        searched: String::new(),
        asked_at: now,
        turn: question.state.turn(),
        turn_since: now,
        target_at: due.target_at,
        due_at: due.at,
        first_response_at: None,
        answer: String::new(),
        answered_by: None,
        answered_at: None,
        article_slug: None,
        merged_into: None,
        version: RowVersion::FIRST,
        ..question.clone()
    })
}
