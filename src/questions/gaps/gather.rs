//! Keeps the gaps up to date: a little at a time, from where it stopped.

use std::collections::{BTreeMap, BTreeSet};

use diesel::prelude::*;
use jiff::SignedDuration;
use serde_json::json;

use super::likeness::{likest, terms};
use super::store::{self, AskedRow, Progress, SearchRow};
use crate::audit::{self, Entry};
use crate::calendar::WorkCalendar;
use crate::clock::{Day, Timestamp};
use crate::db::keys::{GapId, QuestionId};
use crate::db::schema::question_events as events;
use crate::db::{DbError, Tx, changes};
use crate::questions::QuestionError;
use crate::questions::clocks::Clocks;
use crate::questions::measures::{Waits, list_waits};
use crate::questions::model::{Question, Turn, Visibility};
use crate::questions::store::list_numbered;

/// Changes of one step; as many as are listed at a time.
const CHANGES: usize = 1_000;
/// Days of searches of one step: some ten thousand different ones each at most.
const DAYS: i32 = 2;
/// Open questions whose time is counted again in one step.
const COUNTED: i64 = 200;
/// How long the time of an open question stands before it is counted again.
const STANDS: SignedDuration = SignedDuration::from_hours(1);

/// Takes up what was searched for and what happened to questions since the last
/// time. Returns whether there is more. Where another node is at it, or was,
/// nothing is done.
///
/// # Errors
///
/// The database's own.
pub fn gather(tx: &mut Tx, clocks: &Clocks, now: Timestamp) -> Result<bool, QuestionError> {
    let before = store::progress(tx)?;
    let rows = changes::list_since(tx, before.change)?;
    let today = now.day();
    // Yesterday goes on after midnight, until every node has written what it held.
    let from = before.day.plus_days(-1);
    let until = if before.day.plus_days(DAYS) < today { before.day.plus_days(DAYS) } else { today };
    let after = Progress { change: rows.last().map_or(before.change, |row| row.sequence), day: until };
    if !store::save_progress(tx, before.change, after)? {
        return Ok(false);
    }
    let numbers: BTreeSet<i64> =
        rows.iter().filter(|row| row.kind == "question").filter_map(|row| row.subject.parse().ok()).collect();
    take_questions(tx, clocks, now, &numbers.into_iter().collect::<Vec<_>>())?;
    take_searches(tx, now, from, until)?;
    let stale = store::list_stale_asked(tx, now.plus(-STANDS), COUNTED)?;
    take_questions(tx, clocks, now, &stale)?;
    for gap in store::delete_forgotten(tx)? {
        store::begin_anew(tx, gap)?;
    }
    Ok(rows.len() >= CHANGES || until < today)
}

/// Takes up what was searched for without an answer on these days.
fn take_searches(tx: &mut Tx, now: Timestamp, from: Day, until: Day) -> Result<(), QuestionError> {
    let missed = store::missed_on(tx, from, until)?;
    let words: Vec<String> = missed.keys().cloned().collect();
    let known = store::find_searches(tx, &words)?;
    // A day later, or more often on the same day: it came up again.
    let is_more = |words: &String, latest: &(Day, i64)| known.get(words).is_none_or(|row| row.latest < *latest);
    let more: Vec<(String, (Day, i64))> = missed.into_iter().filter(|(words, latest)| is_more(words, latest)).collect();
    let names: Vec<String> = more.iter().map(|(words, _)| words.clone()).collect();
    let times = store::missed_since_ever(tx, &names)?;
    let mut touched: BTreeMap<GapId, Timestamp> = BTreeMap::new();
    for (words, latest) in more {
        let gap = match known.get(&words) {
            Some(row) => row.gap,
            None => match place(tx, &words, latest.0.start_utc())? {
                Some(gap) => gap,
                None => continue,
            },
        };
        store::save_search(tx, &words, &SearchRow { gap, latest }, times.get(&words).copied().unwrap_or(latest.1))?;
        let at = if latest.0 == now.day() { now } else { latest.0.start_utc() };
        let newest = touched.entry(gap).or_insert(at);
        *newest = at.max(*newest);
    }
    touched.into_iter().try_for_each(|(gap, at)| came_up(tx, gap, at, now))
}

