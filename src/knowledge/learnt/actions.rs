//! Learning the words of a question for an article, and unlearning them.

use serde_json::json;

use super::store;
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::keys::{LearntId, PersonId};
use crate::db::{DbError, Tx, changes};
use crate::knowledge::KnowledgeError;
use crate::knowledge::insight::normalise;
use crate::web::Member;
use crate::web::fold::{fold, line};

/// Characters of a phrasing.
const LIMIT: usize = 300;
/// Words of a phrasing; a single one would draw everything to the article.
const WORDS: usize = 2;

/// From where words were learnt.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum LearntFrom {
    /// A question that everybody may read, by its number.
    Question(i64),
    /// A gap that the article closed, by its number.
    Gap(i64),
}

/// Teaches search that these words ask for the article `slug`. What looks like
/// a key, a mail address or a long number is cut out first, as from searches.
/// Returns how many phrasings are new. Whether they may, and whether everybody
/// may read the words, is for whoever calls.
///
/// # Errors
///
/// The database's own.
pub fn learn(
    tx: &mut Tx,
    by: PersonId,
    now: Timestamp,
    slug: &str,
    from: LearntFrom,
    phrasings: &[&str],
) -> Result<usize, DbError> {
    let mut count = 0;
    for words in phrasings {
        let kept: String = normalise(words);
        let Ok(kept) = line(&kept, LIMIT) else { continue };
        if kept.split(' ').count() >= WORDS && store::insert(tx, slug, (&kept, &fold(&kept)), from, by, now)? {
            count += 1;
            let detail = json!({ "words": kept });
            audit::record(
                tx,
                now,
                Entry { actor: Some(by), action: "article.phrasing_learnt", subject: ("article", slug), detail },
            )?;
        }
    }
    if count > 0 {
        changes::announce(tx, now, store::CHANGE_KIND, slug)?;
    }
    Ok(count)
}

/// Unlearns what was learnt from a question, which the article did not answer.
///
/// # Errors
///
/// The database's own.
pub fn unlearn_question(tx: &mut Tx, now: Timestamp, number: i64) -> Result<(), DbError> {
    for slug in store::delete_of_question(tx, number)? {
        changes::announce(tx, now, store::CHANGE_KIND, &slug)?;
    }
    Ok(())
}

/// Takes a phrasing away.
///
/// # Errors
///
/// [`KnowledgeError::NotYours`] for who writes no articles,
/// [`KnowledgeError::NotFound`] where it is gone.
pub fn remove(tx: &mut Tx, member: &Member, now: Timestamp, slug: &str, id: LearntId) -> Result<(), KnowledgeError> {
    if !crate::knowledge::writing::may_write(member) {
        return Err(KnowledgeError::NotYours);
    }
    let words = store::delete(tx, slug, id)?.ok_or(KnowledgeError::NotFound)?;
    let detail = json!({ "words": words });
    let subject = ("article", slug);
    audit::record(tx, now, Entry { actor: Some(member.id), action: "article.phrasing_removed", subject, detail })?;
    changes::announce(tx, now, store::CHANGE_KIND, slug)?;
    Ok(())
}
