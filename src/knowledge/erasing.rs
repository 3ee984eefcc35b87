//! What articles hold of somebody who left: articles stay, by a former member.
//! Their names go out of what was written here; files are for who keeps them.

use diesel::prelude::*;

use super::learnt;
use crate::accounts::erasing::{Erases, Former};
use crate::db::keys::PersonId;
use crate::db::like::lower;
use crate::db::schema::{
    article_drafts, article_flags, article_redirects, article_versions, articles, feedback, learnt_phrasings,
    search_clicks, searches,
};
use crate::db::{Connection, DbError, Tx, changes};
use crate::{delete_naming, erase_names};

/// Articles, as a room that holds something of people.
pub struct ArticleErasing;

impl Erases for ArticleErasing {
    fn list_open(&self, _: &mut Connection, _: PersonId) -> Result<Vec<String>, DbError> {
        Ok(Vec::new())
    }

    fn erase(&self, tx: &mut Tx, former: &Former) -> Result<(), DbError> {
        let mut slugs = list_naming(tx, former)?;
        delete_naming!(tx, former, searches: words);
        delete_naming!(tx, former, search_clicks: words);
        erase_names!(tx, former, articles by id: title, body, owner);
        erase_names!(tx, former, json articles by id: tags, phrasings);
        erase_names!(tx, former, article_versions by id: title, body, note);
        erase_names!(tx, former, json article_versions by id: tags, phrasings);
        erase_names!(tx, former, article_drafts by id: title, body, note, reader_words);
        erase_names!(tx, former, json article_drafts by id: tags, phrasings);
        erase_names!(tx, former, article_flags by id: words, outcome_words);
        erase_names!(tx, former, article_redirects by slug: why);
        erase_names!(tx, former, feedback by id: words);
        erase_learnt(tx, former)?;
        slugs.sort();
        slugs.dedup();
        slugs.iter().try_for_each(|slug| changes::announce(tx, former.at, "article", slug))
    }
}

/// Articles that they wrote, or whose words may name them.
fn list_naming(tx: &mut Tx, former: &Former) -> Result<Vec<String>, DbError> {
    let mut slugs: Vec<String> =
        articles::table.filter(articles::author_id.eq(former.id)).select(articles::slug).load(tx)?;
    for pattern in former.patterns() {
        let naming = lower(articles::title)
            .like(pattern.clone())
            .escape('\\')
            .or(lower(articles::phrasings).like(pattern.clone()).escape('\\'))
            .or(lower(articles::tags).like(pattern.clone()).escape('\\'))
            .or(lower(articles::body).like(pattern).escape('\\'));
        let some: Vec<String> = articles::table.filter(naming).select(articles::slug).load(tx)?;
        slugs.extend(some);
    }
    Ok(slugs)
}

/// Words by which articles were found and that name somebody find them no more.
fn erase_learnt(tx: &mut Tx, former: &Former) -> Result<(), DbError> {
    for (id, words) in erase_names!(@rows tx, former, learnt_phrasings, id, words) {
        if former.without(&words).is_none() {
            continue;
        }
        let one = || learnt_phrasings::table.filter(learnt_phrasings::id.eq(&id));
        let slug: String = one().select(learnt_phrasings::slug).first(tx)?;
        diesel::delete(one()).execute(tx)?;
        changes::announce(tx, former.at, learnt::CHANGE_KIND, &slug)?;
    }
    Ok(())
}
