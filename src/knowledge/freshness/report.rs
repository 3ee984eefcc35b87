//! "No longer true", said by any reader.

use jiff::SignedDuration;
use serde_json::json;

use super::model::{Flag, FlagOutcome};
use super::watch::CHANGE_KIND;
use super::{rules, store};
use crate::audit::{self, Entry};
use crate::clock::Timestamp;
use crate::db::keys::FlagId;
use crate::db::{Tx, changes};
use crate::knowledge::{KnowledgeError, Library};
use crate::web::Member;

/// Open reports on one article that are kept without sign-in: by then it is known.
const OF_ARTICLE: i64 = 20;
/// Reports of a day that are kept without sign-in.
const OF_A_DAY: i64 = 300;

/// What a reader reports.
#[derive(Debug, Clone)]
pub struct Report {
    /// Comes with the page, so that a repeated send is known as one.
    pub id: FlagId,
    /// Why; may be empty.
    pub words: String,
}

/// Tells those who look after an article that it is no longer true. Of one
/// person, and of one form, there is one open report on a text: sent again it
/// changes its words.
///
/// # Errors
///
/// [`KnowledgeError::NotFound`], and [`KnowledgeError::TooMany`] where the day
/// is full and the reader not signed in.
pub fn report(
    tx: &mut Tx,
    library: &Library,
    reader: Option<&Member>,
    now: Timestamp,
    slug: &str,
    report: &Report,
) -> Result<(), KnowledgeError> {
    let article = library.article(slug).ok_or(KnowledgeError::NotFound)?;
    let fingerprint = rules::fingerprint(&article);
    let known = match reader {
        Some(member) => store::find_own_flag(tx, slug, &fingerprint, member.id)?,
        None => Some(report.id),
    };
    let is_known = match known {
        Some(id) => store::save_flag_words(tx, id, slug, &report.words)?,
        None => false,
    };
    if !is_known {
        if reader.is_none() && !has_room(tx, slug, now)? {
            return Ok(());
        }
        // A key that was used already, of a report that is settled, is no new report's.
        let id = if store::exists_flag(tx, report.id)? { FlagId::generate() } else { report.id };
        let new = Flag {
            id,
            slug: slug.to_owned(),
            fingerprint,
            reported_at: now,
            person: reader.map(|member| member.id),
            words: report.words.clone(),
            outcome: FlagOutcome::Open,
            outcome_words: String::new(),
            settled_at: None,
        };
        store::insert_flag(tx, &new)?;
    }
    if let Some(member) = reader {
        let (subject, detail) = (("article", slug), json!({ "words": report.words }));
        audit::record(tx, now, Entry { actor: Some(member.id), action: "article.reported", subject, detail })?;
    }
    changes::announce(tx, now, CHANGE_KIND, slug)?;
    Ok(())
}

/// Whether one more nameless report fits; where the article has many already,
/// those who look after it know.
fn has_room(tx: &mut Tx, slug: &str, now: Timestamp) -> Result<bool, KnowledgeError> {
    let (of_article, of_day) = store::count_nameless(tx, slug, now.plus(-SignedDuration::from_hours(24)))?;
    if of_day >= OF_A_DAY {
        return Err(KnowledgeError::TooMany {
            words: "many reports came in today, and this one was not kept; sign in, or try again tomorrow".into(),
            seconds: 3_600,
        });
    }
    Ok(of_article < OF_ARTICLE)
}
