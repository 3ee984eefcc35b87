//! What questions hold of somebody who left: what they asked and answered stays;
//! their names go out of all words.

use diesel::prelude::*;

use crate::accounts::erasing::{Erases, Former};
use crate::db::keys::PersonId;
use crate::db::like::lower;
use crate::db::schema::{
    gap_searches, gaps, launches, question_drafts, question_events, question_links, question_notes,
    question_publications, question_topics, question_watchers, questions, saved_replies,
};
use crate::db::{Connection, DbError, Tx, changes};
use crate::web::fold::fold;
use crate::{delete_naming, erase_names};

/// Questions, as a room that holds something of people.
pub struct QuestionErasing;

impl Erases for QuestionErasing {
    fn list_open(&self, _: &mut Connection, _: PersonId) -> Result<Vec<String>, DbError> {
        Ok(Vec::new())
    }

    fn erase(&self, tx: &mut Tx, former: &Former) -> Result<(), DbError> {
        diesel::delete(question_watchers::table.filter(question_watchers::person_id.eq(former.id))).execute(tx)?;
        diesel::delete(saved_replies::table.filter(saved_replies::owner_id.eq(former.id))).execute(tx)?;
        let asked = list_naming(tx, former)?;
        erase_names!(tx, former, questions by id: title, body, searched, answer, about, flow);
        for (id, number) in asked {
            let title: String = questions::table.find(&id).select(questions::title).first(tx)?;
            diesel::update(questions::table.find(&id)).set(questions::title_folded.eq(fold(&title))).execute(tx)?;
            // The search forgets the words, too.
            changes::announce(tx, former.at, "question", &number.to_string())?;
        }
        erase_names!(tx, former, question_events by id: words);
        erase_names!(tx, former, question_notes by id: words);
        erase_names!(tx, former, question_links by label: label);
        delete_naming!(tx, former, question_topics: value);
        erase_names!(tx, former, json question_publications by question_id: kept);
        erase_names!(tx, former, question_drafts by id: title, body, searched);
        erase_names!(tx, former, json question_drafts by id: more);
        erase_names!(tx, former, saved_replies by id: title, body);
        erase_names!(tx, former, folded launches by id: name, name_folded);
        erase_names!(tx, former, gaps by id: seed, words, closed_why);
        delete_naming!(tx, former, gap_searches: words);
        Ok(())
    }
}

/// Questions whose own words may name them, or whose history does.
fn list_naming(tx: &mut Tx, former: &Former) -> Result<Vec<(String, i64)>, DbError> {
    let mut found: Vec<(String, i64)> = Vec::new();
    for pattern in former.patterns() {
        let words = question_events::table.filter(lower(question_events::words).like(pattern.clone()).escape('\\'));
        let some: Vec<(String, i64)> = questions::table
            .filter(
                (lower(questions::title).like(pattern.clone()).escape('\\'))
                    .or(lower(questions::body).like(pattern.clone()).escape('\\'))
                    .or(lower(questions::answer).like(pattern).escape('\\'))
                    .or(questions::id.eq_any(words.select(question_events::question_id))),
            )
            .select((questions::id, questions::number))
            .load(tx)?;
        found.extend(some);
    }
    found.sort();
    found.dedup();
    Ok(found)
}
