//! What articles hold of somebody who left: articles stay, by a former member.
//! Their names go out of what was written here; files are for who keeps them.

use diesel::prelude::*;

use crate::accounts::erasing::{Erases, Former};
use crate::db::keys::PersonId;
use crate::db::schema::{article_drafts, article_flags, article_versions, articles, feedback, search_clicks, searches};
use crate::db::{Connection, DbError, Tx, changes};
use crate::erase_names;

/// Articles, as a room that holds something of people.
pub struct ArticleErasing;

impl Erases for ArticleErasing {
    fn list_open(&self, _: &mut Connection, _: PersonId) -> Result<Vec<String>, DbError> {
        Ok(Vec::new())
    }

    fn erase(&self, tx: &mut Tx, former: &Former) -> Result<(), DbError> {
        let mut slugs: Vec<String> = Vec::new();
        for pattern in former.patterns() {
            let naming = articles::table
                .filter(articles::author_id.eq(former.id).or(articles::body.like(pattern.clone()).escape('\\')));
            let some: Vec<String> = naming.select(articles::slug).load(tx)?;
            slugs.extend(some);
            diesel::delete(searches::table.filter(searches::words.like(pattern.clone()).escape('\\'))).execute(tx)?;
            diesel::delete(search_clicks::table.filter(search_clicks::words.like(pattern).escape('\\'))).execute(tx)?;
        }
        erase_names!(tx, former, articles by id: title, body, owner);
        erase_names!(tx, former, article_versions by id: title, body, note);
        erase_names!(tx, former, article_drafts by id: title, body, note, reader_words);
        erase_names!(tx, former, article_flags by id: words, outcome_words);
        erase_names!(tx, former, feedback by id: words);
        slugs.sort();
        slugs.dedup();
        slugs.iter().try_for_each(|slug| changes::announce(tx, former.at, "article", slug))
    }
}
