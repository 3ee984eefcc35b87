//! Every query about what was learnt.

use std::collections::BTreeMap;

use diesel::prelude::*;

use super::LearntFrom;
use crate::clock::Timestamp;
use crate::db::keys::{LearntId, PersonId};
use crate::db::schema::{learnt_phrasings as learnt, people};
use crate::db::{Connection, DbError, Tx};
use crate::knowledge::actions::LIST_LIMIT;

/// The kind under which changes of what was learnt are announced; the subject
/// is the article's slug.
pub const CHANGE_KIND: &str = "phrasing";
/// Values of one `IN`; SQLite refuses too many.
const CHUNK: usize = 500;

/// Words that were learnt for an article.
#[derive(Debug, Clone)]
pub struct Learnt {
    /// Their key.
    pub id: LearntId,
    /// The words.
    pub words: String,
    /// Where they come from.
    pub from: Option<LearntFrom>,
    /// Name and handle of whoever answered so.
    pub by: (String, String),
    /// When.
    pub at: Timestamp,
}

/// Adds words to an article. Returns false where they are there, or where there
/// are as many as an article may have.
pub fn insert(
    tx: &mut Tx,
    slug: &str,
    (words, folded): (&str, &str),
    from: LearntFrom,
    by: PersonId,
    now: Timestamp,
) -> Result<bool, DbError> {
    let of_article = || learnt::table.filter(learnt::slug.eq(slug));
    let known: i64 = of_article().filter(learnt::words_folded.eq(folded)).count().get_result(tx)?;
    let all: i64 = of_article().count().get_result(tx)?;
    if known > 0 || all >= LIST_LIMIT as i64 {
        return Ok(false);
    }
    let (question, gap) = match from {
        LearntFrom::Question(number) => (Some(number), None),
        LearntFrom::Gap(number) => (None, Some(number)),
    };
    diesel::insert_into(learnt::table)
        .values((
            learnt::id.eq(LearntId::generate()),
            learnt::slug.eq(slug),
            learnt::words.eq(words),
            learnt::words_folded.eq(folded),
            learnt::question_number.eq(question),
            learnt::gap_number.eq(gap),
            learnt::learnt_by.eq(by),
            learnt::learnt_at.eq(now),
        ))
        .execute(tx)?;
    Ok(true)
}

/// What was learnt for an article, the newest first.
pub fn list(connection: &mut Connection, slug: &str) -> Result<Vec<Learnt>, DbError> {
    type Row = (LearntId, String, Option<i64>, Option<i64>, PersonId, Timestamp);
    let rows: Vec<Row> = learnt::table
        .filter(learnt::slug.eq(slug))
        .order((learnt::learnt_at.desc(), learnt::id.desc()))
        .select((
            learnt::id,
            learnt::words,
            learnt::question_number,
            learnt::gap_number,
            learnt::learnt_by,
            learnt::learnt_at,
        ))
        .load(connection)?;
    let ids: Vec<PersonId> = rows.iter().map(|row| row.4).collect();
    let names: Vec<(PersonId, String, String)> = people::table
        .filter(people::id.eq_any(ids))
        .select((people::id, people::name, people::handle))
        .load(connection)?;
    let named = |id| names.iter().find(|one| one.0 == id).map(|one| (one.1.clone(), one.2.clone())).unwrap_or_default();
    Ok(rows
        .into_iter()
        .map(|(id, words, question, gap, by, at)| Learnt {
            id,
            words,
            from: question.map(LearntFrom::Question).or(gap.map(LearntFrom::Gap)),
            by: named(by),
            at,
        })
        .collect())
}

/// The words of these articles, or of all, by slug; the oldest first.
///
/// # Errors
///
/// The database's own.
pub fn list_phrasings(
    connection: &mut Connection,
    slugs: Option<&[String]>,
) -> Result<BTreeMap<String, Vec<String>>, DbError> {
    let mut rows: Vec<(String, String)> = Vec::new();
    let columns = (learnt::slug, learnt::words);
    let order = (learnt::slug, learnt::learnt_at, learnt::id);
    match slugs {
        None => rows = learnt::table.order(order).select(columns).load(connection)?,
        Some(slugs) => {
            for chunk in slugs.chunks(CHUNK) {
                let of_these = learnt::table.filter(learnt::slug.eq_any(chunk.to_vec()));
                rows.extend(of_these.order(order).select(columns).load::<(String, String)>(connection)?);
            }
        }
    }
    let mut all: BTreeMap<String, Vec<String>> = BTreeMap::new();
    for (slug, words) in rows {
        all.entry(slug).or_default().push(words);
    }
    Ok(all)
}

/// Takes words away. Returns them, with where they came from, if they were there.
pub fn delete(tx: &mut Tx, slug: &str, id: LearntId) -> Result<Option<String>, DbError> {
    let one = || learnt::table.filter(learnt::id.eq(id)).filter(learnt::slug.eq(slug));
    let words: Option<String> = one().select(learnt::words).first(tx).optional()?;
    diesel::delete(one()).execute(tx)?;
    Ok(words)
}

/// Takes away what was learnt from a question. Returns the articles that had it.
pub fn delete_of_question(tx: &mut Tx, number: i64) -> Result<Vec<String>, DbError> {
    let of_question = || learnt::table.filter(learnt::question_number.eq(number));
    let mut slugs: Vec<String> = of_question().select(learnt::slug).load(tx)?;
    diesel::delete(of_question()).execute(tx)?;
    slugs.sort();
    slugs.dedup();
    Ok(slugs)
}

/// Takes what was learnt along to an article's new address.
///
/// # Errors
///
/// The database's own.
pub fn rename(tx: &mut Tx, old: &str, new: &str) -> Result<usize, DbError> {
    diesel::update(learnt::table.filter(learnt::slug.eq(old))).set(learnt::slug.eq(new)).execute(tx)
}
