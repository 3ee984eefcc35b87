//! What those who look after articles do; one function per change.

use jiff::SignedDuration;
use serde_json::json;

use super::model::{FlagOutcome, Reviewed};
use super::watch::CHANGE_KIND;
use super::{access, rules, store};
use crate::audit::{self, Entry};
use crate::clock::{Day, Timestamp};
use crate::db::keys::ReviewedId;
use crate::db::{Tx, changes};
use crate::knowledge::follow::CHANGE_KIND as ARTICLE;
use crate::knowledge::{Article, KnowledgeError, Library, Origin};
use crate::web::Member;

/// How long a review can be taken back by who gave it.
pub const TAKEN_BACK_WITHIN: SignedDuration = SignedDuration::from_hours(24);

/// Says that an article was read through and is still right: its next date is
/// set, and open reports on it are settled. Returns the new date. Said twice on
/// one day it is the same review.
///
/// # Errors
///
/// [`KnowledgeError::NotFound`], and [`KnowledgeError::NotInYourCare`] for who does
/// not look after it.
pub fn confirm(
    tx: &mut Tx,
    library: &Library,
    member: &Member,
    now: Timestamp,
    slug: &str,
) -> Result<Day, KnowledgeError> {
    let article = find_for(tx, library, member, slug)?;
    let text = rules::fingerprint(&article);
    let today = now.day();
    store::settle_flags(tx, (slug, &text), FlagOutcome::StillRight, "", member.id, now)?;
    let before = newest_review(tx, slug)?.filter(|review| review.fingerprint == text);
    if let Some(known) = before.as_ref().filter(|known| known.reviewed_on == today) {
        changes::announce(tx, now, CHANGE_KIND, slug)?;
        return Ok(known.review_after);
    }
    let (reviewed_on, review_after) = match &before {
        Some(known) if known.reviewed_on >= article.reviewed_on => (known.reviewed_on, known.review_after),
        _ => (article.reviewed_on, article.review_after),
    };
    let new = Reviewed {
        id: ReviewedId::generate(),
        slug: slug.to_owned(),
        fingerprint: text,
        by: member.id,
        by_name: member.name.clone(),
        at: now,
        reviewed_on: today,
        review_after: rules::next_review(reviewed_on, review_after, today),
        before: (article.reviewed_on, article.review_after),
    };
    store::insert_review(tx, &new)?;
    save_dates(tx, &article, now, (new.reviewed_on, new.review_after))?;
    record(tx, member, now, slug, "article.reviewed", json!({ "review_after": new.review_after.to_string() }))?;
    Ok(new.review_after)
}

/// Takes the newest review of an article back: its date is as before, and the
/// reports that it settled are open again.
///
/// # Errors
///
/// [`KnowledgeError::NothingToDo`] where the member gave none within a day, and
/// those of [`confirm`].
pub fn take_back(
    tx: &mut Tx,
    library: &Library,
    member: &Member,
    now: Timestamp,
    slug: &str,
) -> Result<(), KnowledgeError> {
    let article = find_for(tx, library, member, slug)?;
    let own = |review: &Reviewed| review.by == member.id && now.since(review.at) < TAKEN_BACK_WITHIN;
    let review = newest_review(tx, slug)?.filter(own);
    let review = review.ok_or(KnowledgeError::NothingToDo("there is no review of yours to take back"))?;
    if !store::delete_review(tx, review.id)? {
        return Ok(());
    }
    store::reopen_flags(tx, slug, review.at)?;
    save_dates(tx, &article, now, review.before)?;
    record(tx, member, now, slug, "article.review_taken_back", json!({}))
}

/// Puts the open reports on an article aside, with a line of why for those who
/// reported.
///
/// # Errors
///
/// [`KnowledgeError::NothingToDo`] where none is open, and those of [`confirm`].
pub fn dismiss(
    tx: &mut Tx,
    library: &Library,
    member: &Member,
    now: Timestamp,
    slug: &str,
    why: &str,
) -> Result<(), KnowledgeError> {
    let article = find_for(tx, library, member, slug)?;
    let text = rules::fingerprint(&article);
    let settled = store::settle_flags(tx, (slug, &text), FlagOutcome::Dismissed, why, member.id, now)?;
    if settled == 0 {
        return Err(KnowledgeError::NothingToDo("no report on this article is open any more"));
    }
    record(tx, member, now, slug, "article.reports_dismissed", json!({ "why": why, "reports": settled }))
}

/// The article, where `member` looks after it. Who published it is asked of
/// the database: the memory may be a moment behind.
fn find_for(
    tx: &mut Tx,
    library: &Library,
    member: &Member,
    slug: &str,
) -> Result<std::sync::Arc<Article>, KnowledgeError> {
    let article = library.article(slug).ok_or(KnowledgeError::NotFound)?;
    let author = match article.origin {
        Origin::Published => store::list_authors(tx, Some(&[slug.to_owned()]))?.remove(slug),
        _ => None,
    };
    if !access::may_review(member, author) {
        return Err(KnowledgeError::NotInYourCare);
    }
    Ok(article)
}

fn newest_review(tx: &mut Tx, slug: &str) -> Result<Option<Reviewed>, KnowledgeError> {
    Ok(store::list_reviews(tx, Some(&[slug.to_owned()]))?.remove(slug))
}

/// An article of the database carries its dates itself, so that it can be
/// written out with them; those of a file are in the file.
fn save_dates(tx: &mut Tx, article: &Article, now: Timestamp, dates: (Day, Day)) -> Result<(), KnowledgeError> {
    if article.origin == Origin::Published {
        store::save_dates(tx, article.slug.as_str(), dates)?;
        changes::announce(tx, now, ARTICLE, article.slug.as_str())?;
    }
    Ok(())
}

fn record(
    tx: &mut Tx,
    member: &Member,
    now: Timestamp,
    slug: &str,
    action: &str,
    detail: serde_json::Value,
) -> Result<(), KnowledgeError> {
    audit::record(tx, now, Entry { actor: Some(member.id), action, subject: ("article", slug), detail })?;
    changes::announce(tx, now, CHANGE_KIND, slug)?;
    Ok(())
}
