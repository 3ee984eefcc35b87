//! Putting launches down, moving them, and tying questions to them.

use serde_json::{Value, json};

use super::{Launch, NewLaunch, access, store};
use crate::accounts::PersonName;
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::keys::{RowVersion, TeamId};
use crate::db::{Tx, changes};
use crate::program;
use crate::questions::clocks::{Clocks, Due};
use crate::questions::model::{EventKind, NamedTeam, Question, QuestionNumber, QuestionState};
use crate::questions::store::{self as questions, Filter, NewEvent, Sort};
use crate::questions::{QuestionError, Reader};
use crate::web::Member;

/// Open questions of one launch; more than any has.
const LOOKED_AT: i64 = 1_000;

/// Puts a launch down.
///
/// # Errors
///
/// [`QuestionError::NotYourLaunch`].
pub fn add_launch(
    tx: &mut Tx,
    member: &Member,
    now: Timestamp,
    team: TeamId,
    new: &NewLaunch,
) -> Result<Launch, QuestionError> {
    if !access::may_plan(member, team) {
        return Err(QuestionError::NotYourLaunch);
    }
    let team = program::team_by_id(tx, team)?;
    let team = NamedTeam { id: team.id, slug: team.slug, name: team.name };
    let by = PersonName { id: member.id, name: member.name.clone(), handle: member.handle.clone() };
    let launch = store::insert(tx, team, by, now, new)?;
    let detail = json!({ "name": launch.name, "team": launch.team.slug, "at": launch.at.iso() });
    record(tx, member, now, &launch, "launch.added", detail)?;
    Ok(launch)
}

/// Changes name and time. What it waits for is due by the new time from then on.
///
/// # Errors
///
/// [`QuestionError::NoLaunch`], [`QuestionError::NotYourLaunch`], and
/// [`QuestionError::LaunchChanged`] where somebody saved since version `seen`.
pub fn change_launch(
    tx: &mut Tx,
    clocks: &Clocks,
    member: &Member,
    now: Timestamp,
    slug: &str,
    (new, seen): (&NewLaunch, RowVersion),
) -> Result<(), QuestionError> {
    let launch = store::find(tx, slug)?;
    if !access::may_plan(member, launch.team.id) {
        return Err(QuestionError::NotYourLaunch);
    }
    if !store::save(tx, &launch, new, seen)? {
        return Err(QuestionError::LaunchChanged);
    }
    if new.at != launch.at {
        let words = format!("“{}” is on {} now.", new.name, clocks.calendar().zone.words(new.at));
        let filter = Filter {
            reader: Reader::Site,
            launch: Some(launch.id),
            states: QuestionState::OPEN.to_vec(),
            ..Filter::default()
        };
        for question in questions::list(tx, &filter, Sort::Due, LOOKED_AT)? {
            tie(tx, member, now, &question, Some((&launch, new.at)), &words)?;
        }
    }
    let words = |name: &str, at: Timestamp| json!({ "name": name, "at": at.iso() });
    let detail = json!({
        "team": launch.team.slug, "before": words(&launch.name, launch.at), "after": words(&new.name, new.at),
    });
    record(tx, member, now, &launch, "launch.changed", detail)
}

/// Ties a question to a launch of its team, or to none.
///
/// # Errors
///
/// [`QuestionError::NotYourTurn`] for others than its asker and who answers,
/// [`QuestionError::NotOpen`] once it is answered, [`QuestionError::NoLaunch`].
pub fn plan(
    tx: &mut Tx,
    clocks: &Clocks,
    member: &Member,
    now: Timestamp,
    number: QuestionNumber,
    slug: Option<&str>,
) -> Result<(), QuestionError> {
    let question = questions::find(tx, &Reader::of(member), number)?;
    if !question.is_asked_by(member.id) && !crate::questions::access::answers(member, &question) {
        return Err(QuestionError::NotYourTurn { number });
    }
    if !question.state.is_open() {
        return Err(QuestionError::NotOpen { number, state: question.state.label() });
    }
    let launch = match slug {
        None => None,
        Some(slug) => Some(store::find(tx, slug)?),
    };
    if launch.as_ref().is_some_and(|launch| Some(launch.team.id) != question.team_id()) {
        return Err(QuestionError::NoLaunch);
    }
    if launch.as_ref().map(|launch| launch.id) == question.launch.as_ref().map(|known| known.id) {
        return Ok(());
    }
    let words = match &launch {
        Some(launch) => format!("“{}” waits for it: {}.", launch.name, clocks.calendar().zone.words(launch.at)),
        None => "No launch waits for it any more.".into(),
    };
    let due = tie(tx, member, now, &question, launch.as_ref().map(|launch| (launch, launch.at)), &words)?;
    let part = |slug: Option<&str>, due: Timestamp| json!({ "launch": slug, "due": due.iso() });
    let before = part(question.launch.as_ref().map(|launch| launch.slug.as_str()), question.due_at);
    let detail = json!({ "before": before, "after": part(slug, due) });
    let (action, number) = ("question.planned", number.to_string());
    audit::record(tx, now, Entry { actor: Some(member.id), action, subject: ("question", &number), detail })?;
    Ok(())
}

/// Notes the launch of a question, and until when it is due by it, which it returns.
fn tie(
    tx: &mut Tx,
    member: &Member,
    now: Timestamp,
    question: &Question,
    launch: Option<(&Launch, Timestamp)>,
    words: &str,
) -> Result<Timestamp, QuestionError> {
    let due = Due::with_launch(question.target_at, launch.map(|(_, at)| at));
    questions::save_launch(tx, question.id, launch.map(|(launch, _)| launch.id), due.at)?;
    let event = NewEvent::new(question.id, question.not_before(now), Some(member.id), EventKind::Planned, words);
    questions::insert_event(tx, &event.due(due.at))?;
    changes::announce(tx, now, "question", &question.number.to_string())?;
    Ok(due.at)
}

fn record(
    tx: &mut Tx,
    member: &Member,
    now: Timestamp,
    launch: &Launch,
    action: &str,
    detail: Value,
) -> Result<(), QuestionError> {
    audit::record(tx, now, Entry { actor: Some(member.id), action, subject: ("launch", &launch.slug), detail })?;
    Ok(())
}
