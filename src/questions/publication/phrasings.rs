//! The words in which a question was asked, by whomever.

use diesel::prelude::*;

use crate::db::schema::gap_searches;
use crate::db::{Connection, DbError};
use crate::questions::Reader;
use crate::questions::model::{Question, Visibility};
use crate::questions::store::list_leading_to;

/// Searches that are taken along.
const SEARCHES: i64 = 6;

/// How the asker put it, what they searched for before, how others asked who
/// were led to it, and what others searched for in like words, without an answer. The asker's own words first.
/// Of other questions only what `writer` may read, and of one that everybody may read what everybody may.
///
/// # Errors
///
/// The database's own.
pub fn phrasings(connection: &mut Connection, question: &Question, writer: &Reader) -> Result<Vec<String>, DbError> {
    let mut all = vec![question.title.clone()];
    if !question.searched.is_empty() {
        all.push(question.searched.clone());
    }
    let is_for_all = question.visibility == Visibility::Everyone;
    let reader = if is_for_all { &Reader::Anybody } else { writer };
    let same = list_leading_to(connection, reader, question.id)?;
    all.extend(same.into_iter().map(|other| other.title));
    // Words that others looked for are not taken along with what nobody may recognise.
    if is_for_all {
        let gap = crate::db::schema::gap_questions::table.find(question.id);
        let gap = gap.select(crate::db::schema::gap_questions::gap_id).first::<crate::db::keys::GapId>(connection);
        if let Some(gap) = gap.optional()? {
            let searches: Vec<String> = gap_searches::table
                .filter(gap_searches::gap_id.eq(gap))
                .order((gap_searches::times.desc(), gap_searches::words))
                .limit(SEARCHES)
                .select(gap_searches::words)
                .load(connection)?;
            all.extend(searches);
        }
    }
    let mut seen: Vec<String> = Vec::new();
    all.retain(|words| {
        let folded = crate::web::fold::fold(words);
        let is_new = !seen.contains(&folded);
        seen.push(folded);
        is_new
    });
    Ok(all)
}