/// Takes up what became of these questions; those that Network Security never
/// had are nobody's gap.
fn take_questions(tx: &mut Tx, clocks: &Clocks, now: Timestamp, numbers: &[i64]) -> Result<(), QuestionError> {
    let (mut new, mut changed): (BTreeMap<GapId, Timestamp>, BTreeSet<GapId>) = Default::default();
    let calendar = clocks.calendar();
    for chunk in numbers.chunks(store::CHUNK) {
        let mut questions = list_numbered(tx, chunk)?;
        questions.sort_by_key(|question| question.number);
        let escalated = list_escalated(tx, &questions)?;
        let waits = list_waits(tx, &calendar, &escalated)?;
        for question in &questions {
            let Some(waits) = waits.get(&question.id) else { continue };
            let row = count(&calendar, now, question, *waits);
            match store::find_asked(tx, question.id)? {
                Some(gap) => {
                    store::save_asked(tx, question.id, row, now)?;
                    changed.insert(gap);
                }
                None => {
                    let Some(gap) = place(tx, &question.title, question.asked_at)? else { continue };
                    store::insert_asked(tx, question.id, gap, row, now)?;
                    // What is not for everyone opens nothing that others see.
                    if row.is_for_everyone {
                        let newest = new.entry(gap).or_insert(question.asked_at);
                        *newest = question.asked_at.max(*newest);
                    } else {
                        changed.insert(gap);
                    }
                }
            }
        }
    }
    for gap in changed.iter().filter(|gap| !new.contains_key(gap)) {
        store::add_up(tx, *gap, None)?;
    }
    new.into_iter().try_for_each(|(gap, at)| came_up(tx, gap, at, now))
}

/// Those of the questions that Network Security has or had.
fn list_escalated(tx: &mut Tx, questions: &[Question]) -> Result<Vec<QuestionId>, DbError> {
    let ids: Vec<QuestionId> = questions.iter().map(|question| question.id).collect();
    events::table
        .filter(events::question_id.eq_any(ids))
        .filter(events::turn.eq_any(Turn::OF_NETSEC))
        .select(events::question_id)
        .distinct()
        .load(tx)
}

/// How long a question was waited for: until its answer, or until now.
fn count(calendar: &WorkCalendar, now: Timestamp, question: &Question, waits: Waits) -> AskedRow {
    let waited_minutes = match waits.answer {
        Some(answer) if !question.state.is_open() => answer,
        _ if question.is_owed() => waits.ended + calendar.business_between(question.turn_since, now).as_mins(),
        _ => waits.ended,
    };
    AskedRow {
        is_for_everyone: question.visibility == Visibility::Everyone,
        is_open: question.state.is_open(),
        waited_minutes,
    }
}

/// The gap of these words, a new one where none is alike; none for words that say nothing.
fn place(tx: &mut Tx, words: &str, at: Timestamp) -> Result<Option<GapId>, DbError> {
    let terms = terms(words);
    if terms.is_empty() {
        return Ok(None);
    }
    let known = store::candidates(tx, &terms)?;
    let likest = likest(words, known.iter().map(|(number, _, seed)| (*number, seed.as_str())));
    match likest.and_then(|number| known.iter().find(|one| one.0 == number)) {
        Some((_, gap, _)) => Ok(Some(*gap)),
        None => store::insert(tx, words, &terms, at).map(Some),
    }
}

/// Adds up a gap to which something came at `at`; one that was closed is open again.
fn came_up(tx: &mut Tx, gap: GapId, at: Timestamp, now: Timestamp) -> Result<(), QuestionError> {
    if let Some(number) = store::add_up(tx, gap, Some((at, now)))? {
        let number = number.to_string();
        let subject = ("gap", number.as_str());
        audit::record(tx, now, Entry { actor: None, action: "gap.reopened", subject, detail: json!({}) })?;
    }
    Ok(())
}
