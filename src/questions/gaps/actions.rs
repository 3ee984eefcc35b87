//! Closing a gap, by an article that answers or by a reason.

use serde_json::json;

use super::model::{Gap, GapNumber, GapState, Still};
use super::store;
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::keys::RowVersion;
use crate::db::{Connection, Tx};
use crate::knowledge::Library;
use crate::knowledge::insight::INSIGHT_FOR;
use crate::knowledge::learnt::{LearntFrom, learn};
use crate::questions::{QuestionError, Reader};
use crate::web::{FieldProblem, Member};

/// Searches of a gap that are run; the rarest of a long list are left out.
const RUN: i64 = 20;
/// Where among the hits of a search an article still counts as its answer.
const PLACES: usize = 3;

/// How a gap is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Closing {
    /// This article answers: its slug.
    Article(String),
    /// No article will: why.
    Reason(String),
}

/// Closes a gap. An article has to answer each of its searches then: they are run.
///
/// # Errors
///
/// [`QuestionError::NoGap`], [`QuestionError::GapChanged`] where it was saved or
/// closed since `seen`, [`QuestionError::StillAGap`] with what the article does
/// not answer, and what came instead.
pub fn close(
    tx: &mut Tx,
    library: &Library,
    member: &Member,
    now: Timestamp,
    (number, seen): (GapNumber, RowVersion),
    closing: &Closing,
) -> Result<(), QuestionError> {
    let gap = find(tx, member, number)?;
    if gap.version != seen || gap.state != GapState::Open {
        return Err(QuestionError::GapChanged);
    }
    let (slug, why) = match closing {
        Closing::Article(slug) => {
            let still = unanswered(tx, library, member, &gap, slug)?;
            if !still.is_empty() {
                return Err(QuestionError::StillAGap(still));
            }
            (Some(slug.as_str()), "")
        }
        Closing::Reason(why) => (None, why.as_str()),
    };
    if !store::save_closed(tx, gap.id, seen, (member.id, now), (slug, why))? {
        return Err(QuestionError::GapChanged);
    }
    record(tx, member, now, number, "gap.closed", json!({ "article": slug, "why": why }))
}

/// As [`close`], for a gap as it is now.
///
/// # Errors
///
/// Those of [`close`].
pub fn close_gap(
    tx: &mut Tx,
    library: &Library,
    member: &Member,
    now: Timestamp,
    number: GapNumber,
    closing: &Closing,
) -> Result<(), QuestionError> {
    let seen = find(tx, member, number)?.version;
    close(tx, library, member, now, (number, seen), closing)
}

/// What of a gap the article does not answer: its searches, or, where nobody
/// searched, the questions that `member` may read. Each is run.
///
/// # Errors
///
/// [`QuestionError::Invalid`] where there is no such article.
pub fn unanswered(
    connection: &mut Connection,
    library: &Library,
    member: &Member,
    gap: &Gap,
    slug: &str,
) -> Result<Vec<Still>, QuestionError> {
    if library.article(slug).is_none() {
        let words = "there is no such article; give the end of its address, as in connection-refused";
        return Err(QuestionError::Invalid(vec![FieldProblem::new("article", words)]));
    }
    let searched = store::list_searches(connection, gap.id, RUN)?;
    let mut texts: Vec<String> = searched.into_iter().map(|search| search.words).collect();
    // Where nobody searched, its questions are run: those for everyone, if there are any.
    for reader in [Reader::Anybody, Reader::of(member)] {
        if texts.is_empty() {
            let asked = store::list_asked(connection, &reader, gap.id, RUN)?;
            texts.extend(asked.into_iter().map(|question| question.title));
        }
    }
    let mut still = Vec::new();
    for words in texts {
        let outcome = library.search(&words, PLACES)?;
        let is_there = outcome.hits.iter().any(|hit| hit.article.slug.as_str() == slug);
        if !(outcome.answered && is_there) {
            let first = outcome.hits.first();
            let instead = first.map(|hit| (hit.article.title.clone(), hit.article.slug.to_string()));
            still.push(Still { words, instead, answered: outcome.answered });
        }
    }
    Ok(still)
}

/// Teaches search that an article answers what it does not find by itself.
/// Returns how many phrasings are new.
///
/// # Errors
///
/// Those of [`close`].
pub fn teach(
    tx: &mut Tx,
    library: &Library,
    member: &Member,
    now: Timestamp,
    number: GapNumber,
    slug: &str,
) -> Result<usize, QuestionError> {
    let gap = find(tx, member, number)?;
    let still = unanswered(tx, library, member, &gap, slug)?;
    // Nothing is learnt that not everybody may read.
    let searched = store::list_searches(tx, gap.id, RUN)?.into_iter().map(|search| search.words);
    let asked = store::list_asked(tx, &Reader::Anybody, gap.id, RUN)?.into_iter().map(|question| question.title);
    let public: Vec<String> = searched.chain(asked).collect();
    let words: Vec<&str> =
        still.iter().map(|one| one.words.as_str()).filter(|one| public.iter().any(|own| own == one)).collect();
    Ok(learn(tx, member.id, now, slug, LearntFrom::Gap(number.0), &words)?)
}

fn find(tx: &mut Tx, member: &Member, number: GapNumber) -> Result<Gap, QuestionError> {
    if !INSIGHT_FOR.iter().any(|grant| member.has(*grant)) {
        return Err(QuestionError::NoGap);
    }
    store::find(tx, &Reader::of(member), number)
}

fn record(
    tx: &mut Tx,
    member: &Member,
    now: Timestamp,
    number: GapNumber,
    action: &str,
    detail: serde_json::Value,
) -> Result<(), QuestionError> {
    let number = number.to_string();
    audit::record(tx, now, Entry { actor: Some(member.id), action, subject: ("gap", &number), detail })?;
    Ok(())
}
